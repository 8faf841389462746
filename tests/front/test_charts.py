"""Charts: drawn on the server, clean, in words for those who do not see them, and with their numbers as rows."""

import re
import xml.etree.ElementTree as ET

import pytest

from mooctang_core import charts

EVIL = '"><script>x()</script>&'
MANY = {
    "bars": lambda word=EVIL: charts.bars([(word, 6, "low"), ("b", 0), ("c", None)]),
    "many bars": lambda word=EVIL: charts.bars([(f"{word}{n}", n) for n in range(40)]),
    "options": lambda word=EVIL: charts.option_bars([charts.Option(word, 3, True, word), charts.Option("B", 0)], right=word),
    "line": lambda word=EVIL: charts.line([word, "b", "c", "d"], [(word, [96, None, 93, 90]), ("y", [None, 70, None, 71]), ("z", [])], unit="%"),
    "strip": lambda word=EVIL: charts.strip([(word, 50, "ok"), ("b", 0, "bad"), ("c", 1, "no such tone")]),
    "meter": lambda word=EVIL: charts.meter(46, 55, word),
    "words": lambda word=EVIL: charts.words([(word, 30), ("b", 1)]),
}


@pytest.mark.parametrize("name", MANY)
def test_markup_is_well_formed_and_clean(name):
    html = str(MANY[name]())
    ET.fromstring(f"<x>{html}</x>")
    assert not re.search(r"<script|\sstyle=|\son\w+=|nan|inf\b", html)


@pytest.mark.parametrize("name", MANY)
def test_it_speaks(name):
    assert re.search(r'(role="img" aria-label="|aria-label=")[^"]+"', str(MANY[name]("a")))


@pytest.mark.parametrize(
    "draw",
    (
        lambda: charts.bars([]),
        lambda: charts.option_bars([]),
        lambda: charts.line([], []),
        lambda: charts.line(["a"], [("x", [5])]),
        lambda: charts.strip([]),
        lambda: charts.meter(0, 0),
        lambda: charts.meter(None, None),
        lambda: charts.words([]),
    ),
)
def test_nothing_is_drawn_from_nothing_without_falling(draw):
    ET.fromstring(f"<x>{draw()}</x>")


def test_numbers_come_as_rows():
    assert charts.bars([("<60", 6), ("60+", 9)], columns=("分数", "人数")).rows == [("<60", 6), ("60+", 9)]
    line = charts.line(["9/2", "9/9"], [("出勤", [96, 94]), ("正确", [62])])
    assert line.columns == ("", "出勤", "正确") and line.rows == [("9/2", 96, 62), ("9/9", 94, None)]
    assert charts.strip([("签到", 50, "ok")]).rows == [("签到", 50)]
    assert charts.words([("a", 1), ("b", 2)]).rows == [("b", 2), ("a", 1)]


def test_the_key_is_more_than_green():
    html = str(charts.option_bars([("A", 1), ("B", 3, True)], right="正确答案"))
    key = html[html.index('class="key"') :]
    assert "正确答案" in key and charts.CHECK in key
    assert charts.CHECK not in html[: html.index('class="key"')]


def test_bars_are_as_long_as_their_share():
    html = str(charts.option_bars([("A", 1), ("B", 3)]))
    assert '<rect width="250" height="10"/>' in html and '<rect width="750" height="10"/>' in html
    assert 'width="150.0"' in str(charts.meter(1, 2)) and 'width="300.0"' in str(charts.meter(9, 2))


def test_there_is_a_variant_for_phones():
    for chart in (charts.bars([("a", 1)]), charts.line(["a", "b"], [("x", [1, 2])])):
        assert 'class="chart wide"' in str(chart) and 'class="chart narrow" viewBox="0 0 340' in str(chart)


def test_labels_at_the_ends_of_lines_do_not_cover_each_other():
    html = str(charts.line(["a", "b"], [("x", [1, 50]), ("y", [2, 50]), ("z", [3, 51])]))
    wide = html[: html.index('class="chart narrow"')]
    places = sorted(int(y) for y in re.findall(r'lab" x="\d+" y="(\d+)"', wide))
    assert all(below - above >= 19 for above, below in zip(places, places[1:], strict=False))


def test_a_long_name_is_shortened():
    assert charts.clipped("一二三四五六七八", 60).endswith("…") and charts.clipped("一二", 60) == "一二"


def test_a_number_has_no_needless_digits():
    assert [charts.short(value) for value in (1, 1.0, 66.666, None, 0)] == ["1", "1", "66.7", "", "0"]
