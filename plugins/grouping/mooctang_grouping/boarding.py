"""Everybody of a classroom by groups, for pages and walls. Made once per drawing."""

from typing import NamedTuple

from .ledger import Ledger


class Shown(NamedTuple):
    """A group with its people, by their numbers."""

    id: str
    name: str
    people: list

    @property
    def members(self):
        return [person.aid for person in self.people]


class Board:
    """The groups now, or as they were at a moment; `find` leaves those in which somebody's name or number matches."""

    def __init__(self, room, moment=None, find=""):
        known = {member.aid: member for member in (room.everyone() if room is not None else ())}
        groups = Ledger(room).groups(moment) if room is not None else []
        self.groups = [Shown(group.id, group.name, sorted((known[aid] for aid in group.members if aid in known), key=by_number)) for group in groups]
        grouped = {aid for group in groups for aid in group.members}
        self.loose = sorted((m for m in known.values() if m.aid not in grouped and not m.simulated and here(m, moment)), key=by_number)
        self.number = len(grouped) + len(self.loose)
        if find:
            self._keep(find.casefold())

    def _keep(self, find):
        self.groups = [group for group in self.groups if find in group.name.casefold() or any(matches(person, find) for person in group.people)]
        self.loose = [person for person in self.loose if matches(person, find)]


def by_number(person):
    return person.number, person.name


def here(member, moment):
    return member.active if moment is None else member.was_here(moment)


def matches(person, find):
    return find in person.name.casefold() or find in person.number.casefold()
