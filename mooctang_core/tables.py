"""Tables: one description of rows that the page, the csv file and the workbook all show; the one place where a cell is made safe."""
import csv
import io
import math
import re
import tempfile
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import xlsxwriter
from translationstring import TranslationString

from mooctang_core.words import as_written, translator, zone

_ = translator("mooctang_core")

PAGE_SIZE = 50
# A mean of three is no 86.66666666666667 in a sheet.
PLACES = 4
SHEET_TEXT_MAX = 32_767
# Excel opens full-width signs as formulas too where the keyboard is Chinese or Japanese.
FORMULA_SIGNS = "=+-@＝＋－＠"
_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,20}(\.\d{1,20})?\Z")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class Column(NamedTuple):
    """A heading. `kind`: text, id (a number that is a name: never summed, its zeros kept), number, percent (0.8 is 80 %), time."""

    title: str
    kind: str = "text"
    note: str = ""
    """How the figures were made (口径); shown in the heading."""
    width: int = 0


class Cell:
    """A value with something beside it. It equals its plain value, so a test compares rows with tuples of plain values."""

    __slots__ = ("value", "note", "kind", "href", "duty")

    def __init__(self, value, note="", kind="", href=None, duty=""):
        self.value, self.note, self.kind, self.href, self.duty = value, note, kind, href, duty

    def __eq__(self, other):
        return self.value == (other.value if isinstance(other, Cell) else other)

    def __hash__(self):
        return hash(self.value)

    def __repr__(self):
        return f"Cell({self.value!r})"


class Table:
    """Columns and rows under a name; a column may be a plain string, a cell a plain value."""

    def __init__(self, name, columns, rows, title="", note=""):
        self.name, self.title, self.note = name, title, note
        self.columns = tuple(column if isinstance(column, Column) else Column(column) for column in columns)
        self.rows = [tuple(row) for row in rows]
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {name}: a row has {len(row)} cells, the heading {len(self.columns)}: {row!r}")

    def __repr__(self):
        return f"Table({self.name!r}, {len(self.rows)} rows)"


def plain(cell):
    """The value of a cell."""
    return cell.value if isinstance(cell, Cell) else cell


def said(text, translate):
    """A message is translated; what people wrote themselves (a name, a question) never is."""
    return translate(text) if isinstance(text, TranslationString) else text


def heading(column, translate):
    """出勤率（迟到计 80 %）"""
    title = said(column.title, translate)
    return translate(_("${title}（${note}）", title=title, note=said(column.note, translate))) if column.note else title


def shown(value, translate, tz=None):
    """A value as text, the same on the page, in csv and for finding."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return translate(_("是") if value else _("否"))
    if isinstance(value, datetime):
        return _local(value, tz).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, float):
        return f"{round(value, PLACES):.10g}" if math.isfinite(value) else ""
    return said(value, translate) if isinstance(value, str) else str(value)


# csv ----------------------------------------------------------------------------------------------------------------

def as_csv(table, translate=as_written, tz=None):
    """The table as bytes of a csv file that Excel opens in the right letters and never runs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe_text(heading(column, translate)) for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_value(plain(cell), translate, tz) for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")


def _csv_value(value, translate, tz):
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return value
    text = shown(value, translate, tz)
    return text if isinstance(value, float) else safe_text(text)


def safe_text(text):
    """`'` before what a spreadsheet would run; plain numbers and telephone numbers stay as they are."""
    return "'" + text if _runs(text) else text


def original_text(text):
    """What `safe_text` was given: for files that come back to us."""
    return text[1:] if text.startswith("'") and _runs(text[1:]) else text


def _runs(text):
    # A text that only looks already quoted is quoted once more, so that `original_text` always gives back the same.
    bare = text.lstrip("'")
    if bare[:1] in ("\t", "\r"):
        return True
    bare = bare.lstrip("".join({char for char in bare if _invisible(char)}))
    return bare[:1] != "" and bare[0] in FORMULA_SIGNS and not _PLAIN_NUMBER.match(bare)


def _invisible(char):
    return unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp")


# xlsx ---------------------------------------------------------------------------------------------------------------

