"""Files that go out: the template, and the uploaded sheet with what became of each row; and such a sheet when it comes back mended."""

from io import BytesIO

import xlsxwriter

from ...activity import Refused
from ...identity.private import masked
from ...sheets import read_sheet
from ...tables import Column, Table, as_xlsx
from ...words import as_written, translator
from ..people.fields import EXAMPLE_SAMPLES, KINDS, sentence
from . import pieces
from .checking import BAD, CHANGED, HEAD, MOVED, NEW, OUT, SAME
from .troubles import told

_ = translator("mooctang_core")
STATES = {
    "waiting": _("正在读取"), "checking": _("正在检查"), "ready": _("等你确认"), "running": _("正在导入"), "done": _("已导入"), "undoing": _("正在撤销"),
    "undone": _("已撤销"), "refused": _("读不出来"), "dropped": _("已丢弃"),
}
FATES = {NEW: _("新增"), CHANGED: _("更新"), MOVED: _("换班"), SAME: _("没有变化"), BAD: _("要修改"), OUT: _("不导入")}
DONE_FATES = {NEW: _("已新增"), CHANGED: _("已更新"), MOVED: _("已换班")}
LINE_ALIASES = ("原行号", "Original row")
"""The heading that names the rows of a returned file, in any language."""
NOTES = (
    _("第一行是表头，不要改名；带 * 的列每行都要填。可以多出别的列，导入时会略过。"),
    _("学号可以只写后面的部分，单位代码 ${unit} 会自动补上。学号和身份证号的格子已经设成“文本”，这样数字不会被改掉。"),
    _("出生年月写成 19901012；性别写“男”或“女”；入学年份写 4 位；学制写年数。"),
    _("所属班级如果还没有，导入时会新建，并自动编号。"),
    _("身份证号可以不填。填了也会加密保存，页面上只显示头尾，永远不会用来做密码。"),
    _("空着的格子不会清掉学校已有的资料。"),
)


def places(batch, word):
    """Where the rows of one sort stand; for those who leave a class, their numbers."""
    if word == "gone":
        return list(batch.gone)
    kind = {"bad": BAD, "new": NEW, "moved": MOVED, "changed": CHANGED, "same": SAME, "out": OUT}[word]
    return [place for place, found in enumerate(batch.kinds) if found == kind]


def shown_of(field, text):
    """A cell as a page or a file may show it."""
    return masked(text.strip()) if field.secret and text.strip() else text


def template(kind, unit, say=as_written):
    """The sheet to fill in, as bytes: headings that are read in any language, text cells where digits matter, and how to fill it."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    bold, text = book.add_format({"bold": True, "bg_color": "#e8eef7"}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(say(_("名单")))
    for column, field in enumerate(KINDS[kind]):
        sheet.set_column(column, column, 18, text)
        sheet.write_string(0, column, field.sample + ("*" if field.needed else ""), bold)
        sheet.write_string(1, column, unit if field.word == "unit" else EXAMPLE_SAMPLES[kind].get(field.word, ""), text)
    sheet.freeze_panes(1, 0)
    notes = book.add_worksheet(say(_("怎样填")))
    notes.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    for line, note in enumerate((_("第二行是例子，请改成真实的内容或删掉。"), *NOTES)):
        notes.write_string(line, 0, say(note % {"unit": unit} if "${" in note else note))
    book.close()
    return out.getvalue()


def result(batch, private, say=as_written, only_bad=False):
    """The uploaded sheet with 结果 and 原因 for each row, as a file. Numbers that nobody shall read are masked."""
    fates = {**FATES, **(DONE_FATES if batch.state == "done" else {})}
    secret = {column: True for word, column in batch.mapping.items() for field in KINDS[batch.kind] if field.word == word and field.secret}
    columns = [Column(heading or "-", kind="id") for heading in batch.columns]
    rows = []
    for number in range(-(-batch.rows // pieces.SLICE)):
        for at, row in enumerate(pieces.piece(batch, private, number)):
            place = number * pieces.SLICE + at
            kind = batch.kinds[place]
            if kind not in fates or kind == HEAD or (only_bad and kind != BAD):
                continue
            cells = [row[column] if column < len(row) else "" for column in range(len(columns))]
            cells = [masked(cell.strip()) if column in secret and cell.strip() else cell for column, cell in enumerate(cells)]
            rows.append((*cells, str(place + 1), say(fates[kind]), reasons(batch, place, say)))
    table = Table("import", [*columns, Column(_("原行号"), kind="id"), Column(_("结果")), Column(_("原因"), width=60)], rows, title=_("结果"))
    return as_xlsx([table], say)


def reasons(batch, place, say):
    titles = {field.word: field.title for field in KINDS[batch.kind]}
    return "；".join(f"{say(titles[word])}：{say(sentence(problem, facts))}" for word, problem, facts in batch.bad.get(place, ()))


def mended(batch, private, data):
    """{place: {field: text}} of a returned file: what differs from the rows that were read. A mask means: as it was."""
    sheet = read_sheet(data, batch.rows)
    if sheet.trouble:
        raise Refused(told(sheet.trouble))
    heads = [cell.strip() for cell in sheet.rows[0]]
    line = next((column for column, head in enumerate(heads) if head in LINE_ALIASES), None)
    if line is None:
        raise Refused(_("第 1 行没有“原行号”这一列。请用这里下载的结果文件，改好以后再交回来。"))
    columns = {word: heads.index(batch.columns[column].strip()) for word, column in batch.mapping.items() if batch.columns[column].strip() in heads}
    found = {}
    for row in sheet.rows[1:]:
        number = row[line].strip() if line < len(row) else ""
        if number.isascii() and number.isdigit() and len(number) < 7 and batch.head < int(number) - 1 < batch.rows:
            found[int(number) - 1] = {word: row[column] if column < len(row) else "" for word, column in columns.items()}
    return without_masks(batch, private, found)


def without_masks(batch, private, changes):
    """Only what differs: a masked number that came back untouched is the number that was read."""
    fields = {field.word: field for field in KINDS[batch.kind]}
    inside = [place for place in changes if batch.head < place < batch.rows]
    rows, mapping, kept = pieces.rows_at(batch, private, sorted(inside)), dict(batch.mapping), {}
    for place in inside:
        held = {word: rows[place][mapping[word]] if mapping[word] < len(rows[place]) else "" for word in changes[place] if word in mapping}
        new = {word: text for word, text in changes[place].items() if word in held and text.strip() not in (held[word].strip(), shown_of(fields[word], held[word]).strip())}
        if new:
            kept[place] = new
    return kept
