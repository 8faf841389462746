"""A file or pasted lines with numbers and certification codes: found by their headings, read with the row that each stands in."""

import csv
import re
from io import BytesIO, StringIO

import python_calamine

from ..activity import Refused
from ..questions.reading.sheet import BYTES_MAX, cell_text, measured
from ..words import translator

_ = translator("mooctang_core")
NUMBER_ALIASES = ("学号", "number", "student number", "student no", "学生学号")
CODE_ALIASES = ("认证码", "code", "certification code")
ROWS_MAX = 2000
EXACT = 10 ** 15


def rows_in(data):
    """[(row number, student number, code)] of an xlsx, a csv or pasted lines; Refused says why it cannot be read."""
    grid = sheet(data) if data[:2] == b"PK" else lines(data)
    head, at_number, at_code = columns(grid)
    rows = [(place, cell(row, at_number), cell(row, at_code)) for place, row in enumerate(grid[head:], head + 1) if any(row)]
    if not rows:
        raise Refused(_("文件里没有内容。要有“学号”和“认证码”两列。"))
    if len(rows) > ROWS_MAX:
        raise Refused(_("一次最多 ${n} 行。更多的请在导入学生名单时带上“认证码”这一列。", n=ROWS_MAX))
    return rows


def sheet(data):
    """The first sheet of a workbook, measured before it is opened."""
    trouble = measured(data)
    if trouble is not None:
        raise Refused(trouble)
    try:
        rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except Exception:  # a stranger's file may make the library raise anything
        raise Refused(_("这不是能读的 xlsx 文件。请用 xlsx 格式另存一次再试。")) from None
    return [[whole(value, place) for value in row] for place, row in enumerate(rows, 1)]


def whole(value, place):
    """A cell as text; a number so long that the spreadsheet has rounded it is refused, for nobody can know its last digits."""
    if isinstance(value, float) and abs(value) >= EXACT:
        raise Refused(_("第 ${row} 行的长号码被存成了数字，Excel 已经丢掉了后几位。请把这一列设成“文本”，重新填写。", row=place))
    return cell_text(value)


def lines(data):
    """csv, or lines with a tab, comma or space between."""
    if len(data) > BYTES_MAX:
        raise Refused(_("文件太大了，最多 ${mb} MB。", mb=BYTES_MAX >> 20))
    text = decoded(data)
    if "," in text.partition("\n")[0]:
        return [[value.strip() for value in row] for row in csv.reader(StringIO(text))]
    return [re.split(r"[\t ，,;；]+", line.strip()) if line.strip() else [] for line in text.splitlines()]


def decoded(data):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("这个文件的文字读不出来。请用 xlsx，或者 UTF-8 的 csv。"))


def columns(grid):
    """(row after the headings, column of the number, column of the code). Without headings the first two columns are meant."""
    for place, row in enumerate(grid[:20]):
        names = [re.sub(r"[*＊\s]", "", name).casefold() for name in row]
        found = [next((at for at, name in enumerate(names) if name in aliases), None) for aliases in (NUMBER_ALIASES, CODE_ALIASES)]
        if None not in found:
            return place + 1, *found
        if any(at is not None for at in found):
            raise Refused(_("第 ${row} 行的表头里要有“学号”和“认证码”两列。", row=place + 1))
    return 0, 0, 1


def cell(row, at):
    return row[at].strip() if at < len(row) else ""
