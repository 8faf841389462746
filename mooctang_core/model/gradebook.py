"""What a teacher lays down for a gradebook: weights, the attendance policy, columns and values of their own. Nothing is overwritten:
every value has its history, so the book can be seen as it was, and what was done can be taken back."""

from datetime import timedelta
from typing import Any, NamedTuple

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from ..plain import plain

UNDO_FOR = timedelta(days=1)
DEEDS = 60


class Entry(NamedTuple):
    """One value that stood from a moment on: None is no value of the teacher's."""

    at: Any
    by: str
    value: Any
    why: str = ""


class Deed(NamedTuple):
    """Something done that can be taken back for a day: rules, or cells of one column."""

    name: str
    at: Any
    by: str
    what: str
    column: str
    aids: tuple
    why: str = ""


class Gradebook(Persistent):
    """The teacher's half of a classroom's gradebook."""

    rules: tuple = ()
    columns: dict = {}
    _deeds: tuple = ()
    made = 0

    def __init__(self):
        self.cells = OOBTree()

    # -- reading --
    @property
    def deeds(self):
        return [Deed(*kept) for kept in self._deeds]

    def rules_at(self, moment=None):
        """What was laid down last, as {"weights": …, "policy": …}; empty when nothing was."""
        return last(self.rules, moment) or {}

    def columns_at(self, moment=None):
        """{id: {"title", "most", …}} of the columns that stand."""
        return {name: kept for name, kept in self.columns.items()
                if (moment is None or kept["at"] <= moment) and (kept["gone"] is None or moment is not None and moment < kept["gone"])}

    def history(self, column, aid):
        """All entries of one cell, oldest first."""
        return [Entry(*entry) for entry in self.cells.get(f"{column}/{aid}", ())]

    def value(self, column, aid, moment=None):
        """What the teacher put there, or None."""
        return last(self.cells.get(f"{column}/{aid}", ()), moment)

    # -- writing: every deed can be taken back --
    def lay_down(self, rules, by, now, why=""):
        self.rules = (*self.rules, (now, by, plain(rules, "rules"), why))
        self._did("rules", by, now, "", (), why)

    def add_column(self, title, most, by, now):
        self.made += 1
        name = f"m{self.made}"
        self.columns = {**self.columns, name: {"title": title, "most": most, "at": now, "by": by, "gone": None}}
        self._did("column", by, now, name, ())
        return name

    def remove_column(self, name, by, now):
        self.columns = {**self.columns, name: {**self.columns[name], "gone": now}}
        self._did("removed", by, now, name, ())

    def put(self, column, values, by, now, why=""):
        """Values for several people in one column; {aid: number or None}."""
        for aid, value in values.items():
            self._enter(column, aid, Entry(now, by, value, why))
        self._did("cells", by, now, column, tuple(values), why)

    def undo(self, name, by, now):
        """Take one deed back, if it is younger than a day. What somebody wrote over it since stays. True when it was there."""
        deed = next((deed for deed in self.deeds if deed.name == name and now - deed.at <= UNDO_FOR), None)
        if deed is None:
            return False
        self._deeds = tuple(each for each in self._deeds if each[0] != name)
        if deed.what == "rules":
            rest = tuple(entry for entry in self.rules if entry[0] < deed.at)
            self.rules = (*self.rules, (now, by, last(rest, None) or {}, deed.why))
        elif deed.what in ("column", "removed"):
            self.columns = {**self.columns, deed.column: {**self.columns[deed.column], "gone": now if deed.what == "column" else None}}
        else:
            self._put_back(deed, by, now)
        return True

    def _put_back(self, deed, by, now):
        for aid in deed.aids:
            entries = self.cells.get(f"{deed.column}/{aid}", ())
            if entries and entries[-1][0] == deed.at:
                self._enter(deed.column, aid, Entry(now, by, entries[-2][2] if len(entries) > 1 else None, deed.why))

    def _enter(self, column, aid, entry):
        key = f"{column}/{aid}"
        self.cells[key] = (*self.cells.get(key, ()), tuple(plain(tuple(entry), key)))

    def _did(self, what, by, now, column, aids, why=""):
        self.made += 1
        self._deeds = (*self._deeds, (f"d{self.made}", now, by, what, column, aids, why))[-DEEDS:]

    def fresh(self, now):
        """What can still be taken back, newest first."""
        return [deed for deed in reversed(self.deeds) if now - deed.at <= UNDO_FOR]


def last(entries, moment):
    """The value of the newest entry, of those up to a moment."""
    return next((entry[2] for entry in reversed(entries) if moment is None or entry[0] <= moment), None)


EMPTY = Gradebook()
"""What a classroom has before a teacher wrote anything; only for reading."""
