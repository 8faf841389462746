"""Charts as SVG and HTML drawn on the server: no script, no style, every number also as text and as rows.

Each function takes plain numbers and gives a `Chart`; a template writes `${structure: charts.bars(...)}` or uses the
macro `chart`, which adds the rows as a table. Texts come translated from the caller.
"""
import math
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

CHECK = ('<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="M12.7 4a.75.75 0 0 1 1 1.1l-7 7.2a.75.75 0 0 1-1.1 0L2.5 9'
         'a.75.75 0 1 1 1.1-1l2.5 2.6z"/></svg>')
TONES = ("ok", "warn", "bad", "brand", "none")
LINES = 4


class Chart:
    """Markup, what it says in words, and its numbers as rows."""

    __slots__ = ("html", "label", "columns", "rows")

    def __init__(self, html, label, columns=(), rows=()):
        self.html, self.label, self.columns, self.rows = html, label, tuple(columns), [tuple(row) for row in rows]

    def __html__(self):
        return self.html

    def __str__(self):
        return self.html


class Option(NamedTuple):
    """One answer that could be chosen."""

    label: str
    number: int
    key: bool = False
    text: str = ""


# numbers and texts ----------------------------------------------------------------------------------------------------

def short(value) -> str:
    """A number without needless digits."""
    return "" if value is None else f"{round(float(value), 1):g}"


def spoken(rows) -> str:
    """What a chart says when nobody gave it words: each name with its number."""
    return "; ".join(" ".join(str(cell) for cell in row) for row in rows)


def width_of(text: str, size: int = 14) -> float:
    """About how wide a text is: a Chinese letter is a square, others half of one."""
    return sum(size if ord(char) > 0x2E7F else size * 0.58 for char in str(text))


def clipped(text: str, room: float, size: int = 13) -> str:
    """The text, shortened to the room there is."""
    text = str(text)
    if width_of(text, size) <= room:
        return text
    while text and width_of(text, size) + size > room:
        text = text[:-1]
    return text + "…"


def text(x, y, words, look="ax", anchor="middle") -> str:
    return f'<text class="{look}" x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(str(words))}</text>'


def rect(look, x, y, width, height, round_=0) -> str:
    corner = f' rx="{round_}"' if round_ else ""
    return f'<rect class="{look}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"{corner}/>'


def svg(look, width, height, label, inside, hidden=False) -> str:
    """A drawing that speaks; of two variants of the same chart both speak, since only one is displayed."""
    speak = f'role="img" aria-label="{escape(label)}"' if not hidden else 'aria-hidden="true"'
    return f'<svg class="chart {look}" viewBox="0 0 {width} {height}" {speak}>{inside}</svg>'


# bars -----------------------------------------------------------------------------------------------------------------

def bars(items, label="", columns=("", ""), unit="") -> Chart:
    """Upright bars: (name, value) or (name, value, tone). Tones: b (brand), low, key."""
    rows = [(item[0], item[1]) for item in items]
    label = label or spoken(rows)
    narrow = _lying(items, unit) if len(items) > 6 else _upright(items, 340, 190, unit)
    height = 30 * len(items) + 4 if len(items) > 6 else 190
    html = svg("wide", 420, 178, label, _upright(items, 420, 178, unit)) + svg("narrow", 340, height, label, narrow)
    return Chart(html, label, columns, rows)


def _upright(items, width, height, unit) -> str:
    most, step = max([1e-9, *(item[1] or 0 for item in items)]), width / max(1, len(items))
    parts = [f'<line class="base" x1="0" x2="{width}" y1="{height - 32}" y2="{height - 32}"/>']
    for at, item in enumerate(items):
        tall, x = (height - 62) * (item[1] or 0) / most, at * step
        look = item[2] if len(item) > 2 else "b"
        parts += [
            rect(look, x + step * 0.18, height - 32 - tall, step * 0.64, tall, 4),
            text(x + step / 2, height - 40 - tall, _fitting(item[1], unit, step - 4), "v"),
            text(x + step / 2, height - 10, clipped(item[0], step - 8)),
        ]
    return "".join(parts)


def _fitting(value, unit, room) -> str:
    """A value with its unit, as a whole number where that is too long, and nothing where even that would run into its neighbour's."""
    said = (short(value) + unit, "" if value is None else f"{value:.0f}", "")
    return next(one for one in said if not one or width_of(one) <= room)


