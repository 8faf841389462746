"""No two words of a chart lie on each other, and none leaves the drawing: on the desk's drawing and on the phone's."""

import re
from itertools import combinations

import pytest

from mooctang_core import charts

TEXT = re.compile(r'<text class="([^"]*)" x="([\d.-]+)" y="([\d.-]+)" text-anchor="(\w+)">([^<]+)<')
DRAWING = re.compile(r'<svg class="chart.*?</svg>', re.S)
CLASSES = {"zh": [f"第 {n} 次" for n in range(1, 17)], "en": [f"Class {n}" for n in range(1, 17)]}


def boxes(drawing):
    """(left, top, right, bottom, word) of every word."""
    for look, x, y, anchor, word in TEXT.findall(drawing):
        size = 13 if look == "ax" else 14
        wide = charts.width_of(word, size)
        left = float(x) - {"end": wide, "middle": wide / 2, "start": 0}[anchor]
        yield left, float(y) - size * 0.8, left + wide, float(y) + size * 0.2, word


def trouble(chart):
    for drawing in DRAWING.findall(str(chart)):
        _x, _y, width, height = map(float, re.search(r'viewBox="([^"]+)"', drawing)[1].split())
        words = list(boxes(drawing))
        yield from (word for left, _top, right, bottom, word in words if left < -1 or right > width + 1 or bottom > height + 2)
        yield from ((a[4], b[4]) for a, b in combinations(words, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("many", [1, 2, 3, 5, 8, 12, 16])
def test_lines_over_a_term(language, many):
    labels = CLASSES[language][:many]
    high = [(name, [87 + at] * many) for at, name in enumerate(("签到", "练习 正确率", "讨论 参与率", "Check-in"))]
    low = [(name, [at] * many) for at, name in enumerate(("签到", "练习", "讨论"))]
    assert list(trouble(charts.line(labels, high, unit="%"))) == []
    assert list(trouble(charts.line(labels, low, unit="%", low=0, high=100))) == []


@pytest.mark.parametrize("many", [1, 3, 6, 7, 12, 16])
@pytest.mark.parametrize("name, value, unit", [("随堂练习", 53, ""), ("Out of class: 读书笔记", 105.5, "%"), ("Homework", 1000, "")])
def test_bars(many, name, value, unit):
    assert list(trouble(charts.bars([(name, value + at) for at in range(many)], unit=unit))) == []
