"""A table on the screen: what is asked for in the address (find, sort, page), and the links that ask for something else."""

from typing import NamedTuple
from urllib.parse import urlencode

from translationstring import TranslationString

from ...tables import PAGE_SIZE, Cell, Table, heading, page, said, shown

WHOLE = 1_000_000


class Head(NamedTuple):
    """A column's head as a link that sorts."""

    title: str
    href: str
    sorted: str | None
    arrow: str


class Screen:
    """One page of a table for the reader of a request; `csv` and `xlsx` are the addresses of its downloads.

    `cut` finds, sorts and takes the page: it may make the rest of the rows only then, for tables that are dear to make.
    """

    def __init__(self, request, table, csv, xlsx, kept=(), cut=page):
        asked = request.GET
        number = whole(asked.get("page", ""))
        self.whole = asked.get("all") == "yes"
        size = WHOLE if self.whole else PAGE_SIZE
        found = cut(table, asked.get("sort", ""), asked.get("find", ""), number, size=size, translate=request.translate, tz=request.school.timezone)
        self.csv, self.xlsx, self.kept = csv, xlsx, list(kept)
        self.table = readable(request, found.table, found.rows)
        self.title = self.table.title or self.table.name
        self.found, self.number, self.pages, self.sort, self.find = found.found, found.number, found.pages, found.sort, found.find
        self._path = request.path

    @property
    def sorted_by(self):
        return int(self.sort.lstrip("-")) if self.sort else None

    @property
    def falling(self):
        return self.sort.startswith("-")

    def sort_href(self, column):
        """The same rows by this column; the other way round when they are already."""
        again = self.sorted_by == column and not self.falling
        return self._href(sort=f"-{column}" if again else str(column))

    def page_href(self, number):
        return self._href(sort=self.sort, page=str(number))

    @property
    def whole_href(self):
        """All rows on one page, for the printer; None when they are there already."""
        return self._href(sort=self.sort, all="yes") if self.pages > 1 else None

    def _href(self, **more):
        wanted = {**dict(self.kept), "find": self.find, "all": "yes" if self.whole else "", **more}
        return f"{self._path}?{urlencode({name: value for name, value in wanted.items() if value})}"

    @property
    def heads(self):
        """The columns' heads, for pages that draw the table themselves."""
        for number, column in enumerate(self.table.columns):
            here = number == self.sorted_by
            order = ("descending" if self.falling else "ascending") if here else None
            arrow = ("chevron-down" if self.falling else "chevron-up") if here else ""
            yield Head(column.title, self.sort_href(number), order, arrow)


def whole(text):
    """The number of a page; the first for whatever is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def readable(request, table, rows=None):
    """The table with every value as the reader reads it: language, time zone, no bare dates."""
    say, tz = request.translate, request.house.timezone
    columns = [column._replace(title=heading(column, say), note="") for column in table.columns]
    read = Reading(say, tz)
    kinds = [column.kind for column in columns]
    lines = [tuple(map(read, row, kinds)) for row in (table.rows if rows is None else rows)]
    return Table(table.name, columns, lines, said(table.title, say), said(table.note, say))


class Reading:
    """Values as one reader reads them; the few words that fill a gradebook are looked up once each."""

    def __init__(self, say, tz):
        self._say, self._tz, self._known = say, tz, {}

    def __call__(self, cell, kind):
        if not isinstance(cell, Cell):
            return self._text(cell, kind)
        return Cell(self._text(cell.value, kind), self._text(cell.note, ""), cell.kind, cell.href, cell.duty)

    def _text(self, value, kind):
        if value is None or value == "":
            return ""
        if type(value) is TranslationString and not value.mapping:
            key = (value, value.domain)
            if key not in self._known:
                self._known[key] = self._say(value)
            return self._known[key]
        return value if kind == "percent" and not isinstance(value, str) else shown(value, self._say, self._tz)
