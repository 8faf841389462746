"""GIFT and the sheet: the usual ones are read, mistakes are named by line or row, and a hostile file is not opened."""

import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from mooctang_core.questions.reading import from_gift, from_xlsx, sheet_template
from mooctang_core.questions.reading.formats import decoded, formats, read_file
from mooctang_core.words import as_written

GIFT = r"""// a comment
$CATEGORY: physics

::Q1:: 1+1=2 {T#no#yes}

::Colour:: What's between orange and green?
{ =yellow # right; good! ~red # wrong ~blue }

Two plus {=two =2} equals four.

::Q4:: Which are even \{x\}\: a\=b? { ~%50%2 ~%50%4 ~%-100%3 ####General }

::Num:: When? {#1822:5}

pi {#3.141..3.142}

Match. { =cat -> cat food =dog -> dog food = -> fish }

[html]<p>a &lt; b<br>c</p>{FALSE}

Grant is { ~buried =entombed ~living } in the tomb.
"""


def test_the_usual_types_of_gift():
    questions, problems = from_gift(GIFT)
    assert problems == []
    assert [(q["type"], q["key"]) for q in questions[:6]] == [
        ("truth", True), ("single", "a"), ("fill", [["two", "2"]]), ("multiple", ["a", "b"]), ("numeric", 1822), ("numeric", 3.1415)]
    assert questions[1]["explain"] == "right; good!" and questions[3]["explain"] == "General" and questions[3]["partial"] == "partial"
    assert questions[3]["text"] == "Which are even {x}: a=b?" and questions[2]["text"] == "Two plus ____ equals four."
    pairs = {left["text"]: next(right["text"] for right in questions[6]["matches"] if right["id"] == questions[6]["key"][left["id"]])
             for left in questions[6]["options"]}
    assert pairs == {"cat": "cat food", "dog": "dog food"} and len(questions[6]["matches"]) == 3
    assert questions[7]["text"] == "a < b\nc" and questions[8]["key"] == "b"


@pytest.mark.parametrize("text, line", [
    ("ok {T}\n\nWrite an essay. {}", 3), ("Only words.", 1), ("\n\nBad { =a ~b", 3), ("{#=1:0 =%50%2:1}", 1), ("q {=%50%a =b}", 1), ("q { a b }", 1),
    ("q {~%60%a ~%40%b}", 1), ("two {T} and {F}", 1),
])
def test_what_gift_cannot_give_is_named_by_line(text, line):
    reading = from_gift(text)
    assert [problem.line for problem in reading.problems] == [line]
    assert all(as_written(problem.what) for problem in reading.problems)


def test_the_template_reads_back():
    questions, problems = from_xlsx(BytesIO(sheet_template()))
    assert problems == []
    assert [q["type"] for q in questions] == ["single", "multiple", "truth", "fill", "numeric", "ordering", "matching", "short"]
    assert questions[3]["key"] == [["N", "牛顿"], ["J", "焦耳"]] and questions[1]["partial"] == "partial"


def book(rows, far=None):
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"strings_to_formulas": False})
    sheet = made.add_worksheet()
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    if far:
        sheet.write(*far, "x")
    made.close()
    return BytesIO(out.getvalue())


def test_a_mistake_is_named_by_its_row():
    head = ("说明", ), ("题型", "题干*", "选项A", "选项 B", "正确答案", "分值")
    questions, problems = from_xlsx(book([*head, ("单选题", "甲", 1, 2, "B", 3), ("单选题", "乙", 1, 2, "C", 3), (), ("作曲题", "丙", 1, 2, "A"), ("", "丁", "", "", True, "x")]))
    assert [(q["text"], q["score"], q["options"][1]["text"]) for q in questions] == [("甲", 3, "2")]
    assert [problem.line for problem in problems] == [4, 6, 7]


def test_a_sheet_without_heads_says_so():
    assert "没有找到表头" in as_written(from_xlsx(book([("a", "b")])).problems[0].what)


def bomb():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b"0" * (40 << 20))
    return BytesIO(out.getvalue())


@pytest.mark.parametrize("hostile", [
    book([], far=(900_000, 3)), book([], far=(1, 16_000)), bomb(), BytesIO(b"PK\x03\x04 nothing"), BytesIO(b"x" * (6 << 20)), BytesIO(b""),
], ids=["far down", "far right", "bomb", "broken", "large", "empty"])
def test_a_hostile_sheet_is_not_opened(hostile):
    reading = from_xlsx(hostile)
    assert reading.questions == [] and len(reading.problems) == 1


def test_a_file_is_read_by_its_ending_and_in_the_letters_it_is_written_in():
    known = formats()
    for data in ("1. 题（√）".encode(), "1. 题（√）".encode("gb18030"), "1. 题（√）".encode("utf-16"), "题 {T}".encode()):
        assert [q["key"] for q in read_file("a.TXT", data, known).questions] == [True]
    assert read_file("a.docx", b"", known).problems[0].text == "a.docx"
    assert decoded("文".encode("utf-8-sig")) == "文"
