"""Everybody of one check-in, sorted: counts, lists by status, newest first, what looks odd. Made once per drawing."""

import heapq
from collections import defaultdict
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from . import rules
from .rules import HERE, PENDING


class Mark(NamedTuple):
    """What a board reads of one record."""

    status: str | None = None
    at: datetime | None = None
    traits: rules.Traits = rules.Traits()


class Row(NamedTuple):
    """One person and how they stand."""

    person: Any
    record: Any
    status: str | None


class Finding(NamedTuple):
    """A hint with the people it is about."""

    sort: str
    people: tuple
    value: float | None


def mark_of(record):
    return Mark(record.status, record.at, rules.traits(record.data))


class Board:
    """Read once, asked often. 2,000 are counted and a few dozen shown, so a row is made for those who are asked for."""

    def __init__(self, activity):
        self.activity, self.people = activity, {person.aid: person for person in activity.people()}
        self.marks, self._aids = activity.records.read_by(mark_of), defaultdict(list)
        self._nothing = Mark(activity.status_of(Mark()))
        marks, nothing = self.marks, self._nothing
        for aid in self.people:
            self._aids[marks.get(aid, nothing).status or nothing.status].append(aid)

    def _status(self, aid):
        return self.marks.get(aid, self._nothing).status or self._nothing.status

    def _row(self, aid):
        return Row(self.people[aid], self.activity.record_of(aid), self._status(aid))

    @property
    def rows(self):
        return [self._row(aid) for aid in self.people]

    def by_status(self, status):
        return [self._row(aid) for aid in self._aids.get(status, ())]

    def count(self, status):
        return len(self._aids.get(status, ()))

    @property
    def here(self):
        return sum(self.count(status) for status in HERE)

    @property
    def expected(self):
        return len(self.people)

    @property
    def pending(self):
        return sorted(self.by_status(PENDING), key=lambda row: row.record.at)

    @property
    def waiting(self):
        """How many there are of whom nothing is known yet."""
        return self.count(None)

    def newest(self, most):
        """The last to come, first."""
        came = [(mark.at, aid) for status in HERE for aid in self._aids.get(status, ()) if (mark := self.marks[aid]).at is not None]
        return [self._row(aid) for _at, aid in heapq.nlargest(most, came)]

    @cached_property
    def findings(self):
        """What looks odd, with names."""
        marked = {aid: mark.traits for status in (*HERE, PENDING) for aid in self._aids.get(status, ()) if (mark := self.marks[aid])}
        return [Finding(hint.sort, tuple(self.people[aid] for aid in hint.people), hint.value) for hint in rules.hints(marked)]

    @property
    def odd(self):
        """The ids of everybody in a finding."""
        return {person.aid for finding in self.findings for person in finding.people}
