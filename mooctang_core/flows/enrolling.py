"""Taking a course 选课: who is enrolled in a term, since when, and by which way they came."""

from ..model.base import above, find
from ..model.classrooms import Classroom
from ..model.courses import Course, Term
from ..model.people import within

BY_ROOM = "room"


def enrol(term, aid, now, by=""):
    """Enrol somebody from now on; False when they are already. `by` is a short word: "self", "room", "class:一班".

    Who was enrolled before and comes back keeps the dates of then.
    """
    kept = term.enrolled.get(aid) or {"spans": ()}
    if _current(kept):
        return False
    term.enrolled[aid] = {**kept, "spans": (*kept["spans"], (now, None)), "by": by}
    return True


def withdraw(term, aid, now):
    """End an enrolment; the dates stay. False when there was none."""
    kept = term.enrolled.get(aid)
    if not _current(kept):
        return False
    *before, (since, _until) = kept["spans"]
    term.enrolled[aid] = {**kept, "spans": (*before, (since, now))}
    return True


def is_enrolled(term, aid, moment=None):
    """Whether this account takes the course in this term: now, or at a moment."""
    kept = term.enrolled.get(aid)
    return _current(kept) if moment is None else bool(kept) and within(kept["spans"], moment)


def enrolled_in(term):
    """The account ids of all who are enrolled today."""
    return [aid for aid, kept in term.enrolled.items() if _current(kept)]


def _current(kept):
    return bool(kept) and bool(kept["spans"]) and kept["spans"][-1][1] is None


# Through a classroom -----------------------------------------------------------------------------------------------------

def linked_term(room):
    """The term that a classroom is linked to; None for an independent one."""
    term, course = above(room, Term), above(room, Course)
    return None if term is None or course is None or course.hidden else term


def enrol_through(room, aid, certified, now):
    """What joining a linked classroom does: everybody takes a MOOC, and a SPOC whoever is certified at this school. No password is asked.
    A course that is not shown (in review, offline) takes nobody new."""
    term = linked_term(room)
    if term is None or not above(term, Course).shown or not (certified or is_open(room)):
        return False
    return enrol(term, aid, now, BY_ROOM)


def is_open(room):
    """Whether the course of a classroom is a MOOC, which everybody may take."""
    return above(room, Course).open_to_all


def complete(school, aid, now, **facts):
    """Certification completes what waited for it: in every classroom of this person the school's own facts (name, number, cohort),
    and the courses that these classrooms are linked to. Called in the transaction that certifies; doing it twice is once."""
    for path in school.places.get(aid, ()):
        room = find(school, path)
        member = room.member(aid) if isinstance(room, Classroom) else None
        if member is not None:
            room.set_member(aid, certified=True, **facts)
            if member.active:
                enrol_through(room, aid, True, now)


def uncertify(school, aid):
    """A certification that is given back: the classrooms show it; number, records and enrolments stay."""
    for path in school.places.get(aid, ()):
        room = find(school, path)
        if isinstance(room, Classroom) and room.member(aid) is not None:
            room.set_member(aid, certified=False)
