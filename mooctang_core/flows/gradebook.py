"""平时成绩 in its simple form: a row a student, a column an activity, straight from the records."""

from ..model.activities import CLOSED
from ..tables import Column, Table
from ..words import translator
from .looking import history

_ = translator("mooctang_core")
MISSING = "—"


def table(classroom, host, school):
    """The gradebook as a Table: page, csv and xlsx all read this."""
    activities = counted_activities(classroom, host, school)
    people = sorted(classroom.present(), key=lambda member: (member.number, member.name))
    columns = [
        Column("number", _("学号"), kind="text"), Column("name", _("姓名")), Column("cohort", _("行政班")),
        *(Column(activity.path, heading(activity)) for activity in activities),
    ]
    squares = [column_of(activity, host, school) for activity in activities]
    rows = [(m.number, m.name, m.cohort, *(square(m) for square in squares)) for m in people]
    return Table("gradebook", columns, rows, title=_("平时成绩"))


def counted_activities(classroom, host, school):
    """The closed activities that count, oldest first."""
    held = [activities for _session, activities in history(classroom, host, school)]
    return [a for activities in reversed(held) for a in activities if a.state == CLOSED and a.counted]


def heading(activity):
    return _("第${session}次 ${name}", mapping={"session": activity.__parent__.__name__, "name": activity.name})


def column_of(activity, host, school):
    """A function from a member to the square; a plugin that fails says so in its squares and the page stands."""
    records = activity.records

    def square(member):
        record = records.get(member.aid)
        if record is None or record.status is None:
            status = activity.absent_status() if member.was_here(activity.opened) else None
            return activity.word(status) if status else MISSING
        try:
            return activity.cell(record)
        except Exception as error:
            host.failed(school, host.plugin_of(activity), "cell", error)
            return _("暂时无法显示")

    return square
