"""Everybody of one check-in, sorted: counts, lists by status, newest first, what looks odd. Made once per drawing."""

import heapq
from typing import Any, NamedTuple

from . import rules
from .rules import HERE, PENDING


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


class Board:
    """Read once, asked often."""

    def __init__(self, activity):
        self.activity = activity
        records = dict(activity.records.items())
        derived = activity.status_of if activity.closed else (lambda record: None)
        self.rows = [self._row(person, records.get(person.aid) or activity.record_of(person.aid), derived) for person in activity.people()]
        self.by_status = {}
        for row in self.rows:
            self.by_status.setdefault(row.status, []).append(row)

    def _row(self, person, record, derived):
        status = record.status
        return Row(person, record, derived(record) if status is None else status)

    def count(self, status):
        return len(self.by_status.get(status, ()))

    @property
    def here(self):
        return sum(self.count(status) for status in HERE)

    @property
    def expected(self):
        return len(self.rows)

    @property
    def pending(self):
        return sorted(self.by_status.get(PENDING, ()), key=lambda row: row.record.at)

    @property
    def waiting(self):
        """Those of whom nothing is known yet."""
        return self.by_status.get(None, [])

    def newest(self, most):
        """The last to come, first."""
        marked = (row for status in HERE for row in self.by_status.get(status, ()) if row.record.at is not None)
        return heapq.nlargest(most, marked, key=lambda row: row.record.at)

    @property
    def findings(self):
        """What looks odd, with names."""
        rows = {row.person.aid: row for status in (*HERE, PENDING) for row in self.by_status.get(status, ())}
        found = rules.hints({aid: kept for aid, row in rows.items() if (kept := row.record.data)})
        return [Finding(hint.sort, tuple(rows[aid].person for aid in hint.people), hint.value) for hint in found]

    @property
    def odd(self):
        """The ids of everybody in a finding."""
        return {person.aid for finding in self.findings for person in finding.people}
