"""An activity as it is stored, whatever plugin it belongs to: kind, title, settings, state, records: plain data."""

from BTrees.OOBTree import OOBTree

from ..plain import frozen, plain
from .base import Resource, Shelf
from .records import Facts, Folded, Record, Records, Sealed, Sums, fold

# Stores of before name the records' classes here.
__all__ = ["CLOSED", "DRAFT", "KEPT", "OPEN", "PAUSED", "ActivityNode", "Facts", "Folded", "Record", "Records", "Sealed", "Sums", "fold"]

DRAFT, OPEN, PAUSED, CLOSED, KEPT = "draft", "open", "paused", "closed", "kept"


class ActivityNode(Resource):
    """The stored half of an activity. Its behaviour is the plugin's, put round it when somebody arrives."""

    opened = first_opened = closed = due = released = deadline = None
    # Sums of what is sealed, in an object of their own, so that a whole term is added up without reading the rest.
    sums = None
    played = urn = None
    counted = True
    by = None
    # In a plan: the minutes it may take, and the sessions it was brought into, as (session, number).
    minutes = None
    used: tuple = ()
    # While it is prepared: who changed it last and when, and what they filled in as far as it cannot be used yet.
    edited: tuple = ()
    unfinished = None
    # In a library: what it is for, its tags, and whether the whole team may use it.
    about = ""
    tags: tuple = ()
    shared = False
    # Out of class: whether what comes after `due` is taken (and marked late), who has another date, when those are reminded
    # who have not done it, and when that was done.
    late_ok = False
    extended: dict = {}
    remind_hours = 24
    reminded = None
    bumps = 0
    round = 1
    secret = ""

    def __init__(self, kind, title, settings, state=DRAFT):
        self.kind = kind
        self.title = title
        self.state = state
        self._settings = plain(settings, "settings")
        self.own_records = OOBTree()
        self.sealed = None
        self._store = None

    @property
    def settings(self):
        return frozen(self._settings)

    @settings.setter
    def settings(self, value):
        before, self._settings = self._settings, plain(value, "settings")
        self._no_longer_waits({name for name in value if name not in before or value[name] != before[name]})

    def _no_longer_waits(self, names):
        """What is set past the form (questions that were imported) stands instead of what waited there."""
        if self.unfinished is not None and names:
            given = self.unfinished["given"] and {name: kept for name, kept in self.unfinished["given"].items() if name not in names}
            fields = tuple(name for name in self.unfinished["fields"] if name not in names)
            self.unfinished = {"fields": fields, "given": given} if fields else None

    @property
    def for_teachers(self):
        return self.state in (DRAFT, KEPT)

    def hidden_from(self, aid):
        """Of a library, what is not shared is its owner's alone."""
        return self.state == KEPT and not self.shared and self.by not in (None, aid)

    @property
    def records(self):
        return Records(self)

    @property
    def store(self):
        """The activity's own plain values, apart from people. Made at the first write."""
        return NodeStore(self)

    def lay_out(self, aids):
        """A record for each, now: so that two thousand taps at ten o'clock do not fight over one bucket."""
        for aid in aids:
            if aid not in self.own_records:
                self.own_records[aid] = Record(aid)

    def seal(self, sums=None):
        """Fold all records into one object of plain tuples; later corrections lie over it."""
        rows = {aid: fold(record) for aid, record in self.records.items()}
        self.sealed, self.sums = Sealed(rows), sums
        self.own_records = OOBTree()

    def bump(self):
        """Every teacher's write to an activity changes the node, so that a racing submit notices."""
        self.bumps += 1


class NodeStore:
    """A mapping over the node's store that makes the stored half only when something is written."""

    def __init__(self, node):
        self.node = node

    def _kept(self):
        return self.node._store if self.node._store is not None else {}

    def __getitem__(self, key):
        return self._kept()[key]

    def __setitem__(self, key, value):
        if self.node._store is None:
            self.node._store = Shelf()
        self.node._store[key] = value

    def __delitem__(self, key):
        del self._kept()[key]

    def __contains__(self, key):
        return key in self._kept()

    def __iter__(self):
        return iter(self._kept())

    def get(self, key, default=None):
        return self._kept().get(key, default)

    def pop(self, key, default=None):
        value = self.get(key, default)
        if key in self:
            del self[key]
        return value
