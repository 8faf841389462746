"""课堂: who may make one and linked to what; its code, its name and times, and how it ends."""

import hashlib
import secrets
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..activity import Refused
from ..changes import changed
from ..model.base import above, find, hold_current, path_of
from ..model.classrooms import Classroom
from ..model.courses import Course, Term
from ..permissions import LEAD, TEACHER
from ..words import translator
from . import auditing, timetable
from .teaching import room_changed
from .verifying import is_teacher

_ = translator("mooctang_core")
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Nothing that looks like something else: no 0 O 1 I L."""
CODE_LENGTH = 6
RENEWED = "renewed"
NAME_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


# Who may make one ---------------------------------------------------------------------------------------------------------

def is_approved(school, account):
    """An approved teacher of this school: made one by it, or verified."""
    return account is not None and is_teacher(school, account.aid)


class Linkable(NamedTuple):
    """A term that a classroom may be linked to."""

    path: str
    course: Any
    term: Any
    imported: bool


def linkable(school, account, now):
    """The terms that are not over of one's own courses (not as an assistant), and for an approved teacher of those that the school imported."""
    today, approved, found = day_at(school, now), is_approved(school, account), []
    for course in school["courses"].values():
        own = course.team.get(account.aid) in (LEAD, TEACHER)
        if not course.hidden and (own or (approved and is_imported(course) and course.shown)):
            found += [Linkable(path_of(term), course, term, not own) for term in course.terms() if isinstance(term, Term) and not is_over(term, today)]
    return sorted(found, key=lambda each: (each.imported, each.course.title, each.term.title))


def is_imported(course):
    """Whether the school uses this course of somebody else: under a licence of the alliance, or following another."""
    return course.licence is not None or course.source is not None


def is_over(term, today):
    return term.ends is not None and term.ends < today


def day_at(school, moment):
    return moment.astimezone(ZoneInfo(school.timezone)).date()


def may_make(school, account, now):
    """Whether this person may make any classroom at all."""
    return account is not None and (is_approved(school, account) or bool(linkable(school, account, now)))


# Making -------------------------------------------------------------------------------------------------------------------

def make(school, alliance, account, facts, term_path, now, own=""):
    """A classroom linked to the term at a path, or an independent one when the path is empty. Refused in words otherwise.

    `own` is what a teacher's own course is to be called when this is the first classroom in it.
    """
    term = _linked(school, account, term_path, now) if term_path else _own_term(school, account, now, own or account.name)
    room = Classroom(facts["title"], new_code(alliance), where=facts["where"], times=facts["times"])
    term[_new_name(term)] = room
    room.teachers[account.aid] = TEACHER
    school.remember_place(account.aid, path_of(room))
    alliance.codes[room.code] = (school.slug, path_of(room))
    auditing.log(school, account.aid, "room-made", path_of(room), now, title=room.title)
    return room


def _linked(school, account, path, now):
    term = next((each.term for each in linkable(school, account, now) if each.path == path), None)
    if term is None:
        raise Refused(_("不能关联到这个学期：它已经结束，或者你不是这门课的老师。请重新选择。"))
    return term


def _own_term(school, account, now, title):
    """Where a teacher's independent classrooms hang: this term of their own course, which no catalogue shows."""
    if not is_approved(school, account):
        raise Refused(_("通过教师认证后才能新建独立课堂。"))
    course = own_course(school, account.aid)
    if course is None:
        name = own_course_name(account.aid)
        while name in school["courses"]:
            name += "-a"
        course = school["courses"][name] = Course(title, lead=account.aid, hidden=True)
    word, term, starts, ends = timetable.term_of(day_at(school, now))
    if word not in course:
        course[word] = Term(term, starts, ends)
    return course[word]


def own_course(school, aid):
    """The hidden course of a teacher; it may have come from another account of theirs, with its classrooms. None before the first."""
    known = [school["courses"].get(own_course_name(aid)), *(above(room, Course) for room in rooms_of(school, aid))]
    return next((course for course in known if course is not None and course.hidden and course.team.get(aid) == LEAD), None)


