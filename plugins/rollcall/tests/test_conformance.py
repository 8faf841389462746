"""What the contract asks of every activity type, asked of 点名 after everybody was called."""

from mooctang_rollcall.activity import RollCall

from mooctang_core.api import find
from mooctang_core.testing import ActivityConformance


class TestRollCallConforms(ActivityConformance):
    activity = RollCall

    def open(self, campus, **more):
        """A student's part is to say 到, which only those can who were called."""
        url = campus.open(self.activity, **more)
        with campus.writing() as school:
            activity = campus.host.live(find(school, url), school)
            activity.call(activity.members(), "east-teacher", campus.clock())
        return url
