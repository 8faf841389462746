"""What people did in an activity: a record each, sealed into plain tuples after the close, all read alike."""

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from ..plain import frozen, plain
from .simulated import is_simulated

NOTHING = (None, None)


class Record(Persistent):
    """What one person did in one activity. A student's tap writes this object and nothing else."""

    status = None
    score = None
    at = None
    by = None
    history = ()
    seen = ()
    server = False
    """Whether it stands as the server submitted it, from the last draft."""
    _data: dict = {}
    _v_read = NOTHING

    def __init__(self, person_id):
        self.person_id = person_id

    def __setattr__(self, name, value):
        # One that is loaded anew has lost what was read of it; one that is written here must not keep it either.
        super().__setattr__(name, value)
        if self._v_read is not NOTHING and name[:3] not in ("_p_", "_v_"):
            super().__setattr__("_v_read", NOTHING)

    def read_by(self, function):
        """function(self), remembered in this connection until the record is another one; see Records.read_by."""
        value = function(self)
        self._v_read = (function, value)
        return value

    @property
    def data(self):
        return frozen(self._data)

    @data.setter
    def data(self, value):
        self._data = plain(value, "data")

    @property
    def blank(self):
        return self.status is None and self.score is None and not self._data


class Folded:
    """A record read back from a sealed activity: the same faces as Record, and nothing to write on."""

    __slots__ = ("person_id", "status", "score", "_sealed")
    seen = ()
    server = False
    blank = Record.blank
    _v_read = NOTHING

    def __init__(self, person_id, sealed):
        self.person_id, self._sealed = person_id, sealed
        self.status, self.score = sealed.marks[person_id]

    def read_by(self, function):
        return function(self)

    @property
    def at(self):
        return self._sealed.facts_of(self.person_id)[0]

    @property
    def by(self):
        return self._sealed.facts_of(self.person_id)[1]

    @property
    def _data(self):
        return self._sealed.facts_of(self.person_id)[2]

    @property
    def history(self):
        return self._sealed.facts_of(self.person_id)[3]

    @property
    def data(self):
        return frozen(self._data)


class Facts(Persistent):
    """What a sealed activity keeps beside its marks: person -> (at, by, data, history)."""

    def __init__(self, rows):
        self.rows = rows


class Sums(Persistent):
    """What statistics and composite scores need of a sealed activity: person -> (took part, right, of), or None for who was not
    asked; what somebody without a record is; and how right the class was in what was asked."""

    def __init__(self, marks, blank, content):
        self.marks, self.blank, self.content = marks, blank, content


class Sealed(Persistent):
    """All records of a closed activity as plain tuples. The marks lie in an object of their own: a gradebook of a whole term
    reads them alone, and the rest only where somebody asks."""

    def __init__(self, rows):
        self.marks = {aid: row[:2] for aid, row in rows.items()}
        self.facts = Facts({aid: row[2:] for aid, row in rows.items()})

    def facts_of(self, aid):
        return self.facts.rows[aid]

    @property
    def rows(self):
        """person -> the whole tuple."""
        return {aid: (*mark, *self.facts_of(aid)) for aid, mark in self.marks.items()}


def fold(record):
    """A record as a plain tuple."""
    return (record.status, record.score, record.at, record.by, record._data, record.history)


class Records:
    """All records of an activity, sealed or not, read alike. A write to a sealed one lays an overlay record.

    What a simulated student did lies apart: it is found by asking for it, and no walk through the records meets it.
    """

    def __init__(self, node):
        self.node = node

    def __getitem__(self, aid):
        record = self.get(aid)
        if record is None:
            raise KeyError(aid)
        return record

    def get(self, aid, default=None):
        if is_simulated(aid):
            return (self.node.played or {}).get(aid, default)
        record = self.node.own_records.get(aid)
        if record is None and self.node.sealed is not None:
            record = Folded(aid, self.node.sealed) if aid in self.node.sealed.marks else None
        return default if record is None else record

    def __contains__(self, aid):
        return self.get(aid) is not None

    def __iter__(self):
        if self.node.sealed is None:
            return iter(self.node.own_records.keys())
        return iter(sorted(set(self.node.sealed.marks) | set(self.node.own_records.keys())))

    def __len__(self):
        return sum(1 for _ in self)

    def keys(self):
        return list(self)

    def values(self):
        return [record for _aid, record in self.items()]

    def items(self):
        if self.node.sealed is None:
            return list(self.node.own_records.items())  # in one walk: a live console does this for 2,000
        return [(aid, self[aid]) for aid in self]

    def read_by(self, function):
        """{aid: function(record)} of everybody, for a face that is drawn again and again: while a live page is open, only what
        changed since the last drawing is read anew. The function looks at nothing but the record, and is the same one every time."""
        found = {}
        for aid, record in self.items():
            known, value = record._v_read
            found[aid] = value if known is function else record.read_by(function)
        return found

    def statuses(self):
        """{aid: status} in one walk, sealed or not: for sums over a whole term."""
        sealed = {aid: mark[0] for aid, mark in self.node.sealed.marks.items()} if self.node.sealed is not None else {}
        return {**sealed, **{aid: record.status for aid, record in self.node.own_records.items()}}

    def writable(self, aid):
        """The person's own object, made when there is none yet (late joiner, sealed activity)."""
        if is_simulated(aid):
            return self._played(aid)
        own = self.node.own_records.get(aid)
        if own is None:
            own = self.node.own_records[aid] = Record(aid)
            self._carry_over(aid, own)
        return own

    def _played(self, aid):
        if self.node.played is None:
            self.node.played = OOBTree()
        return self.node.played.get(aid) or self.node.played.setdefault(aid, Record(aid))

    def _carry_over(self, aid, own):
        sealed = self.node.sealed
        if sealed is not None and aid in sealed.marks:
            (own.status, own.score), (own.at, own.by, own._data, own.history) = sealed.marks[aid], sealed.facts_of(aid)
