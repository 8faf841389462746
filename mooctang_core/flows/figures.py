"""How large a school is: people, courses, classrooms, sessions, and what its files take on the disk."""

from datetime import timedelta
from typing import NamedTuple

from ..model.courses import Course, Term
from ..tables import Column, Table
from ..words import translator

_ = translator("mooctang_core")
LATELY = timedelta(days=30)


class Figures(NamedTuple):
    """One school in numbers; all plain, so that they can lie in scratch."""

    slug: str
    title: str
    numbers: int
    """Numbers in the school's books."""
    users: int
    """Accounts certified with one of them."""
    teachers: int
    managers: int
    courses: int
    classrooms: int
    sessions: int
    lately: int
    """Sessions begun in the last thirty days."""
    files: int
    bytes: int


COLUMNS = (
    Column(_("学校")), Column(_("代号"), "id"), Column(_("学籍"), "number"), Column(_("用户"), "number", _("已认证的账号")), Column(_("教师"), "number"), Column(_("管理员"), "number"),
    Column(_("课程"), "number"), Column(_("课堂"), "number"), Column(_("上课次数"), "number"), Column(_("近 30 天上课"), "number"), Column(_("文件"), "number"),
    Column(_("文件大小（MB）"), "number"),
)


def figures(school, now):
    """Count one school. Files are asked for their size on the disk; everything else is read from the tree."""
    rooms = list(classrooms(school))
    sessions = [session for room in rooms for session in room["sessions"].values()]
    kept = [size(blob) for blob in school["files"].values()]
    people = list(school["people"].values())
    return Figures(
        school.slug, school.title, len(people), sum(1 for entry in people if entry.aid), len(school.teachers), len(school.managers),
        sum(1 for course in courses(school) if not course.hidden), len(rooms), len(sessions),
        sum(1 for session in sessions if session.started and now - session.started < LATELY), len(kept), sum(kept))


def courses(school):
    return [course for course in school["courses"].values() if isinstance(course, Course)]


def classrooms(school):
    """Independent classrooms too, which hang in a teacher's hidden course."""
    for course in courses(school):
        for term in course.terms():
            if isinstance(term, Term):
                yield from term.classrooms()


def size(blob):
    """The bytes of a stored file; none of one that is gone from the disk."""
    try:
        with blob.open("r") as handle:
            return handle.seek(0, 2)
    except OSError:
        return 0


def table(rows):
    """All schools and their sum, as a table to show and to take away."""
    lines = [(one.title, one.slug, *one[2:-1], megabytes(one.bytes)) for one in rows]
    if len(rows) > 1:
        total = [sum(one[place] for one in rows) for place in range(2, len(Figures._fields))]
        lines.append((_("合计"), "", *total[:-1], megabytes(total[-1])))
    return Table("figures", COLUMNS, lines, _("各校统计"))


def megabytes(count):
    return round(count / (1 << 20), 1)
