"""The sheet for questions: a template to fill in, and its reader. What comes from outside is measured before it is opened."""

import re
import zipfile
from io import BytesIO

import python_calamine
import xlsxwriter

from ...words import as_written, translator
from ..base import QUESTIONS_MAX, number, tidy_number
from .kinds import Problem, Reading, judged, quoted
from .lines import KINDS
from .making import make
from .text import Raw

_ = translator("mooctang_core")
BYTES_MAX = 5 << 20
UNPACKED_MAX = 30 << 20
MEMBERS_MAX = 300
ROWS_MAX = 2_000
COLUMNS_MAX = 60
CELL_MAX = 12_000
LETTERS = "ABCDEFGH"
HEAD_ALIASES = {"kind": ("题型", "类型", "type"), "text": ("题干", "题目", "问题", "question"), "key": ("答案", "正确答案", "answer"),
         "explain": ("解析", "答案解析", "explanation"), "score": ("分值", "分数", "score"), "partial": ("部分得分", "partial")}
OPTION_ALIASES = re.compile(r"选项\s*([A-Ha-h])?")
KIND_ALIASES = re.compile(r"题$")
YES_ALIASES = ("是", "yes", "Yes", "对", "1")
TRUTH_ALIASES = {True: "对", False: "错"}
PLACE = re.compile(rb"""\br=["']([A-Z]{1,4})(\d{1,8})["']""")
ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]{0,200}?\br=["'](\d{1,8})["']""")
UNREADABLE = _("这不是能读的 xlsx 文件。请下载模板，填好后用 xlsx 格式保存。")
TOO_LARGE = _("这个表格太大了，最多 ${rows} 行、${columns} 列、${mb} MB。请分成几次。", rows=ROWS_MAX, columns=COLUMNS_MAX, mb=BYTES_MAX >> 20)


def from_xlsx(stream):
    """Reading of a filled-in sheet; the lines of its problems are rows."""
    data = stream.read(BYTES_MAX + 1)
    trouble = measured(data)
    if trouble is not None:
        return Reading([], [Problem(0, "", trouble)])
    try:
        rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except Exception:  # a stranger's file may make the library raise anything
        return Reading([], [Problem(0, "", UNREADABLE)])
    return read_rows([[cell_text(cell) for cell in row] for row in rows])


def measured(data):
    """Why a file is not opened at all, or None. A sheet with one cell far away would be laid out whole."""
    if len(data) > BYTES_MAX:
        return TOO_LARGE
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            members = book.infolist()
            if len(members) > MEMBERS_MAX or sum(member.file_size for member in members) > UNPACKED_MAX:
                return TOO_LARGE
            sheets = [unpacked(book, member) for member in members if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")]
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return UNREADABLE
    if not sheets:
        return UNREADABLE
    return TOO_LARGE if any(far(sheet) for sheet in sheets) else None


def unpacked(book, member):
    """One member, never more of it than it says."""
    with book.open(member) as part:
        return part.read(UNPACKED_MAX)


def far(sheet):
    """Whether a sheet reaches beyond what can be read."""
    if any(int(row) > ROWS_MAX for row in ROW.findall(sheet)):
        return True
    return any(int(row) > ROWS_MAX or column_number(column) > COLUMNS_MAX for column, row in PLACE.findall(sheet))


def column_number(letters):
    count = 0
    for letter in letters:
        count = count * 26 + letter - 64
    return count


def cell_text(cell):
    """A cell as people see it: 5 for 5.0, 对 for TRUE."""
    if isinstance(cell, bool):
        return TRUTH_ALIASES[cell]
    if isinstance(cell, float):
        return str(tidy_number(cell))
    return str(cell)[:CELL_MAX].strip()


def read_rows(rows):
    head = next((place for place, row in enumerate(rows[:20]) if heads_of(row).keys() >= {"text", "key"}), None)
    if head is None:
        return Reading([], [Problem(1, "", _("没有找到表头。第一行要有“题型、题干、选项A、选项B…、答案”，请下载模板。"))])
    columns = heads_of(rows[head])
    drafts = [draft_of(place, row, columns) for place, row in enumerate(rows[head + 1: ROWS_MAX], head + 2) if any(row)]
    return judged(drafts[: QUESTIONS_MAX + 1])


def heads_of(row):
    """{part or letter: column}"""
    found: dict = {}
    for column, cell in enumerate(row):
        option = OPTION_ALIASES.match(cell)
        word = re.sub(r"[\s*＊（(].*|\s", "", cell).casefold() if option is None else ""
        part = option[1].upper() if option and option[1] else next((part for part, names in HEAD_ALIASES.items() if word in names), None)
        if part:
            found.setdefault(part, column)
    return found


def draft_of(line, row, columns):
    """A row as a question that was found in text is: the same rules then make it."""
    def cell(part):
        return row[columns[part]] if part in columns and columns[part] < len(row) else ""

    raw = Raw(line)
    raw.lines = {}
    name = KIND_ALIASES.sub("", cell("kind"))
    raw.kind = KINDS.get(name)
    raw.stem, raw.answer, raw.explain = [cell("text")], [cell("key")] if cell("key") else None, [cell("explain")] if cell("explain") else None
    raw.options = [(letter, [cell(letter)], line) for letter in LETTERS if cell(letter)]
    raw.score = number(cell("score"))
    if cell("kind") and raw.kind is None:
        raw.wrong(_("没有“${kind}”这种题型。可以写：单选题、多选题、判断题、填空题、数值题、排序题、匹配题、简答题。", kind=cell("kind")[:20]), text=cell("text"))
        raw.question = {"text": cell("text")}
        return raw
    if cell("score") and raw.score is None:
        raw.wrong(_("分值要写一个数，例如 5。"), text=quoted(cell("score")))
    made = make(raw)
    if cell("partial") in YES_ALIASES:
        made.question["partial"] = "partial"
    return made


COLUMN_SAMPLES = ("题型", "题干", *(f"选项{letter}" for letter in LETTERS), "答案", "解析", "分值", "部分得分")
EXAMPLE_SAMPLES = (
    ("单选题", "水的化学式是？", "CO2", "H2O", "O2", "", "", "", "", "", "B", "氢二氧一", 5, ""),
    ("多选题", "哪些是素数？", "2", "4", "5", "6", "", "", "", "", "AC", "", 4, "是"),
    ("判断题", "重的物体落得快。", "", "", "", "", "", "", "", "", "错", "不计空气阻力时一样快", 2, ""),
    ("填空题", "力的单位是 ____，功的单位是 ____。", "", "", "", "", "", "", "", "", "N|牛顿；J|焦耳", "", 6, ""),
    ("数值题", "重力加速度约为多少 m/s²？", "", "", "", "", "", "", "", "", "9.8±0.05", "", 3, ""),
    ("排序题", "从小到大排列", "细胞", "原子", "分子", "", "", "", "", "", "BCA", "", 3, ""),
    ("匹配题", "把物理量和单位配对", "力=牛顿", "功=焦耳", "功率=瓦特", "", "", "", "", "", "", "", 3, "是"),
    ("简答题", "单摆摆动时能量怎样变化？", "", "", "", "", "", "", "", "", "守恒；动能|势能", "", 10, "是"),
)
NOTES = (
    _("第一行是表头，不要改；例子可以删掉。每行一道题，最多 ${n} 题。", n=QUESTIONS_MAX),
    _("答案：单选和多选写字母，判断写“对”或“错”，填空用“；”隔开每一空，一空有几个答案用“|”隔开，数值可以写误差“9.8±0.05”。"),
    _("排序题按正确的顺序写字母；匹配题的每个选项写“左边=右边”，答案空着；简答题写关键词，用“；”隔开。"),
    _("题干里可以用 $…$ 写公式。填空的空写四条下划线 ____。部分得分写“是”，只答对一部分时按比例得分。"),
)


def sheet_template(say=as_written):
    """The xlsx to fill in, as bytes. The heads are the reader's words and stay Chinese; the notes are in the reader's language."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, wrap = book.add_format({"bold": True, "bg_color": "#e8eef7"}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(say(_("题目")))
    sheet.write_row(0, 0, COLUMN_SAMPLES, bold)
    for place, row in enumerate(EXAMPLE_SAMPLES, 1):
        sheet.write_row(place, 0, row)
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 44, wrap)
    sheet.freeze_panes(1, 0)
    sheet.data_validation(1, 0, ROWS_MAX, 0, {"validate": "list", "source": [row[0] for row in EXAMPLE_SAMPLES]})
    notes = book.add_worksheet(say(_("怎样填")))
    notes.set_column(0, 0, 110, wrap)
    notes.write_column(0, 0, [say(note) for note in NOTES])
    book.close()
    return out.getvalue()
