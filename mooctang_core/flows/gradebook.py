"""平时成绩: a row a student; the composite score, a group of columns for each part, the teacher's own, what plugins add."""

from typing import Any, NamedTuple

from ..model.activities import CLOSED
from ..tables import Cell, Column, Page, Table, page
from ..words import translator
from . import weighing
from .standing import Term, as_of, people_of

_ = translator("mooctang_core")
MISSING = "—"
PEOPLE = (Column(_("学号"), kind="id"), Column(_("姓名")), Column(_("行政班")))
ALL_OPEN = 12
"""So many activities stand open by themselves; of more, a teacher opens the groups one wants to see."""


class View(NamedTuple):
    """What of a gradebook is looked at: which parts are open, as of when, and by which rules instead of those that stand."""

    open: Any = None
    moment: Any = None
    weights: Any = None
    policy: Any = None


class Book(NamedTuple):
    """A table, the word of each column (for "explain this number"), and whose row each is."""

    table: Table
    words: list
    aids: list


def table(classroom, host, school, said=None, view=View()):
    """The whole gradebook as a Table: csv and xlsx read this."""
    return filled(people_of(classroom, view.moment), classroom, host, school, said, view).table


def screen(classroom, host, school, said=None, view=View(), sort="", find="", number=1, **spoken):
    """(one page of it, the column words, the rows' people): only what is seen is worked out, unless the order asks for all."""
    people = people_of(classroom, view.moment)
    if sort.lstrip("-") not in ("", "0", "1", "2"):
        book = filled(people, classroom, host, school, said, view)
        part = page(tagged(book), sort, find, number, **spoken)
        rows = [row[:-1] for row in part.rows]
        shown = Table("gradebook", book.table.columns, rows, title=book.table.title)
        return part._replace(table=shown, rows=rows), book.words, [row[-1].aid for row in part.rows]
    names = Table("people", (*PEOPLE, Column("")), [(m.number, m.name, m.cohort, Tag(m)) for m in people])
    part = page(names, sort, find, number, **spoken)
    book = filled([row[3].aid for row in part.rows], classroom, host, school, said, view)
    return Page(book.table, book.table.rows, part.found, part.number, part.pages, part.sort, part.find), book.words, book.aids


class Tag(Cell):
    """Whose row it is, carried along through sorting; nothing that a search would find."""

    __slots__ = ("aid",)

    def __init__(self, aid):
        super().__init__("")
        self.aid = aid


def tagged(book):
    rows = [(*row, Tag(aid)) for row, aid in zip(book.table.rows, book.aids, strict=True)]
    return Table("gradebook", (*book.table.columns, Column("")), rows, title=book.table.title)


def filled(people, classroom, host, school, said=None, view=View()):
    """The book of these people."""
    groups, beside, online, progress = said if said is not None else ((), (), (), {})
    term = Term(classroom, host, school, people, view.moment, progress)
    weights = term.weights if view.weights is None else view.weights
    stripes = [*(stripe(None, column, values, term) for column, values in groups),
               *([Stripe("total", Column(_("总评"), "number"), marked(term, "total", term.totals(weights, view.policy)))] if any(weights.values()) else []),
               *parts_of(term, weights, view),
               *(stripe(f"own:{at}", column, values, term) for at, (column, values) in enumerate(beside)),
               *(stripe(f"fig:{at}", column, values, term) for at, (column, values) in enumerate(online))]
    rows = [(m.number, m.name, m.cohort, *cells) for m, *cells in zip(term.people, *(s.cells for s in stripes), strict=True)]
    made = Table("gradebook", (*PEOPLE, *(s.column for s in stripes)), rows, title=_("平时成绩"))
    return Book(made, [None, None, None, *(s.word for s in stripes)], term.aids)


class Stripe(NamedTuple):
    """One column with its cells."""

    word: Any
    column: Column
    cells: list


def stripe(word, column, values, term):
    return Stripe(word, column, [values.get(aid) for aid in term.aids])


def parts_of(term, weights, view):
    """For each part what it comes to, with its activities where it is open."""
    many = sum(len(part.activities) for part in term.parts)
    for word in term.words:
        part, weight = term.part(word), weights.get(word, 0)
        if part is not None and not part.activities and not weight or word == weighing.ONLINE and not weight and not term.progress:
            continue
        title = _("${part}（${n} %）", part=term.title_of(word), n=weight) if weight else _("${part}（不计分）", part=term.title_of(word))
        if word in term.own:
            yield Stripe(word, Column(title, "number"), [term.book.value(word, aid, term.moment) for aid in term.aids])
            continue
        stands_open = part is not None and (many <= ALL_OPEN if view.open is None else word in view.open)
        if not weight and stands_open:
            yield from (activity_stripe(activity, term) for activity in part.activities)
            continue
        values = [None if value is None else round(100 * value, 1) for value in term.values(word, view.policy)]
        yield Stripe(f"part:{word}", Column(title, "number"), marked(term, word, values))
        if stands_open:
            yield from (activity_stripe(activity, term) for activity in part.activities)


def marked(term, word, values):
    """Values, those that a teacher corrected in a colour."""
    if not term.book.cells:
        return values
    return [Cell(value, kind="brand") if term.book.value(f"={word}", aid, term.moment) is not None else value
            for aid, value in zip(term.aids, values, strict=True)]


def activity_stripe(activity, term):
    square = column_of(activity, term.host, term.school, term.moment)
    return Stripe(place_of(activity), Column(heading(activity)), [square(member) for member in term.people])


def place_of(activity):
    """session/number, or tasks/number: enough to find it in its classroom."""
    return f"{activity.__parent__.__name__}/{activity.__name__}"


def at_place(classroom, word, host, school):
    """The counted activity at a place; None when there is none."""
    parent, _slash, number = word.partition("/")
    held = classroom["tasks"] if parent == "tasks" else classroom["sessions"].get(parent)
    node = held.get(number) if held is not None else None
    return host.live(node, school) if node is not None and node.state == CLOSED and node.counted else None


def heads(pairs):
    return [column for column, _values in pairs]


def values_of(pairs, aid):
    """One person's values in columns given as pairs (Column, {aid: value})."""
    return [values.get(aid) for _column, values in pairs]


def heading(activity):
    if activity.session is None:
        return _("课外 ${name}", name=activity.name)
    return _("第${session}次 ${name}", session=activity.__parent__.__name__, name=activity.name)


def column_of(activity, host, school, moment=None):
    """A function from a member to the square; a plugin that fails says so in its squares and the page stands."""
    records, opened = activity.records, activity.opened

    def square(member):
        record = records.get(member.aid)
        if record is not None and moment is not None:
            record = as_of(record, moment)
        if record is None or record.status is None:
            status = activity.absent_status() if member.was_here(opened) else None
            return activity.word(status) if status else MISSING
        try:
            return activity.cell(record)
        except Exception as error:
            host.failed(school, host.plugin_of(activity), "cell", error)
            return _("暂时无法显示")

    return square


