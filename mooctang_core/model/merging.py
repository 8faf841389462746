"""Two accounts that became one: what was decided, and every value as it was before, so that a school can take it back for a month."""

from datetime import timedelta

from BTrees.IOBTree import IOBTree
from persistent import Persistent

KEPT = timedelta(days=30)
WAITING, MOVED, SETTLED = "waiting", "moved", "settled"
"""What a school has done of a merge: nothing yet; everything; once more a minute later, for what came in on the way."""


class Changes(Persistent):
    """What was changed, in order: (object, path, before, after, print). Before and after are () for nothing, or hold the value."""

    def __init__(self):
        self.lines = IOBTree()

    def add(self, place, path, before, after, fingerprint=None):
        self.lines[len(self.lines)] = (place, path, before, after, fingerprint)

    def backwards(self):
        return [self.lines[number] for number in reversed(self.lines.keys())]

    def __len__(self):
        return len(self.lines)


class Merge(Persistent):
    """Kept by the alliance: `old` went into `new`. `schools` says how far each is; `undone` when it was taken back."""

    undone = None
    undone_by = None
    done = None

    def __init__(self, name, old, new, at, schools, numbers):
        self.name, self.at = name, at
        self.old, self.new = old, new
        """Plain: aid, name, and what each was certified with, {slug: number}."""
        self.numbers = numbers
        """{slug: the number that stays}."""
        self.schools = dict.fromkeys(schools, WAITING)
        self.changes = Changes()

    @property
    def pair(self):
        return {self.old["aid"], self.new["aid"]}

    @property
    def goes_on(self):
        return self.done is None

    def can_be_undone(self, now):
        return self.undone is None and now - self.at <= KEPT


class Merged(Persistent):
    """Kept by a school: who became one there, as its people knew them, and what was changed."""

    undone = None

    def __init__(self, name, at, old, new):
        self.name, self.at, self.old, self.new = name, at, old, new
        """`old` and `new` are plain: aid, name, number."""
        self.changes = Changes()


def of(place):
    """The merges of the alliance or of a school; empty where there never was one."""
    return place.merges if place.merges is not None else {}