def _lying(items, unit) -> str:
    beside = max(width_of(short(item[1]) + unit) for item in items) + 16
    most, room = max([1e-9, *(item[1] or 0 for item in items)]), min(110, max(width_of(item[0], 13) for item in items) + 8)
    parts = []
    for at, item in enumerate(items):
        y, look = 30 * at, item[2] if len(item) > 2 else "b"
        long = (340 - room - beside) * (item[1] or 0) / most
        parts += [text(0, y + 19, clipped(item[0], room), anchor="start"), rect(look, room, y + 7, long, 16, 4),
                  text(room + long + 8, y + 20, short(item[1]) + unit, "v", "start")]
    return "".join(parts)


def option_bars(options, label="", columns=("", ""), right="", total=None) -> Chart:
    """One line for each answer: letter, text, bar, number. The key is green and bold and has a tick; `right` says so aloud."""
    options = [Option(*option) for option in options]
    most = max(1, total or sum(option.number for option in options))
    rows = [(option.label if not option.text else f"{option.label} {option.text}", option.number) for option in options]
    lines = "".join(_option(option, most, right) for option in options)
    return Chart(f'<ol class="obars" aria-label="{escape(label or spoken(rows))}">{lines}</ol>', label or spoken(rows), columns, rows)


def _option(option, most, right) -> str:
    look = " ".join(filter(None, ("key" if option.key else "", "has-tx" if option.text else "")))
    aloud = f'<span class="visually-hidden"> {escape(str(right))}</span>' if option.key and right else ""
    tick = CHECK if option.key else ""
    words = f'<span class="tx">{escape(option.text)}</span>' if option.text else ""
    return (f'<li class="{look}"><b class="l"><span class="k">{escape(option.label)}</span>{tick}{aloud}</b>{words}'
            f'<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="bg" width="1000" height="10"/>'
            f'<rect width="{1000 * option.number / most:.0f}" height="10"/></svg><span class="n num">{tick}{option.number}</span></li>')


# lines ----------------------------------------------------------------------------------------------------------------

class Frame(NamedTuple):
    """Where a line chart draws, and what its edges mean."""

    width: int
    height: int
    left: int
    right: int
    low: float
    high: float
    points: int
    top: int = 14
    bottom: int = 34

    def x(self, at) -> float:
        return self.left + (self.width - self.left - self.right) * (at / (self.points - 1) if self.points > 1 else 0.5)

    def y(self, value) -> float:
        return self.top + (self.height - self.top - self.bottom) * (self.high - value) / ((self.high - self.low) or 1)


