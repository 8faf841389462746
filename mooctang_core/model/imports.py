"""An import: the file as it was read, what was found in it, how far it has come, and what is needed to take it back."""

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from ..plain import plain

WAITING, CHECKING, READY, RUNNING, DONE = "waiting", "checking", "ready", "running", "done"
UNDOING, UNDONE, REFUSED, DROPPED = "undoing", "undone", "refused", "dropped"
OPEN = (WAITING, CHECKING, RUNNING, UNDOING)
"""States in which the machine has something to do."""
SLICE = 500
"""Rows in one piece."""


class Batch(Persistent):
    """One uploaded file. Its rows lie in sealed pieces, for they hold what nobody else shall read."""

    raw = None
    rows = 0
    head = 0
    columns: tuple = ()
    mapping: dict = {}
    trouble: dict = {}
    kinds = b""
    counts: dict = {}
    gone: tuple = ()
    leaving: tuple = ()
    left_out: tuple = ()
    whole = allowed = False
    done = 0
    version = 0
    turn = 0
    finished = None
    undone = None
    kept_back: tuple = ()
    pictures: dict = {}

    def __init__(self, name, kind, filename, by, at, mark):
        self.name, self.kind, self.filename, self.by, self.at, self.mark = name, kind, filename, by, at, mark
        self.state = WAITING
        self.pieces = OOBTree()
        self.bad = OOBTree()
        self.before = OOBTree()

    def __setattr__(self, name, value):
        if name in ("mapping", "trouble", "counts", "pictures"):
            plain(value, name)
        super().__setattr__(name, value)

    def forget_rows(self):
        """What people's files held is not kept longer than it is needed."""
        self.raw, self.kinds, self.gone = None, b"", ()
        self.pieces, self.bad = OOBTree(), OOBTree()


class Imports(Persistent):
    """A school's imports by their number; one after the other runs."""

    last = 0
    turn = 0
    """Grows with every import that went in: what was checked before may not be true any more."""

    def __init__(self):
        self.batches = OOBTree()

    def add(self, kind, filename, by, at, mark):
        self.last += 1
        batch = self.batches[self.last] = Batch(str(self.last), kind, filename, by, at, mark)
        return batch

    def get(self, name):
        return self.batches.get(int(name)) if name.isascii() and name.isdigit() and len(name) < 9 else None

    def newest(self):
        return reversed(list(self.batches.values()))

    def open(self):
        """Those with something to do, the oldest first."""
        return [batch for batch in self.batches.values() if batch.state in OPEN]

    def same(self, mark):
        """An earlier one of the same file that still counts."""
        return next((batch for batch in self.newest() if batch.mark == mark and batch.state not in (REFUSED, DROPPED, UNDONE)), None)
