"""Files from strangers: never more than 256 MiB or ten seconds, and always a sentence that names row and column."""

import io
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mooctang_core.flows.importing.troubles import told
from mooctang_core.sheets import MEMORY, WALL_SECONDS, letter, read_sheet
from mooctang_core.sheets.child import Trouble, from_csv
from mooctang_core.words import as_written
from tests.people.files import GOOD, book, student

LIMITS = {"rows": 50, "heads": 20, "columns": 64}
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def with_sheet(xml, data=None, name="xl/worksheets/sheet1.xml"):
    """A genuine workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data or book(GOOD))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, xml if member.filename == name else old.read(member))
    return out.getvalue()


def bomb():
    return with_sheet(SHEET.format("<row>" + " " * (30 << 20) + "</row>"))


HOSTILE = {
    "zip bomb": (bomb, "bomb"),
    "row 10^9": (lambda: with_sheet(SHEET.format('<row r="1000000000"><c r="A1000000000" t="inlineStr"><is><t>x</t></is></c></row>')), "long"),
    "column XFD": (lambda: with_sheet(SHEET.format('<row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>')), "wide"),
    "billion laughs": (lambda: with_sheet('<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SHEET.format("")), "entities"),
    "cut off": (lambda: book(GOOD)[:-200], "unreadable"),
    "not a zip": (lambda: b"PK\x03\x04" + b"\0" * 500, "unreadable"),
    "old xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old"),
    "password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 60 + "EncryptedPackage".encode("utf-16-le"), "locked"),
    "letters": (lambda: "学号,姓名\n1,".encode() + b"\xff\xfe\xff,x", "letters"),
    "binary": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 50, "unreadable"),
    "empty": (lambda: book(head=[]), "empty"),
    "many rows": (lambda: ("学号,姓名\n" + "1,x\n" * 50_100).encode(), "long"),
    "more than fits": (lambda: with_sheet(SHEET.format('<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="99999">'
                                                     '<c r="BL99999" t="inlineStr"><is><t>x</t></is></c></row>')), ("large", "long")),
    "21 MB": (lambda: b"a,b\n" * (6 << 20), "heavy"),
}


@pytest.mark.feature("BEY-09")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little_and_gets_a_sentence(name):
    make, word = HOSTILE[name]
    data, began = make(), time.monotonic()
    sheet = read_sheet(data)
    assert time.monotonic() - began < 10 and sheet.trouble["word"] in word and not sheet.rows
    assert MEMORY == 256 << 20 and WALL_SECONDS < 10, "what the kernel holds the child to"
    said = as_written(told(sheet.trouble))
    assert f"第 {sheet.trouble['row']} 行、{letter(sheet.trouble['column'])} 列" in said and "${" not in said


def test_the_places_are_those_of_the_file():
    assert read_sheet(HOSTILE["row 10^9"][0]()).trouble | {"row": 1_000_000_000, "column": 1} == read_sheet(HOSTILE["row 10^9"][0]()).trouble
    assert read_sheet(HOSTILE["letters"][0]()).trouble["row"] == 2
    assert read_sheet(HOSTILE["column XFD"][0]()).trouble["column"] == 16_384


@pytest.mark.feature("ADM-03", "BEY-09")
def test_numbers_that_lost_digits_formulas_and_other_encodings_are_named_by_cell(desk):
    rounded = student(123456789012345678, name="甲")
    formula = student("2026301", name="=1+1")
    said = desk.bring(book(rounded, formula, student("2026302", name="@SUM(A1)"), student("2026303", name="乙")))
    assert "1 行可以导入" in said and "表格软件已经把后面的数字改掉了" in said and "这一格是公式" in said and "不能以 = + - @ 开头" in said
    assert "第 2 行" in said and "第 3 行" in said and "第 4 行" in said
    lines = "学号,真实姓名,所属班级\n2026304,韩梅梅,一班\n1.23457E+11,丙,一班\n２０２６３０４, 丁 ,一班\n"
    said = desk.bring(lines.encode("gb18030"), "x.csv")
    assert "1 行可以导入" in said and "科学计数法" in said and "第 2 行也是 100012026304" in said


@settings(max_examples=40, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400))
def test_whatever_bytes_come_there_is_a_table_or_a_trouble(data):
    try:
        rows, odd = from_csv(data, LIMITS)
        assert rows and all(isinstance(cell, str) for row in rows for cell in row) and isinstance(odd, list)
    except Trouble as trouble:
        assert "${" not in as_written(told(trouble.said))