def own_course_name(aid):
    """The address of a teacher's own course; it does not tell the account."""
    return f"own-{hashlib.blake2b(aid.encode(), digest_size=6).hexdigest()}"


def new_code(alliance):
    """A join code that nobody has or ever had; with a letter in it, so that nobody takes it for the six digits of a wall."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
        if code not in alliance.codes and not code.isdigit():
            return code


def _new_name(term):
    """The classroom's part of its address: never its code, and never one that was somebody else's."""
    while True:
        name = "r" + "".join(secrets.choice(NAME_LETTERS) for _letter in range(6))
        if name not in term and name not in term.rooms:
            return name


# The code -----------------------------------------------------------------------------------------------------------------

def renew_code(room, school, alliance, by, now):
    """A new code after a leak: the old one says from now on that it was renewed, and every address stays."""
    path = path_of(room)
    alliance.codes[room.code] = (school.slug, path, RENEWED)
    room.code = new_code(alliance)
    alliance.codes[room.code] = (school.slug, path)
    auditing.log(school, by, "room-code", path, now, title=room.title)
    room_changed(room, school)


def is_renewed(target):
    """Whether what the alliance holds for a code says that it was good once."""
    return len(target) > 2 and target[2] == RENEWED


def ensure_code(room, school, alliance):
    """Write a code down again that the alliance does not know: a school in a database of its own was restored, or one of two commits was lost."""
    if room.code not in alliance.codes:
        alliance.codes[room.code] = (school.slug, path_of(room))


# Name, times, and the end ---------------------------------------------------------------------------------------------------

def describe(room, school, facts, by, now):
    """Name, place and times."""
    if (room.title, room.where, room.times) != (facts["title"], facts["where"], facts["times"]):
        before = room.title
        room.title, room.where, room.times = facts["title"], facts["where"], facts["times"]
        auditing.log(school, by, "room-edited", path_of(room), now, title=room.title, before=before)
        room_changed(room, school)


def why_not_delete(room):
    """The reason why a classroom cannot be deleted; None when it can."""
    if len(room["sessions"]):
        return _("已经上过课，不能删除。可以归档：记录都保留。")
    if any(not record.blank for task in room["tasks"].values() for record in task.records.values()):
        return _("已经有学生完成了课外任务，不能删除。可以归档：记录都保留。")
    return None


def delete(room, school, by, now):
    """Take a classroom away in which no class was ever held. Its code is never given to another."""
    hold_current(room["sessions"])
    reason = why_not_delete(room)
    if reason is not None:
        raise Refused(reason)
    # Written, so that whoever begins a class here at this moment notices.
    room.archived = now
    path, people = path_of(room), [*room.members, *room.teachers]
    for aid in people:
        school.forget_place(aid, path)
    changed(school, path, "revoke", people)
    auditing.log(school, by, "room-deleted", path, now, title=room.title)
    del room.__parent__[room.__name__]


def archive(room, school, by, now):
    """Put a classroom away: nobody joins it any more and no class begins in it; what was, can still be read."""
    hold_current(room["sessions"])
    if room["sessions"].running is not None:
        raise Refused(_("正在上课，下课后才能归档。"))
    if not room.archived:
        room.archived = now
        auditing.log(school, by, "room-archived", path_of(room), now, title=room.title)
        room_changed(room, school)


def unarchive(room, school, by, now):
    if room.archived:
        room.archived = None
        auditing.log(school, by, "room-restored", path_of(room), now, title=room.title)
        room_changed(room, school)


def refuse_archived(room):
    """Before a class begins; what is put away at the same moment comes first."""
    hold_current(room)
    if room.archived:
        raise Refused(_("这个课堂已经归档。要再上课，请先在课堂设置里恢复它。"))


# One's own ------------------------------------------------------------------------------------------------------------------

def rooms_of(school, aid):
    """The classrooms a person teaches or attends, the running ones first, then by course."""
    rooms = [room for path in school.places.get(aid, ()) if isinstance(room := find(school, path), Classroom)]
    return sorted(rooms, key=lambda room: (room["sessions"].running is None, above(room, Course).title, room.title))
