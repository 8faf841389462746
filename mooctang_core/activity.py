"""What one activity does: the class a plugin writes, put round the stored node when somebody arrives.

No method takes a request or reads a clock, so an activity is tested in two lines and without a web.
"""

from typing import Any, NamedTuple

import colander

from .attached import hashes_in
from .fields import by_schema, settled
from .given import Given, Refused, Sent, defaults
from .model.activities import CLOSED
from .model.records import Record
from .tables import Column, Table
from .words import translator

__all__ = ["Activity", "Lines", "MissingActivity", "Nothing", "Refused", "Sent", "defaults", "said"]


_ = translator("mooctang_core")


class Lines(NamedTuple):
    """What a student's own line says of an activity: when they took part, while they still can, and when they did not; `past` stands in place of the clock when the time is over."""

    done: Any = _("已提交")
    todo: Any = _("你还没有参加")
    missed: Any = _("没有参加")
    past: Any = _("时间到")


class Nothing(colander.MappingSchema):
    """A schema without a field: there is nothing to fill in."""


class Activity(Given):
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

    # -- what you may give --
    def read(self, fields):
        """What was filled in, as `submit` wants it: plain values from form fields (a MultiDict). The Answer schema does it."""
        schema, files = settled(self.Answer)
        return by_schema(schema.bind(host=self.host, school=self.school) if files else schema, fields, files)

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
