"""One table is a page, a csv file and a workbook, and no cell of it is ever run."""
import csv
import io
import zipfile
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from mooctang_core.tables import Cell, Column, Table, as_csv, as_xlsx, original_text, page, safe_text
from mooctang_core.words import translator

_ = translator("mooctang_core")

FORMULAS = [
    "=1+1", "=HYPERLINK(\"http://evil.test\",\"点我\")", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "-2+3+cmd|' /C calc'!D2", "@SUM(1+1)",
    "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "   @A1", "\u00a0=1+1", "\u3000=1+1", "\ufeff=1+1", "\u200b=1+1", "\x00=1+1", "\x0b=1+1",
    "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "=", "@", "+", "=IMPORTXML(\"//x\")", "+86 138-0000", "-5+A1", "=A1\n", "'=1+1",
    "=DDE(\"cmd\";\"/C calc\";\"x\")", "{=1+1}", "+1e5",
]


def rows_of(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheets_of(file):
    with file:
        book = CalamineWorkbook.from_filelike(file)
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("evil", FORMULAS)
def test_a_csv_cell_never_begins_a_formula_and_comes_back_unchanged(evil):
    [_head, [cell, _rest]] = rows_of(as_csv(Table("t", ("a", "b"), [(evil, 1)])))
    shown = cell.strip().lstrip("\ufeff\u200b\x00")
    assert shown[:1] not in tuple("=+-@＝＋－＠") and cell[:1] not in ("\t", "\r")
    assert original_text(cell) == evil


@pytest.mark.parametrize("evil", FORMULAS)
def test_a_sheet_cell_is_always_text(evil):
    with as_xlsx([Table("t", ("a", Column("b", kind="id")), [(evil, evil)])]) as file:
        sheet = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and sheet.count('t="inlineStr"') == 4


@pytest.mark.parametrize("harmless", ["-5", "+8613800000000", "3.5", "-0.25", "张三", "", "a=b", "1-2"])
def test_plain_numbers_and_telephones_stay_as_they_are(harmless):
    assert safe_text(harmless) == harmless


@given(st.text())
def test_what_is_made_safe_can_be_read_back(text):
    assert original_text(safe_text(text)) == text


def test_headings_and_messages_are_translated():
    say = {"姓名": "Name", "迟到": "Late", "是": "Yes"}.get
    data = as_csv(Table("t", (_("姓名"), "状态", "算"), [("迟到", _("迟到"), True)]), lambda text: say(text, text))
    assert rows_of(data) == [["Name", "状态", "算"], ["迟到", "Late", "Yes"]]       # somebody is called so


def test_csv_opens_in_excel_with_the_right_letters():
    assert as_csv(Table("t", ("姓名",), [])).startswith(b"\xef\xbb\xbf")


def test_numbers_stay_numbers_and_student_numbers_stay_text():
    columns = (Column("学号", kind="id"), "得分", Column("出勤率", kind="percent"), "时间", "日期")
    at = datetime(2026, 11, 21, 1, 41, tzinfo=UTC)
    table = Table("scores", columns, [("0012345678901234567", 9.5, 0.8, at, date(2026, 11, 21))], title="成绩")
    [[_head, row]] = sheets_of(as_xlsx([table], tz=ZoneInfo("Asia/Shanghai"))).values()
    assert row == ["0012345678901234567", 9.5, 0.8, datetime(2026, 11, 21, 9, 41), date(2026, 11, 21)]


def test_a_number_too_long_for_a_sheet_is_kept_as_text():
    [[_head, [cell]]] = sheets_of(as_xlsx([Table("t", ("n",), [(12345678901234567890,)])])).values()
    assert cell == "12345678901234567890"


def test_many_tables_are_many_sheets_with_lawful_names():
    titles = ["成绩", "成绩", "History", "a/b:c*d?[e]", "很长" * 30, "''", "签到"]
    sheets = sheets_of(as_xlsx([Table(f"t{n}", ("a",), [(n,)], title=title) for n, title in enumerate(titles)]))
    assert len(sheets) == 7 and list(sheets)[:2] == ["成绩", "成绩 2"]
    assert all(len(name) <= 31 for name in sheets)


def test_notes_go_to_a_last_sheet_and_the_measure_into_the_heading():
    table = Table("t", ("姓名", Column("出勤率", note="迟到计 80%")), [], title="签到", note="截至今天")
    sheets = sheets_of(as_xlsx([table]))
    assert sheets["签到"] == [["姓名", "出勤率（迟到计 80%）"]] and sheets["说明"] == [["签到", "截至今天"]]


def test_letters_no_file_can_hold_do_not_break_it():
    table = Table("t", ("a",), [("a\x00b\x1fc\ud800",), ("x" * 40_000,), (float("nan"),), (None,), ("_x0041_",)])
    [rows] = sheets_of(as_xlsx([table])).values()
    assert rows[1] == ["abc"] and len(rows[2][0]) == 32_767 and rows[-1] == ["_x0041_"]
    assert as_csv(table)


def test_a_cell_equals_its_plain_value():
    table = Table("records", (_("姓名"), _("状态")), [("学生1", Cell(_("迟到"), note="10:11", href="/x"))])
    assert ("学生1", _("迟到")) in table.rows and ("学生1", "准时") not in table.rows


def test_a_row_of_the_wrong_length_is_our_mistake_and_says_so():
    with pytest.raises(ValueError, match="scores.*1 cells.*2"):
        Table("scores", ("a", "b"), [("x",)])


def people():
    return Table("people", ("姓名", "得分"), [("张三", 90), ("李四", None), ("王五", 60), ("安娜", 100)])


def test_the_screen_sorts_numbers_as_numbers_and_names_by_sound():
    assert [row[1] for row in page(people(), "1").rows] == [None, 60, 90, 100]
    assert [row[0] for row in page(people(), "-1").rows] == ["安娜", "张三", "王五", "李四"]
    assert [row[0] for row in page(people(), "0").rows] == ["安娜", "李四", "王五", "张三"]


def test_the_screen_finds_in_any_cell_whatever_the_width_of_the_letters():
    assert page(people(), find="１００").rows == [("安娜", 100)]
    assert page(people(), find="没有").found == 0


def test_fifty_a_page_and_bad_wishes_are_forgiven():
    table = Table("t", ("n",), [(n,) for n in range(120)])
    last = page(table, number=9, sort="99")
    assert (last.number, last.pages, last.rows, last.sort) == (3, 3, table.rows[100:], "")
    assert page(table, sort="-x").rows == table.rows[:50]
