"""公布成绩: results become the students' when a teacher says so, and can be taken back."""

from ..activity import MissingActivity, Refused
from ..model.activities import CLOSED
from ..words import translator
from .teaching import close, refuse_sealed, room_changed

_ = translator("mooctang_core")


def release(activity, school, host, now):
    """Publish the results. An activity that is still open is closed with it: right answers must not meet open answers."""
    refuse_sealed(activity)
    if not activity.releasable:
        raise Refused(_("这个活动没有需要公布的成绩。"))
    close(activity, school, host, now)
    if activity.state != CLOSED:
        raise Refused(_("还没有发布的活动没有成绩可以公布。"))
    if activity.released is None:
        activity.node.released = now
        activity.on_release(now)
        _tell(activity, school)


def unrelease(activity, school):
    """Take the results back: from now on they are the teacher's again."""
    if isinstance(activity, MissingActivity) or activity.released is None:
        return
    activity.node.released = None
    _tell(activity, school)


def _tell(activity, school):
    activity.bump()
    room_changed(activity.node, school)
