"""What an activity is given: where it stands, its people and their records, what was filled in; and how it keeps something.

None of it asks for a request or reads a clock. What a plugin writes itself is in activity.py.
"""

from datetime import timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import colander

from .attached import hashes_in
from .changes import changed
from .model.activities import CLOSED, OPEN
from .model.base import above, path_of
from .model.classrooms import Classroom, Member
from .model.records import Record
from .model.sessions import Session
from .timed import Timed
from .urns import UrnOf
from .words import translator

_ = translator("mooctang_core")


OWN_WORDS = {"done": _("已提交")}
"""What people read for the status that a plain submit leaves, where a type names none of its own."""


class Refused(Exception):
    """A person may not do this now. They read the message; nothing is saved."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


class Sent(NamedTuple):
    """How a submit arrived: a random word for the browser it came from, a claim made before the login, the moment at which
    this person was given the form, whether the server submits their last draft for them, and by how many seconds it is late."""

    device: str = ""
    claim: Any = None
    begun: Any = None
    by_server: bool = False
    late: float = 0.0


class Given(Timed):
    """The half of an activity that is the same for every type."""

    title: Any
    statuses: dict
    Settings: Any
    Answer: Any
    veil: Any

    def __init__(self, node, school, host=None):
        self.node = node
        self.school = school
        self.host = host
        self.sent = Sent()

    # -- where it stands (traversal and links use these) --
    @property
    def __parent__(self):
        return self.node.__parent__

    @property
    def __name__(self):
        return self.node.__name__

    # -- what you are given --
    @property
    def name(self):
        """What this one is called: its own title, or the type's."""
        return self.node.title or type(self).title

    @property
    def settings(self):
        """What the Settings schema deserialised, read-only; a setting added since has its default."""
        node, over = self.node, defaults(self.Settings)
        stored = node._settings
        known = node.__dict__.get("_v_over")
        if known is None or known[0] is not stored or known[1] is not over:
            # Put together once for all who tap, as long as the node is the same one.
            known = node._v_over = (stored, over, {**over, **node.settings})
        return dict(known[2])

    @property
    def state(self):
        return self.node.state

    @property
    def open(self):
        return self.node.state == OPEN

    @property
    def counted(self):
        return self.node.counted

    @property
    def opened(self):
        return self.node.opened

    @property
    def first_opened(self):
        """When it was opened for the first time; reopening moves `opened` and leaves this."""
        return self.node.first_opened or self.node.opened

    @property
    def closed(self):
        return self.node.closed

    @property
    def released(self):
        """When the results were published to the students; None while they are the teacher's."""
        return self.node.released

    @property
    def deadline(self):
        """The moment that the type gives a meaning to (late from here, or closed at it)."""
        return self.node.deadline

    @deadline.setter
    def deadline(self, moment):
        self.node.deadline = moment

    @property
    def secret(self):
        """A random word made at publishing, for signing codes that only this activity understands."""
        return self.node.secret

    @property
    def classroom(self):
        return above(self.node, Classroom)

    @property
    def session(self):
        return above(self.node, Session)

    @property
    def records(self):
        """aid -> record of everybody; reads a sealed activity alike. Not for submit() or student()."""
        return self.node.records

    @property
    def store(self):
        """The activity's own plain values, apart from people."""
        return self.node.store

    @property
    def urn(self):
        """Answers that belong to nobody: `lay()` it in on_publish, `drop(person_id, value)` in submit, show what is `opened`."""
        return UrnOf(self)

    @property
    def path(self):
        return path_of(self.node)

    def record_of(self, person_id):
        """This person's record; a blank one, not stored, if they have none."""
        return self.node.records.get(person_id) or Record(person_id)

    def person(self, person_id):
        """Who that is in this classroom: name, number, administrative class."""
        room = self.classroom
        member = room.member(person_id) if room is not None else None
        return self._covered(member or Member(person_id, _("（已不在课堂）")))

    def people(self):
        """Everybody the activity is about: members who have a record, or are here now. Not for submit() or student()."""
        room, records = self.classroom, self.node.records
        here = room.concerned(records) if room is not None else []
        return here if self.veil is None else [self._covered(member) for member in here]

    def _covered(self, member):
        return self.veil(member) if self.veil is not None else member

    def save(self, person_id, status=None, score=None, at=None, by=None, why="", when=None, **data):
        """Write to this person's record. What a teacher corrected stays, unless another teacher's word comes (`by`, at the moment `when`)."""
        record = self.node.records.writable(person_id)
        before = (record.status, record.score)
        if by is not None or record.by is None:
            record.status = record.status if status is None else status
            record.score = record.score if score is None else score
        record.by = by or record.by
        record.at = record.at if at is None else at
        if data:
            record.data = {**record._data, **data}  # as stored, not as handed out: lists in it are frozen there
        if by is not None or record.by is not None:
            wanted = (record.status, record.score) if by is not None else (status, score)
            record.history = (*record.history, (when or at or record.at, by or person_id, before, wanted, str(why)))
        changed(self.school, self.path, "record", (person_id,))
        return record

    def bump(self):
        """Say that something shared changed: every open page of this activity is drawn anew."""
        self.node.bump()
        changed(self.school, self.path, "node")

    def extend(self, seconds):
        """Move the deadline."""
        if self.deadline is not None:
            self.deadline = self.deadline + timedelta(seconds=seconds)
            self.bump()

    def draft_of(self, person_id):
        """What this person has filled in and not yet submitted, as `read` gives it; None if nothing is kept, or nothing that can be read."""
        kept = self.kept_for(person_id)
        try:
            return None if kept is None else self.read(kept.given())
        except (colander.Invalid, Refused, ValueError):
            return None

    def kept_for(self, person_id):
        """The draft itself; None where what the person submitted since is newer."""
        kept = self.host.drafts.get(self.school.slug, self.path, person_id) if self.host is not None and self.host.drafts is not None else None
        record = self.record_of(person_id)
        old = kept is not None and record.at is not None and not record.server and kept.at <= record.at and self.took_part(record)
        return None if old else kept

    # -- small services --
    def word(self, status):
        """What people read for a stored status."""
        return self.statuses.get(status) or OWN_WORDS.get(status, status or "")

    def all_files(self):
        """The hashes of all files that belong to this activity."""
        named = (self.settings, {key: self.store.get(key) for key in self.store}, [record.data for record in self.records.values()])
        return set(hashes_in(named))

    def status_of(self, record):
        """The status as it reads today: absent is derived, never written at the close."""
        if record.status is None and self.state == CLOSED:
            return self.absent_status()
        return record.status


@lru_cache(maxsize=512)
def defaults(schema):
    """What a schema class gives for a field that was never filled in; worked out once, read at every tap."""
    found = {}
    for child in schema().children:
        if child.missing not in (colander.required, colander.drop):
            found[child.name] = None if child.missing is colander.null else child.missing
        elif child.default is not colander.null:
            found[child.name] = child.default
    return found
