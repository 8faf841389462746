"""A third party's activity type that shows nothing on the wall."""

from mooctang_core.api import Activity, hookimpl


class Quiet(Activity):
    kind = "quietwall"
    title = "安静"


@hookimpl
def activity_types():
    return [Quiet]
