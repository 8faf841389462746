"""Administrative classes 行政班: made, filled, emptied, and enrolled in a course all at once."""

from ..activity import Refused
from ..model.base import find
from ..model.courses import Course, Term
from ..model.people import Cohort
from ..words import translator
from . import auditing, enrolling
from .people import directory

_ = translator("mooctang_core")
TITLE_MAX = 60


def create(school, title, now, by, head=None):
    """A new class with the next number; Refused when the name is taken or none."""
    title = " ".join((title or "").split())[:TITLE_MAX]
    if not title:
        raise Refused(_("请写上班级名称。"))
    if "/" in title or "\\" in title:
        raise Refused(_("班级名称里不能有斜线。"))
    if title in school["cohorts"]:
        raise Refused(_("已经有叫“${title}”的班级了。", title=title))
    cohort = made(school, title)
    cohort.head = head
    auditing.log(school, by, "class-created", title, now, code=cohort.code)
    return cohort


def made(school, title):
    """The class of this name, made with the next number when it is not there."""
    if title not in school["cohorts"]:
        cohort = school["cohorts"][title] = Cohort(title)
        cohort.code = f"C{next_code(school):05d}"
    return school["cohorts"][title]


def next_code(school):
    school.dates["last_class"] = number = max(school.dates.get("last_class", 0), len(school["cohorts"]) - 1) + 1
    return number


def set_head(school, title, aid, now, by, name=""):
    cohort = school["cohorts"][title]
    if cohort.head != aid:
        cohort.head = aid
        auditing.log(school, by, "class-head", title, now, name=name)


def move(school, entry, title, now):
    """Put a number into a class, out of the one it was in; "" leaves it in none."""
    if entry.cohort and entry.cohort != title and entry.cohort in school["cohorts"]:
        school["cohorts"][entry.cohort].leave(entry.number, now)
    entry.cohort = title or None
    if title:
        made(school, title).join(entry.number, now)
    directory.note(school, entry)


def add(school, title, numbers, now, by):
    """Take numbers into a class. Returns (how many are new, the numbers that the school does not know)."""
    unknown, new = [], 0
    for number in dict.fromkeys(numbers):
        entry = school["people"].get(school.full_number(number))
        if entry is None or entry.role != "student":
            unknown.append(number)
        elif entry.cohort != title or number not in school["cohorts"][title].now():
            new += entry.cohort != title
            move(school, entry, title, now)
    if new:
        auditing.log(school, by, "class-joined", title, now, count=new)
    return new, unknown


def remove(school, title, numbers, now, by):
    """Take numbers out of a class; their records and everything else stay. Returns how many."""
    gone = 0
    for number in dict.fromkeys(numbers):
        entry = school["people"].get(number)
        if entry is not None and entry.cohort == title:
            move(school, entry, "", now)
            gone += 1
        elif number in school["cohorts"][title].members:
            school["cohorts"][title].leave(number, now)
    if gone:
        auditing.log(school, by, "class-left", title, now, count=gone)
    return gone


def rename(school, title, new, now, by):
    """Another name for a class; whoever is in it, and its dates, stay."""
    new = " ".join((new or "").split())[:TITLE_MAX]
    if new == title:
        return
    if not new or "/" in new or "\\" in new:
        raise Refused(_("请写上班级名称，里面不能有斜线。"))
    if new in school["cohorts"]:
        raise Refused(_("已经有叫“${title}”的班级了。", title=new))
    cohort = school["cohorts"][title]
    del school["cohorts"][title]
    cohort.title = new
    school["cohorts"][new] = cohort
    for number in cohort.now():
        entry = school["people"].get(number)
        if entry is not None:
            entry.cohort = new
            directory.note(school, entry)
    auditing.log(school, by, "class-renamed", new, now, before=title)


def remove_empty(school, title, now, by):
    """A class that never had anybody, or has nobody left, is taken off the list."""
    if school["cohorts"][title].now():
        raise Refused(_("班里还有学生，不能删除。请先把他们移到别的班。"))
    del school["cohorts"][title]
    auditing.log(school, by, "class-deleted", title, now)


# Courses -----------------------------------------------------------------------------------------------------------------------

def terms(school, today):
    """[(path, course, term)] that a class may be enrolled in: of courses that are shown, and not over yet."""
    found = [(f"/courses/{course.__name__}/{term.__name__}", course, term) for course in school["courses"].values() if not course.hidden
             for term in course.terms() if isinstance(term, Term) and (term.ends is None or term.ends >= today)]
    return sorted(found, key=lambda one: (one[1].title, one[2].title))


def enrol(school, titles, path, now, by):
    """班级批量选课: everybody of these classes takes the course. Returns (new, already there, without an account)."""
    term = find(school, path)
    if not isinstance(term, Term) or not isinstance(term.__parent__, Course):
        raise Refused(_("请选一门课程。"))
    new = there = without = 0
    for title in titles:
        for number in school["cohorts"][title].now() if title in school["cohorts"] else ():
            entry = school["people"].get(number)
            if entry is None or not entry.aid:
                without += 1
            elif enrolling.enrol(term, entry.aid, now, f"class:{title}"):
                new += 1
            else:
                there += 1
    auditing.log(school, by, "class-enrolled", "、".join(titles)[:200], now, title=term.__parent__.title, count=new)
    return new, there, without
