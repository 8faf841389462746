"""What an import's page shows of its rows: the bad ones to be mended, the others with what would change."""

from typing import Any, NamedTuple

from ....flows.importing import checking, pieces, report
from ....flows.people import directory
from ....flows.people.fields import fields_of, sentence
from ....sheets import letter
from ....words import translator

_ = translator("mooctang_core")
PAGE = 50
TABS = (("bad", _("要修改")), ("new", _("新增")), ("moved", _("换班")), ("changed", _("资料变化")), ("gone", _("离开班级")), ("same", _("没有变化")), ("out", _("不导入")))


class BadCell(NamedTuple):
    """One cell to be mended, as the page shows it."""

    word: str
    title: Any
    value: str
    problems: list
    fixed: bool
    """No column of the file brings this field: it cannot be mended here."""


class BadRow(NamedTuple):
    """One row to be mended."""

    place: int
    line: int
    who: str
    cells: list


def tab_of(batch, asked):
    """The tab that was asked for, or the one that matters most."""
    words = [word for word, _label in TABS]
    return asked if asked in words else "bad" if batch.counts.get("bad") else next((word for word in words if batch.counts.get(word)), "new")


def bad_rows(batch, private, places):
    fields, mapping = fields_of(batch.kind), dict(batch.mapping)
    rows, found = pieces.rows_at(batch, private, places), []
    for place in places:
        row, wrong = rows[place], {}
        for word, problem, facts in batch.bad.get(place, ()):
            wrong.setdefault(word, []).append(sentence(problem, facts))
        cells = [BadCell(word, fields[word].title, report.shown_of(fields[word], at(row, mapping, word)), problems, word not in mapping) for word, problems in wrong.items()]
        who = " ".join(filter(None, (at(row, mapping, "name"), at(row, mapping, "number") if "number" not in wrong else "")))
        found.append(BadRow(place, place + 1, who[:60], cells))
    return found


def at(row, mapping, word):
    column = mapping.get(word, -1)
    return row[column] if 0 <= column < len(row) else ""


class Change(NamedTuple):
    """One row that would be written, and in which fields it differs from the school's books."""

    line: int
    name: str
    number: str
    cohort: str
    before: str
    fields: list


def changes_of(school, batch, private, tab, places):
    if tab == "gone":
        return [gone_of(school, number) for number in places]
    known = {}
    reader = checking.Reader(batch.kind, batch.mapping, {}, checking.School(school.unit, known), private)
    return [change_of(school, reader, known, place, row) for place, row in pieces.rows_at(batch, private, places).items()]


def gone_of(school, number):
    entry = school["people"].get(number)
    return Change(0, entry.name if entry is not None else "", number, "", entry.cohort or "" if entry is not None else "", [])


def change_of(school, reader, known, place, row):
    values, _wrong = reader(place, row)
    number = values.get("number", "")
    entry = school["people"].get(number) or school["people"].get(school.full_number(number) if number else "")
    if entry is None:
        return Change(place + 1, values.get("name", ""), number, values.get("cohort", ""), "", [])
    line = directory.line_of(entry)
    known[line.number] = line
    titles = fields_of(reader.kind)
    fields = [titles[word].title for word in checking.changed_fields({**values, "number": line.number}, line, reader.private) if word != "cohort"]
    return Change(place + 1, values.get("name", ""), line.number, values.get("cohort", ""), line.cohort if line.cohort != values.get("cohort") else "", fields)


def sample(batch, private):
    """The columns of the file for choosing: letter, heading, the first values, the field they are."""
    words = {column: word for word, column in batch.mapping.items()}
    secret = {word for word, field in fields_of(batch.kind).items() if field.secret}
    first = [row for place, row in sorted(pieces.rows_at(batch, private, range(batch.head + 1, min(batch.rows, batch.head + 4))).items())]
    return [{"at": column, "letter": letter(column + 1), "title": title, "word": words.get(column, ""),
             "sample": "、".join(filter(None, (row[column][:20] if column < len(row) else "" for row in first))) if words.get(column) not in secret else "***"}
            for column, title in enumerate(batch.columns)]