def as_xlsx(tables, translate=as_written, tz=None):
    """The tables as a workbook, one sheet each in this order; an open file at its start, removed when it is closed."""
    out = tempfile.SpooledTemporaryFile(max_size=2**22)
    book = xlsxwriter.Workbook(out, {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "nan_inf_to_errors": False, "default_date_format": "yyyy-mm-dd hh:mm:ss",
    })
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "id": book.add_format({"num_format": "@"}),
        "percent": book.add_format({"num_format": "0.0%"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    taken: set[str] = set()
    for table in tables:
        _write_sheet(book.add_worksheet(_sheet_name(said(table.title or table.name, translate), taken)), table, styles, translate, tz)
    _write_notes(book, tables, taken, styles, translate)
    book.close()
    out.seek(0)
    return out


def _write_sheet(sheet, table, styles, translate, tz):
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(table.columns):
        title = heading(column, translate)
        sheet.set_column(number, number, column.width or min(40, max(10, 2 * len(title) + 2)))
    for number, column in enumerate(table.columns):
        sheet.write_string(0, number, _sheet_text(heading(column, translate)), styles["head"])
    for line, row in enumerate(table.rows, start=1):
        for number, (column, cell) in enumerate(zip(table.columns, row)):
            _write_cell(sheet, line, number, plain(cell), column.kind, styles, translate, tz)


def _write_cell(sheet, line, number, value, kind, styles, translate, tz):
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(line, number, _local(value, tz).replace(tzinfo=None))
    elif isinstance(value, date):
        sheet.write_datetime(line, number, datetime(value.year, value.month, value.day), styles["date"])
    elif kind != "id" and _is_number(value):
        sheet.write_number(line, number, round(value, PLACES) if isinstance(value, float) else value, styles["percent"] if kind == "percent" else None)
    else:
        text = _sheet_text(shown(value, translate, tz))
        sheet.write_string(line, number, text, styles["id"] if kind == "id" else None)


def _is_number(value):
    """Something a sheet can hold without losing a digit."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return False
    return abs(value) < 10**15 if isinstance(value, int) else math.isfinite(value)


def _sheet_text(text):
    text = _NOT_IN_XML.sub("", text)
    return text if len(text) <= SHEET_TEXT_MAX else text[:SHEET_TEXT_MAX - 1] + "…"


def _sheet_name(title, taken):
    """Excel's rules: 31 characters, none of []:*?/\\, no quote at the ends, each name once, never "History"."""
    base = _NOT_IN_SHEET_NAME.sub(" ", _sheet_text(title)).strip().strip("'").strip()[:31].rstrip("'") or "Sheet"
    if base.casefold() == "history":
        base += "_"
    name, again = base, 1
    while name.casefold() in taken:
        again += 1
        name = f"{base[:31 - len(str(again)) - 1]} {again}"
    taken.add(name.casefold())
    return name


def _write_notes(book, tables, taken, styles, translate):
    """What was written under the tables goes on a last sheet, so that the first row of the others stays the heading."""
    notes = [(said(table.title or table.name, translate), said(table.note, translate)) for table in tables if table.note]
    if not notes:
        return
    sheet = book.add_worksheet(_sheet_name(translate(_("说明")), taken))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    for line, note in enumerate(notes):
        for number, text in enumerate(note):
            sheet.write_string(line, number, _sheet_text(text), styles["head"] if number == 0 else None)


def _local(value, tz):
    return value.astimezone(zone(tz)) if tz and value.tzinfo else value


# The screen ---------------------------------------------------------------------------------------------------------

class Page(NamedTuple):
    """What of a table is on the screen now."""

    table: Table
    rows: list[tuple[Any, ...]]
    found: int
    number: int
    pages: int
    sort: str
    find: str


def page(table, sort="", find="", number=1, size=PAGE_SIZE, translate=as_written, tz=None):
    """Rows holding `find`, ordered by `sort` ("2" or "-2": a column, from 0), one page of them. Bad wishes are forgiven."""
    rows = list(table.rows)
    wanted = _folded(find)
    if wanted:
        rows = [row for row in rows if any(wanted in _folded(shown(plain(cell), translate, tz)) for cell in row)]
    sort = sort if re.fullmatch(r"-?\d{1,3}", sort or "", re.ASCII) and int(sort.lstrip("-")) < len(table.columns) else ""
    if sort:
        column = int(sort.lstrip("-"))
        rows.sort(key=lambda row: _order(plain(row[column]), translate, tz), reverse=sort.startswith("-"))
    pages = max(1, math.ceil(len(rows) / size))
    number = min(max(1, number), pages)
    return Page(table, rows[(number - 1) * size:number * size], len(rows), number, pages, sort, find)


def _folded(text):
    return unicodedata.normalize("NFKC", text or "").casefold().strip()


def _order(value, translate, tz):
    """Nothing first, then numbers, then text; gb18030 puts the common Chinese characters in the order of their sound."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return (0, 0, b"")
    if isinstance(value, (int, float, Decimal)):
        return (1, value, b"")
    return (2, 0, _folded(shown(value, translate, tz)).encode("gb18030", "replace"))
