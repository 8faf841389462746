"""A classroom 课堂: one real teaching class, used all term."""

from typing import NamedTuple

from BTrees.OOBTree import OOBTree, OOSet

from ..permissions import ASSISTANT, PARTICIPATE, STUDENT, TEACH, TEACHER, VIEW
from .base import Folder, Numbered, Place
from .people import within


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
    # Written by every join once the room is nearly full, so that two that meet notice one another.
    last_places = 0
    grants = {
        TEACHER: {VIEW, TEACH},
        ASSISTANT: {VIEW, TEACH},
        STUDENT: {VIEW, PARTICIPATE},
    }

    def __init__(self, title, code, where="", times=""):
        super().__init__(plans=Folder(), tasks=Numbered(), sessions=Sessions())
        self.title = title
        self.code = code
        self.where = where
        self.times = times
        self.members = OOBTree()
        self.teachers = OOBTree()
        self.archived = None
        self.kept_out = OOSet()

    def roles_of(self, aid):
        role = self.teachers.get(aid)
        if role:
            return (role,)
        member = self.members.get(aid)
        return (STUDENT,) if member and member["spans"] and member["spans"][-1][1] is None else ()

    def member(self, aid):
        """The member with this account, or None."""
        kept = self.members.get(aid)
        return Member(aid, **kept) if kept else None

    def everyone(self):
        """All members there ever were."""
        return [Member(aid, **kept) for aid, kept in self.members.items()]

    def present(self):
        """The members of today, simulated students left out."""
        return [member for member in self.everyone() if member.active and not member.simulated]

    def number_present(self):
        """How many that are, without making them."""
        return sum(1 for kept in self.members.values() if kept["spans"] and kept["spans"][-1][1] is None and not kept.get("simulated"))

    def set_member(self, aid, **facts):
        """Write one member's facts (name, number, cohort, spans, certified …)."""
        kept = self.members.get(aid) or {"name": "", "number": "", "cohort": "", "spans": (), "certified": True}
        self.members[aid] = {**kept, **facts}


class Sessions(Numbered):
    """The sessions of a classroom; at most one is running."""

    running_number = None

    @property
    def running(self):
        return self.get(self.running_number) if self.running_number else None
