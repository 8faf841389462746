"""平时成绩 in its simple form: a row a student, a column an activity, straight from the records."""

from ..model.activities import CLOSED
from ..tables import Column, Page, Table, page
from ..words import translator
from .looking import history
from .tasks import tasks_of

_ = translator("mooctang_core")
MISSING = "—"
PEOPLE = (Column(_("学号"), kind="id"), Column(_("姓名")), Column(_("行政班")))


def table(classroom, host, school, groups=(), beside=()):
    """The whole gradebook as a Table: csv and xlsx read this. What plugins say of people comes as pairs (Column, {aid: value})."""
    return _filled(people_rows(classroom), counted_activities(classroom, host, school), host, school, groups, beside)


def screen(classroom, host, school, sort="", find="", number=1, groups=(), beside=(), **spoken):
    """One page of it: only the squares that are seen are worked out, unless the order asks for all."""
    activities = counted_activities(classroom, host, school)
    rows = people_rows(classroom)
    if sort.lstrip("-") not in ("", "0", "1", "2"):
        return page(_filled(rows, activities, host, school, groups, beside), sort, find, number, **spoken)
    names = Table("people", (*PEOPLE, Column("")), rows)
    part = page(names, sort, find, number, **spoken)
    shown = _filled(part.rows, activities, host, school, groups, beside)
    return Page(shown, shown.rows, part.found, part.number, part.pages, part.sort, part.find)


def people_rows(classroom):
    """(number, name, administrative class, member) of everybody here now."""
    people = sorted(classroom.present(), key=lambda member: (member.number, member.name))
    return [(m.number, m.name, m.cohort, m) for m in people]


def _filled(rows, activities, host, school, groups=(), beside=()):
    squares = [column_of(activity, host, school) for activity in activities]
    columns = (*PEOPLE, *heads(groups), *(Column(heading(activity)) for activity in activities), *heads(beside))
    filled = [(*facts, *values_of(groups, member.aid), *(square(member) for square in squares), *values_of(beside, member.aid))
              for *facts, member in rows]
    return Table("gradebook", columns, filled, title=_("平时成绩"))


def heads(pairs):
    return [column for column, _values in pairs]


def values_of(pairs, aid):
    """One person's values in columns given as pairs (Column, {aid: value})."""
    return [values.get(aid) for _column, values in pairs]


def counted_activities(classroom, host, school):
    """The closed activities that count, oldest first; those done out of class come last."""
    held = [activities for _session, activities in history(classroom, host, school)]
    return [a for activities in [*reversed(held), tasks_of(classroom, host, school)] for a in activities if a.state == CLOSED and a.counted]


def heading(activity):
    if activity.session is None:
        return _("课外 ${name}", name=activity.name)
    return _("第${session}次 ${name}", session=activity.__parent__.__name__, name=activity.name)


def column_of(activity, host, school):
    """A function from a member to the square; a plugin that fails says so in its squares and the page stands."""
    records, opened = activity.records, activity.opened

    def square(member):
        record = records.get(member.aid)
        if record is None or record.status is None:
            status = activity.absent_status() if member.was_here(opened) else None
            return activity.word(status) if status else MISSING
        try:
            return activity.cell(record)
        except Exception as error:
            host.failed(school, host.plugin_of(activity), "cell", error)
            return _("暂时无法显示")

    return square


