"""Access diary: who looked at a student's attendance and marks, and who changed them.

A look is a reading, and reading writes nothing: it goes to scratch first, one line for each person, page and day, and the jobs
carry it into the classroom. What was changed stands with the records themselves, so nothing can be left out.
"""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from ..model.activities import DRAFT
from ..model.base import find, path_of
from ..model.classrooms import Classroom
from ..model.diary import EVERYBODY, Diary, Look
from ..model.gradebook import EMPTY
from .looking import history
from .tasks import tasks_of

SPACE = "looks"
AGAIN_S = 600
"""The same look within ten minutes is one look."""
MARK = "\t"


class Change(NamedTuple):
    """Somebody changed a record, or put a value into the gradebook."""

    at: datetime
    by: str
    activity: Any
    """None for a cell of the gradebook."""
    column: str
    before: Any
    after: Any
    why: str


# Looking ---------------------------------------------------------------------------------------------------------------------

def look(scratch, school, room, aid, by, what, about, now):
    """Note that `by` has a page open that shows the records of `aid`, or everybody's (None)."""
    key = MARK.join((school.slug, path_of(room), aid or EVERYBODY, now.date().isoformat(), by, what, about))
    known = scratch.get(SPACE, key)
    stamp = now.timestamp()
    if known is None:
        scratch.put(SPACE, key, [stamp, stamp, 1])
    elif stamp - known[1] > AGAIN_S:
        scratch.put(SPACE, key, [known[0], stamp, known[2] + 1])


def waiting(scratch, slug, path="", aid=None):
    """[(key, value, path of the room, whose, Look)] that the jobs have not carried yet."""
    prefix = MARK.join(part for part in (slug, path, aid) if part) + MARK
    return [(key, value, *read(key, value)) for key, value in scratch.items(SPACE, prefix)]


def read(key, value):
    _slug, path, aid, _day, by, what, about = key.split(MARK)
    first, last, times = value
    return path, aid, Look(by, what, about, moment(first), moment(last), times)


def moment(stamp):
    return datetime.fromtimestamp(stamp, UTC)


def carry(school, found):
    """Write looks into their classrooms. A room that is gone takes its looks along."""
    for path, aid, one in found:
        room = find(school, path)
        if isinstance(room, Classroom):
            if room.diary is None:
                room.diary = Diary()
            room.diary.note(aid, *one)


def looks_at(scratch, school, room, aid):
    """The looks at one person's records, the newest first; those that still wait with them."""
    return _newest([*(room.diary.of(aid) if room.diary else ()), *(one for *_rest, one in waiting(scratch, school.slug, path_of(room), aid))])


def looks_at_everybody(scratch, school, room, member):
    """The looks at the whole class while this person belonged to it."""
    found = looks_at(scratch, school, room, EVERYBODY)
    return [one for one in found if member.was_here(one.first) or member.was_here(one.last)]


def _newest(looks):
    """A look that was carried already and one of the same day that waits are one line."""
    joined: dict = {}
    for one in looks:
        key = (one.last.date(), one.by, one.what, one.about)
        before = joined.get(key)
        joined[key] = one if before is None else one._replace(first=min(before.first, one.first), last=max(before.last, one.last), times=before.times + one.times)
    return sorted(joined.values(), key=lambda one: one.last, reverse=True)


# Changing --------------------------------------------------------------------------------------------------------------------

def changes_of(room, host, school, aid):
    """Every correction of one person's records and every value that a teacher put into the gradebook for them, the newest first."""
    lived = [activity for _session, activities in history(room, host, school) for activity in activities]
    lived += [activity for activity in tasks_of(room, host, school) if activity.state != DRAFT]
    found = [change for activity in lived for change in _corrections(activity, aid)]
    return sorted([*found, *_cells(room, aid)], key=lambda change: change.at, reverse=True)


def _corrections(activity, aid):
    return [Change(at, by, activity, "", before, after, why) for at, by, before, after, why in activity.record_of(aid).history if by != aid]


def _cells(room, aid):
    book = room.book or EMPTY
    for key in book.cells:
        column, _, whose = key.rpartition("/")
        before = None
        for entry in book.history(column, aid) if whose == aid else ():
            yield Change(entry.at, entry.by, None, column, before, entry.value, entry.why)
            before = entry.value
