"""What one activity does: the class a plugin writes, put round the stored node when somebody arrives.

No method takes a request or reads a clock, so an activity is tested in two lines and without a web.
"""

from datetime import timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import colander

from .attached import hashes_in, takes_files
from .changes import changed
from .fields import by_schema
from .model.activities import CLOSED, OPEN, Record
from .model.base import above, path_of
from .model.classrooms import Classroom, Member
from .model.sessions import Session
from .tables import Column, Table
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


class Lines(NamedTuple):
    """What a student's own line says of an activity: when they took part, while they still can, and when they did not; `past` stands in place of the clock when the time is over."""

    done: Any = _("已提交")
    todo: Any = _("你还没有参加")
    missed: Any = _("没有参加")
    past: Any = _("时间到")


class Nothing(colander.MappingSchema):
    """A schema without a field: there is nothing to fill in."""


class Sent(NamedTuple):
    """How a submit arrived: a random word for the browser it came from, a claim made before the login, the moment at which
    this person was given the form, whether the server submits their last draft for them, and by how many seconds it is late."""

    device: str = ""
    claim: Any = None
    begun: Any = None
    by_server: bool = False
    late: float = 0.0


class Activity(Timed):
    """Base class of every activity type. Give a kind and a title; override what should be different."""

    kind = ""
    """One word, the plugin's own: it names the stored nodes, the shelf and the CSS class."""
    title: Any = ""
    """What people call this type of activity, in `_()`."""
    icon = "ui-checks-grid"
    """A name of the icon sprite."""
    dated = True
    """As an out-of-class task: has it a date by which it is due, and is it set as a task? An announcement is not."""
    reusable = False
    """May it be kept in a library?"""
    places: tuple = ("session", "plan")
    """Where it may stand: a subset of session, plan, task, unit."""
    releasable = False
    """Are results held back until the teacher publishes them (公布成绩)?"""
    one_tap: Any = False
    """May a student take part with one tap on the class page, without opening the activity? A message labels the button."""
    in_hand = True
    """Is it what the class does while it is open? A notice or slides are not: they stay open beside it."""
    invites: Any = _("去参加")
    """What the button on the students' class page says that leads to it."""
    lines: Lines = Lines()
    """What a student's own line on the class page says of it."""
    starts: dict = {}
    """Word -> (what it is called, settings): ready-made beginnings that the teacher's form offers."""
    takes_people: Any = False
    """May another activity hand it some people, with one tap? A message labels that button, e.g. "抽查点名"."""
    countable: Any = True
    """Can it count in statistics and gradebook? Then a teacher may say, also later, that this one does not."""
    weight = 0
    """What the gradebook first offers as this type's part of a hundred; the teacher changes it."""
    attends: dict = {}
    """Status word -> here, late, absent or excused, where the type says who came to class: the attendance policy reads it."""
    talks = False
    """Is it a conversation? Then statistics name the liveliest ones."""
    discreet: Any = False
    """While it is open, is it nobody's business who has taken part? Then counts come in steps and no list names anybody."""
    veil: Any = None
    """What covers a member while a wall that hides names is drawn; `person` and `people` then hand out nobody uncovered."""
    statuses: dict = {}
    """Status word as stored -> what people read, in `_()`. The first is what an ordinary submit leaves."""

    Settings: Any = Nothing
    """A colander schema: what the teacher fills in."""
    Answer: Any = Nothing
    """A colander schema: what a student sends."""

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
        return {**defaults(self.Settings), **self.node.settings}

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
        here = [m for m in (room.everyone() if room is not None else ()) if not m.simulated and (m.active or m.aid in records)]
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

    # -- what you may give --
    def read(self, fields):
        """What was filled in, as `submit` wants it: plain values from form fields (a MultiDict). The Answer schema does it."""
        schema = self.Answer()
        return by_schema(schema.bind(host=self.host, school=self.school) if takes_files(schema) else schema, fields)

    def files_for(self, person_id):
        """The hashes of the files that this student may read: those of the settings and of their own record. Teachers read all."""
        yield from hashes_in(self.settings)
        yield from hashes_in(self.record_of(person_id).data)

    def submit(self, person_id, answer, now):
        """Called in the committer for each student's answer. Return the record, or raise Refused."""
        return self.save(person_id, next(iter(self.statuses), "done"), at=now, **answer)

    def on_publish(self, now):
        """Called in the teacher's transaction when the activity opens."""

    def on_close(self, now):
        """Called in the closing transaction; results are fixed afterwards."""

    def tidy(self, now):
        """Called by a daily job, on closed activities too: forget what is kept for a limited time (`records.writable(id).data = …`)."""

    def on_release(self, now):
        """Called in the transaction in which a teacher publishes the results."""

    def sheet(self, person_id):
        """Values for sheet.pt: the form of one person, which stands still beside the live face. None where there is none."""
        return None

    def own(self, person_id):
        """Values for own.pt: what one person sees of their own answers below the live face, once there is no sheet any more."""
        return None

    def take_people(self, person_ids, giver, by, now):
        """Called when a teacher (`by`) hands over people from another activity (`giver`); see `takes_people`."""

    def asked(self, record):
        """Whether this person is asked to take part; a roll call asks only those it called."""
        return True

    def nudge(self, record):
        """What this person should read at once on their class page, while it is open; None for nothing."""
        return None

    def catch_up(self, record):
        """Whether this belongs on the catch-up page of a person who missed the class: what a student sees of it is shown there."""
        return self.asked(record) and not self.took_part(record)

    def student(self, person_id):
        """Values for student.pt, for this one person. Look at their own record only: 2,000 do so at once."""
        return {}

    def teacher(self):
        """Values for teacher.pt."""
        return {}

    def projection(self):
        """Values for projection.pt, or {} with no template: then the wall shows name and code."""
        return {}

    def summary(self):
        """One short line for rows and cards, e.g. "46 / 55 已提交". Called on teachers' pages only."""
        return ""

    def score_for(self, record):
        """The score as its owner may read it now; None while it is the teacher's."""
        return record.score

    def cell(self, record):
        """The square in the gradebook."""
        return record.score if record.score is not None else self.word(record.status)

    def tables(self):
        """Statistics, detail page and export in one: a list of Table."""
        if self.discreet and self.state != CLOSED:
            return []
        asked = () if self.discreet else self.Answer().children
        columns = (Column(_("学号"), kind="id"), _("姓名"), _("状态"), *(child.title for child in asked), _("得分"))
        rows = [self._row(person, asked) for person in self.people()]
        return [Table("records", columns, rows, title=_("名单"))]

    def marks(self, record):
        """(right, of) for accuracy lists; None when there is nothing right or wrong here."""
        return None

    def content(self):
        """What was asked, for "what to teach again": [(text, how right the class was, 0 … 1)]. Called once it is closed."""
        return []

    def took_part(self, record):
        """Whether this record counts as taking part."""
        return record.status is not None

    def copy(self, settings):
        """Settings for a copy elsewhere."""
        return dict(settings)

    def merge(self, old, new):
        """Two records of one person whose accounts become one: return the one to keep, or a third made with `both`; change neither.
        A teacher's word goes first, then what was there earlier."""
        if old.blank or new.blank:
            return new if old.blank else old
        return min(new, old, key=lambda record: (record.by is None, record.at is None, record.at or 0))

    def both(self, keep, other, **data):
        """For `merge`: a new record of the one, with the history of both and this data."""
        made = Record(keep.person_id)
        made.status, made.score, made.at, made.by = keep.status, keep.score, keep.at, keep.by
        if keep.server:
            made.server = keep.server
        if keep.seen:
            made.seen = keep.seen
        made.history = tuple(sorted((*keep.history, *other.history), key=lambda entry: entry[0]))
        made.data = {**other._data, **keep._data, **data}
        return made

    def aliases(self, old_id, new_id):
        """Words that this activity made of an account's id and keeps here or in records, when that account goes into another:
        {the word: the one to write in its place}."""
        return {}

    def absent_status(self):
        """The status derived for a person with no record once the activity is closed; None for none."""
        return None

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

    def _row(self, person, asked=()):
        record = self.record_of(person.aid)
        score = "" if record.score is None else record.score
        answers = [said(record.data.get(child.name), getattr(child, "labels", {})) for child in asked]
        return (person.number, person.name, self.word(self.status_of(record)), *answers, score)


class MissingActivity(Activity):
    """What stands in for an activity whose plugin is off or gone: its title, dates and records, read only."""

    title = _("这个活动的插件没有启用")
    icon = "archive"
    places = ()

    def __init__(self, node, school, host=None):
        super().__init__(node, school, host)
        self.kind = node.kind

    @property
    def name(self):
        """Its own title; else what the type is called, while its plugin is only switched off; else the bare kind."""
        _plugin, cls = self.host.kinds.get(self.node.kind, ("", None)) if self.host is not None else ("", None)
        return self.node.title or (cls.title if cls is not None else self.node.kind)

    @property
    def settings(self):
        return self.node.settings

    def submit(self, person_id, answer, now):
        raise Refused(_("这个活动现在只能查看：它的插件没有启用。"))


def said(value, labels=()):
    """An answer as one cell of a table: by its label, where the field has labels."""
    if isinstance(value, str) and value in labels:
        return labels[value]
    if isinstance(value, tuple):
        return " / ".join(str(item) for item in value)
    return "" if value is None else value if isinstance(value, (str, int, float)) else str(value)


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
