"""What two accounts hold, school by school, before they become one. Reads only, and nobody else's records."""

from typing import Any, NamedTuple

from ...model.activities import ActivityNode
from ...model.base import find
from ...model.classrooms import Classroom
from .school import places_of


class Held(NamedTuple):
    """What one account has in one school."""

    number: str | None
    rooms: list
    taught: list
    answers: set
    """The paths of the activities in which it has a record."""
    notices: int
    manages: bool

    def __bool__(self):
        return bool(self.number or self.rooms or self.taught or self.notices or self.manages)


class Both(NamedTuple):
    """The two in one school."""

    slug: str
    title: str
    mine: Held
    theirs: Held

    @property
    def twice(self):
        """In how many activities both took part."""
        return len(self.mine.answers & self.theirs.answers)

    @property
    def numbers(self):
        """The two numbers, where a choice is to be made."""
        found = (self.mine.number, self.theirs.number)
        return found if all(found) and found[0] != found[1] else ()


def both(school, mine: Any, theirs: Any):
    return Both(school.slug, school.title, held(school, mine), held(school, theirs))


def held(school, account):
    aid = account.aid
    found = [find(school, path) for path in dict.fromkeys((*school.places.get(aid, ()), *places_of(school, aid)))]
    rooms = [room for room in found if isinstance(room, Classroom)]
    inbox = (school.inboxes or {}).get(aid)
    return Held(account.certifications.get(school.slug), [name(room) for room in rooms if aid in room.members], [name(room) for room in rooms if aid in room.teachers],
                {path for room in rooms for path in answered(room, aid)}, len(inbox.names) if inbox is not None else 0, aid in school.managers)


def name(room):
    return f"{room.__parent__.__parent__.title} · {room.title}"


def answered(room, aid):
    for session in (*room["sessions"].values(), room["tasks"]):
        for node in session.values():
            record = node.records.get(aid) if isinstance(node, ActivityNode) else None
            if record is not None and not record.blank:
                yield f"{room.__name__}/{session.__name__}/{node.__name__}"


def touched(school, aid):
    """Whether a school holds anything of an account."""
    return bool(aid in school.places or aid in school.managers or aid in school.teachers or aid in (school.inboxes or ()) or places_of(school, aid))
