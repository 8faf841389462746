"""The book of what staff did: numbered lines, each of which holds the fingerprint of all before it."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from BTrees.IOBTree import IOBTree
from persistent import Persistent

from ..plain import frozen, plain

NOTHING = "0" * 64


class Entry(NamedTuple):
    """One line. `by` is an account's id, "" for the machine; `about` is what it was done to; `facts` are plain and hold no secrets."""

    number: int
    at: datetime
    by: str
    deed: str
    about: str
    facts: dict
    mark: str
    """The fingerprint of this line and of all before it."""


class AuditLog(Persistent):
    """Lines are added and never changed. Who changes one all the same would have to write every mark after it anew."""

    # Nobody writes another name into it, not even when two accounts become one.
    as_written = True
    head = NOTHING
    count = 0

    def __init__(self):
        self._lines = IOBTree()

    def add(self, at, by, deed, about, facts):
        facts = plain({name: written(value) for name, value in facts.items()}, "facts")
        at = at.astimezone(UTC)
        number = self.count + 1
        mark = fingerprint(self.head, number, at, by, deed, about, facts)
        self._lines[number] = (at, by, deed, about, facts, mark)
        self.count, self.head = number, mark
        return self[number]

    def __getitem__(self, number):
        at, by, deed, about, facts, mark = self._lines[number]
        return Entry(number, at, by, deed, about, frozen(facts), mark)

    def get(self, number):
        return self[number] if number in self._lines else None

    def __len__(self):
        return self.count

    def newest(self):
        """Every line, the newest first; read piece by piece as one goes on."""
        return (self[number] for number in range(self.count, 0, -1) if number in self._lines)

    def broken(self):
        """The number of the first line that is not as it was written; None when all are."""
        before = NOTHING
        for number in range(1, self.count + 1):
            line = self._lines.get(number)
            if line is None or line[-1] != fingerprint(before, number, *line[:-1]):
                return number
            before = line[-1]
        whole = before == self.head and len(self._lines) == self.count
        return None if whole else self.count + 1


def written(value):
    """A fact as it stays for ever: text, numbers, and lists of such; a date as ISO writes it."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [written(item) for item in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def fingerprint(before, number, at, by, deed, about, facts):
    """Of one line and the mark before it."""
    line = json.dumps([before, number, at.isoformat(), by, deed, about, dict(facts)], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(line.encode("utf-8", "surrogatepass")).hexdigest()
