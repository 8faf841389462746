"""A classroom 课堂: one real teaching class, used all term."""

from operator import attrgetter
from typing import NamedTuple

from BTrees.OOBTree import OOBTree, OOSet

from ..permissions import ASSISTANT, MANAGE, PARTICIPATE, STUDENT, TEACH, TEACHER, VIEW
from ..words import translator
from .base import Folder, Numbered, Place, lineage
from .people import within
from .sessions import Tasks
from .simulated import is_simulated, teacher_of

_ = translator("mooctang_core")
SIMULATED = _("模拟学生")
BY_NUMBER = attrgetter("number", "name")


class Member(NamedTuple):
    """A student of a classroom as handed out: stored as a plain dictionary, so that a room of 2,000 is 70 objects."""

    aid: str
    name: str
    number: str = ""
    cohort: str = ""
    spans: tuple = ()
    certified: bool = True
    simulated: bool = False
    extra: dict = {}

    def was_here(self, moment):
        return within(self.spans, moment)

    @property
    def active(self):
        return bool(self.spans) and self.spans[-1][1] is None


class Classroom(Place):
    """Members with dates, teachers, a join code, and the rooms plans, tasks and sessions."""

    rooms = ("plans", "tasks", "sessions")
    # Simulated students stand apart, so that whoever lists or counts members never meets one: {their aid: since when}.
    simulated = None
    # Written by every join once the room is nearly full, so that two that meet notice one another.
    last_places = 0
    # The teacher's half of the gradebook; made when a teacher first writes in it.
    book = None
    # Who looked at attendance and marks, see model.diary.
    diary = None
    # What each assistant was allowed, {aid: duties}; one who is not in it may do everything that assistants can be allowed.
    duties = None
    grants = {
        TEACHER: {VIEW, TEACH, MANAGE},
        ASSISTANT: {VIEW, TEACH},
        STUDENT: {VIEW, PARTICIPATE},
    }

    def __init__(self, title, code, where="", times=""):
        super().__init__(plans=Folder(), tasks=Tasks(), sessions=Sessions())
        self.title = title
        self.code = code
        self.where = where
        self.times = times
        self.members = OOBTree()
        self.teachers = OOBTree()
        self.archived = None
        self.kept_out = OOSet()

    def roles_of(self, aid):
        if is_simulated(aid):
            return (STUDENT,) if aid in (self.simulated or ()) and teaches(self, teacher_of(aid)) else ()
        role = self.teachers.get(aid)
        if role:
            return (role,)
        member = self.members.get(aid)
        return (STUDENT,) if member and member["spans"] and member["spans"][-1][1] is None else ()

    def member(self, aid):
        """The member with this account, or None."""
        if is_simulated(aid):
            return simulated_member(self, aid)
        kept = self.members.get(aid)
        return Member(aid, **kept) if kept else None

    def everyone(self):
        """All members there ever were, by number, simulated students left out; remembered until somebody comes or goes."""
        return list(self._known()[0])

    def present(self):
        """The members of today."""
        return list(self._known()[1])

    def concerned(self, records):
        """The members of today, and of those who left whoever has a record."""
        everyone, present = self._known()
        if len(everyone) == len(present):
            return list(present)
        return [member for member in everyone if member.active or member.aid in records]

    def _known(self):
        """(all, those of today), by number."""
        stamp = serials(self.members)
        known = self.__dict__.get("_v_known")
        if stamp is None or known is None or known[0] != stamp:
            everyone = sorted((Member(aid, **kept) for aid, kept in self.members.items()), key=BY_NUMBER)
            known = self._v_known = (stamp, (everyone, [member for member in everyone if member.active]))
        return known[1]

    def number_present(self):
        """How many that are, without making them."""
        return sum(1 for kept in self.members.values() if kept["spans"] and kept["spans"][-1][1] is None)

    def care_of(self, aid):
        """What was agreed for one member, e.g. {"time": 1.5}."""
        kept = self.members.get(aid)
        return dict((kept.get("extra") or {}).get("care") or {}) if kept else {}

    def cared_for(self):
        """The members of today for whom something was agreed."""
        return [member.aid for member in self.present() if member.extra.get("care")]

    def set_member(self, aid, **facts):
        """Write one member's facts (name, number, cohort, spans, certified …)."""
        kept = self.members.get(aid) or {"name": "", "number": "", "cohort": "", "spans": (), "certified": True}
        self.members[aid] = {**kept, **facts}


def serials(tree):
    """What changes whenever anything in a tree was changed; None while this transaction itself is changing it."""
    jar = tree._p_jar
    if jar is None or jar._savepoint_storage is not None:
        return None
    tree._p_activate()
    found, bucket = [tree._p_serial], tree._firstbucket
    while bucket is not None:
        if bucket._p_changed or tree._p_changed:
            return None
        found.append(bucket._p_serial)
        bucket = bucket._next
    return found


def simulated_member(room, aid):
    """How a simulated student stands in a room: like a member, but in nobody's list."""
    since = (room.simulated or {}).get(aid)
    return Member(aid, SIMULATED, spans=((since, None),), simulated=True) if since else None


def teaches(room, aid):
    """Whether this account teaches here, by a role at the room or above it."""
    return any(TEACH in place.grants.get(role, ()) for place in lineage(room) for role in place.roles_of(aid))


class Sessions(Numbered):
    """The sessions of a classroom; at most one is running."""

    running_number = None
    made: tuple = ()

    @property
    def running(self):
        return self.get(self.running_number) if self.running_number else None
