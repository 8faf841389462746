"""What two things of one person make together, where both accounts had one."""

from ...model.classrooms import Classroom
from ...model.courses import Course
from ...model.diary import Diary
from ...model.gradebook import Gradebook
from ...model.inbox import MOST, Inbox
from ...model.outbox import Letter
from ...model.packs import Pack
from ...model.schools import School
from ...model.sessions import Session
from ...permissions import ASSISTANT, LEAD, TEACHER
from .names import joined

SMALL = (Inbox, Pack, Letter)
RANKS = (LEAD, TEACHER, ASSISTANT)


class Places:
    """How things are joined, by the object that holds them and the name under which it does."""

    def __init__(self, activity_of):
        self.activity_of = activity_of
        """node -> the living activity, whose plugin may know better."""

    def join(self, owner, name, mine, theirs):
        """One of two that lie under the same key now: `mine` is the kept account's."""
        if isinstance(mine, Inbox):
            return inbox(mine, theirs)
        step = STEPS.get((type(owner), name))
        return step(mine, theirs) if step else joined(mine, theirs) if not hasattr(mine, "_p_jar") else mine

    def record(self, node, theirs, mine):
        """Which of two records stays: the plugin says."""
        return self.activity_of(node).merge(theirs, mine)

    def attribute(self, thing, name, names, value):
        """The value of an attribute under the new names."""
        found = names(value)
        if found is not value and isinstance(thing, Session) and name == "people_then":
            return tuple(dict.fromkeys(found))
        return found


def inbox(mine, theirs):
    """Both, newest first, as an object of its own."""
    made = Inbox()
    made.names = tuple(sorted({*mine.names, *theirs.names}, reverse=True))[:MOST]
    made.unread = tuple(name for name in made.names if name in mine.unread or name in theirs.unread)
    return made


def member(mine, theirs):
    """A membership with the times of both; whoever was there first is no longer new."""
    return {**theirs, **{key: value for key, value in mine.items() if value not in ("", None)}, "spans": spans(mine["spans"], theirs["spans"]),
            "certified": bool(mine.get("certified", True) or theirs.get("certified", True)), **extra(mine, theirs)}


def extra(mine, theirs):
    both = joined(dict(mine.get("extra") or {}), dict(theirs.get("extra") or {}))
    return {"extra": both} if both else {}


def spans(mine, theirs):
    """The times of both as one row of times: what touches is one."""
    found: list = []
    for since, until in sorted({*map(tuple, mine), *map(tuple, theirs)}, key=lambda span: (span[0], span[1] is None)):
        if found and (found[-1][1] is None or since <= found[-1][1]):
            last = found[-1]
            found[-1] = (last[0], None if last[1] is None or until is None else max(last[1], until))
        else:
            found.append((since, until))
    return tuple(found)


def rank(mine, theirs):
    return min(mine, theirs, key=lambda role: RANKS.index(role) if role in RANKS else len(RANKS))


def role(mine, theirs):
    """The stronger part; where it is kept with more facts, the stronger one's."""
    return rank(mine, theirs) if isinstance(mine, str) and isinstance(theirs, str) else joined(mine, theirs)


def cell(mine, theirs):
    """A cell of the gradebook: what was written last stands."""
    return tuple(sorted({*map(tuple, mine), *map(tuple, theirs)}, key=lambda entry: entry[0]))


def looks(mine, theirs):
    """Who looked at the records of both: a line for each person, page and day."""
    found = dict(theirs)
    for key, (first, last, times) in mine.items():
        was = found.get(key)
        found[key] = (first, last, times) if was is None else (min(first, was[0]), max(last, was[1]), times + was[2])
    return found


STEPS = {
    (Diary, "_of"): looks,
    (Classroom, "members"): member, (Classroom, "teachers"): role, (Course, "team"): role, (Gradebook, "cells"): cell,
    (School, "places"): lambda mine, theirs: tuple(dict.fromkeys((*mine, *theirs))),
}
