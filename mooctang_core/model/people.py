"""People as a school knows them: a number in its books, an administrative class, perhaps an account."""

from BTrees.OOBTree import OOBTree

from .base import Resource


class RosterEntry(Resource):
    """One number of a school: real name, administrative class, and the account it is certified with."""

    def __init__(self, number, name, cohort=None, role="student", aid=None):
        self.number = number
        self.name = name
        self.cohort = cohort
        self.role = role
        self.aid = aid
        self.details = {}


class Cohort(Resource):
    """行政班: head teacher, and members with the dates from and to which they belong."""

    code = ""
    """Its number, given by the school when the class was made."""

    def __init__(self, title, head=None):
        self.title = title
        self.head = head
        self.members = OOBTree()

    def join(self, number, since):
        spans = self.members.get(number, ())
        if not spans or spans[-1][1] is not None:
            self.members[number] = (*spans, (since, None))

    def leave(self, number, until):
        spans = self.members.get(number, ())
        if spans and spans[-1][1] is None:
            self.members[number] = (*spans[:-1], (spans[-1][0], until))

    def now(self):
        """The numbers that belong today."""
        return [number for number, spans in self.members.items() if spans and spans[-1][1] is None]

    def on(self, moment):
        """The numbers that belonged at a moment."""
        return [number for number, spans in self.members.items() if within(spans, moment)]


def within(spans, moment):
    """Whether a moment lies in one of the spans (from, to or None)."""
    return any(since <= moment and (until is None or moment < until) for since, until in spans)