def line(labels, series, label="", columns=None, unit="", low=None, high=None) -> Chart:
    """Lines over the same labels: series are (name, values); None is a gap. Each line is labelled at its end."""
    series = [(name, list(values)) for name, values in series][:LINES]
    known = [value for _, values in series for value in values if value is not None]
    step = _step(known, low, high)
    low = low if low is not None else (min(known, default=0) // step) * step
    high = high if high is not None else -(-max(known, default=1) // step) * step
    high = high if high > low else low + step
    rows = [(name, *(values[at] if at < len(values) else None for _, values in series)) for at, name in enumerate(labels)]
    ends = [f"{name} {short(last)}{unit}" for name, values in series if (last := _last(values)) is not None]
    label = label or "; ".join(ends)
    room = min(130, max([60.0, *(width_of(end) for end in ends)]) + 22)
    wide = Frame(680, 262, 44, int(room), low, high, len(labels))
    narrow = Frame(340, 220, 34, int(room), low, high, len(labels))
    html = (svg("wide", 680, 262, label, _lines(wide, labels, series, step, unit, 8))
            + svg("narrow", 340, 220, label, _lines(narrow, labels, series, step, unit, 4)))
    return Chart(html, label, columns or ("", *(name for name, _ in series)), rows)


def _step(known, low, high) -> float:
    """A round distance between grid lines, so that there are three to six."""
    span = (high if high is not None else max(known, default=1)) - (low if low is not None else min(known, default=0))
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10000):
        if span / step <= 5:
            return step
    return span / 4


def _last(values):
    return next((value for value in reversed(values) if value is not None), None)


def _lines(frame, labels, series, step, unit, most) -> str:
    parts, value = [], frame.low
    while value <= frame.high + step / 100:
        y = frame.y(value)
        parts += [f'<line class="grid" x1="{frame.left}" x2="{frame.width - frame.right}" y1="{y:.0f}" y2="{y:.0f}"/>',
                  text(frame.left - 10, y + 4, short(value), anchor="end")]
        value += step
    widest = max((width_of(clipped(name, 84), 13) for name in labels), default=0) + 10
    every = max(1, -(-len(labels) // most), math.ceil(widest * (frame.points - 1) / (frame.width - frame.left - frame.right)))
    parts += [text(frame.x(at), frame.height - 8, clipped(name, 84)) for at, name in enumerate(labels) if at % every == 0]
    ends = _spread(frame.height - frame.bottom + 3, [(frame.y(last), at) for at, (_, values) in enumerate(series) if (last := _last(values)) is not None])
    for at, (name, values) in enumerate(series):
        parts.append(_one_line(frame, f"l{at + 1}", name, values, unit, ends.get(at)))
    return "".join(parts)


def _one_line(frame, look, name, values, unit, label_y) -> str:
    points = [(frame.x(at), frame.y(value)) if value is not None else None for at, value in enumerate(values)]
    parts = [f'<polyline class="{look}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}"/>' for run in _runs(points)]
    last = next((point for point in reversed(points) if point), None)
    if last:
        parts.append(f'<circle class="{look}" cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="4.5"/>')
        words = clipped(f"{name} {short(_last(values))}{unit}", frame.right - 16, 14)
        parts.append(text(frame.width - frame.right + 14, label_y + 5, words, f"{look} lab", "start"))
    return "".join(parts)


def _runs(points):
    """The unbroken stretches; a lone point between gaps is drawn as a very short line."""
    run = []
    for point in [*points, None]:
        if point:
            run.append(point)
        elif run:
            yield run if len(run) > 1 else [run[0], (run[0][0] + 0.1, run[0][1])]
            run = []


def _spread(lowest, ends, least=20) -> dict[int, float]:
    """Labels at the ends of lines that come close are pushed apart: down, and from the words under the axis up again."""
    ends = sorted(ends)
    places = [y for y, _ in ends]
    for above, below in pairwise(range(len(places))):
        places[below] = max(places[below], places[above] + least)
    for back in range(len(places)):
        places[-1 - back] = min(places[-1 - back], lowest - least * back)
    return {number: places[at] for at, (_, number) in enumerate(ends)}


# parts of a whole -----------------------------------------------------------------------------------------------------

def strip(parts, label="", columns=("", "")) -> Chart:
    """A stacked strip with its numbers under it: (name, value, tone). For shares where one is far larger than the others."""
    parts = [(name, value or 0, tone if tone in TONES else "none") for name, value, tone in parts]
    rows, whole, x, drawn = [(name, value) for name, value, _ in parts], sum(value for _, value, _ in parts) or 1, 0.0, []
    label = label or spoken(rows)
    for _, value, tone in parts:
        if value:
            # A share too small to see still gets two pixels or so.
            long = max(4.0, 1000 * value / whole)
            drawn.append(rect(tone, x, 0, long, 20) + rect("gap", x + long - 2, 0, 2, 20))
            x += long
    keys = "".join(f'<li><svg class="{tone}" viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" rx="3"/></svg>'
                   f'{escape(str(name))}<b class="num">{short(value)}</b></li>' for name, value, tone in parts)
    html = (f'<svg class="strip" viewBox="0 0 {max(x, 1):.0f} 20" preserveAspectRatio="none" role="img" aria-label="{escape(label)}">'
            f'{"".join(drawn)}</svg><ul class="strip-key">{keys}</ul>')
    return Chart(html, label, columns, rows)


def meter(part, whole, label: Any = None, tone="") -> Chart:
    """How much of something is done."""
    part, whole = part or 0, whole or 0
    label = str(label) if label else f"{short(part)} / {short(whole)}"
    done = 300 * min(part, whole) / whole if whole else 0
    html = (f'<svg class="meter {tone}" viewBox="0 0 300 8" preserveAspectRatio="none" role="img" aria-label="{escape(label)}">'
            f'<rect width="300" height="8"/><rect width="{done:.1f}" height="8"/></svg>')
    return Chart(html, label)


def words(items, label="", columns=("", ""), most=60) -> Chart:
    """A word list in six sizes, largest first: (word, count). It reads aloud and updates in place."""
    items = sorted(items, key=lambda item: (-item[1], str(item[0])))[:most]
    top = items[0][1] if items else 1
    lines = "".join(f'<li class="w{_size(count, top)}">{escape(str(word))}'
                    f'<span class="visually-hidden"> {count}</span></li>' for word, count in items)
    rows = [(word, count) for word, count in items]
    return Chart(f'<ul class="words" aria-label="{escape(label or spoken(rows[:5]))}">{lines}</ul>', label, columns, rows)


def _size(count, top) -> int:
    return 1 + round(5 * ((count / top) ** 0.7)) if top else 1
