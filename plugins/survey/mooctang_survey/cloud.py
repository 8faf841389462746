"""A cloud of words as a drawing made on the server: lines of words, the heaviest in the middle; it can be read aloud and as a table."""

from html import escape
from typing import NamedTuple

from mooctang_core.api import charts

SIZES = (15, 46)        # of the rarest and the most frequent word, in units of the drawing
WIDE, NARROW = 680, 340
FLAT = 0.42             # height over width that the wide drawing aims at, so that few words fill a wall, too
GAP, LEADING = 0.55, 1.28
TONES = ("t1", "t2", "t3", "t4")


class Word(NamedTuple):
    text: str
    count: int
    size: float

    @property
    def width(self):
        return charts.width_of(self.text, self.size) + self.size * GAP


def cloud(words, label="", columns=("", "")):
    """A Chart of [(word, count)]. It fits a phone and a wall: two drawings, of which the page shows one."""
    rows = [(word, count) for word, count in words]
    label = label or charts.spoken(rows[:12])
    sized = sizes(rows)
    wide = width_for(sized)
    html = drawing("wide", wide, [fit(word, wide) for word in sized], label) + drawing("narrow", NARROW, [fit(word, NARROW) for word in sized], label)
    return charts.Chart(html, label, columns, rows)


def width_for(words):
    """As wide as makes a picture of the shape that we want out of these words."""
    area = sum(word.width * word.size * LEADING for word in words)
    return round(max(NARROW, min(WIDE, (area / FLAT) ** 0.5 * 1.08)))


def sizes(rows):
    """By the square root of how often: areas then say what the numbers say."""
    if not rows:
        return []
    most, least = rows[0][1], rows[-1][1]
    spread = (most ** 0.5 - least ** 0.5) or 1
    low, high = SIZES if most > least else (26, 26)
    return [fit(Word(text, count, round(low + (high - low) * (count ** 0.5 - least ** 0.5) / spread, 1)), WIDE) for text, count in rows]


def fit(word, width):
    """A word that is longer than the drawing is drawn smaller."""
    room = width * 0.96
    return word if word.width <= room else word._replace(size=round(word.size * room / word.width, 1))


def lines_of(words, width):
    """The words in lines, most frequent first."""
    lines: list = []
    left = 0.0
    for word in words:
        if not lines or word.width > left:
            lines.append([])
            left = width
        lines[-1].append(word)
        left -= word.width
    return lines


def heart_first(items):
    """The first in the middle, the others in turn above and below it."""
    below, above = items[::2], items[1::2]
    return [*reversed(above), *below]


def drawing(look, width, words, label):
    lines = heart_first(lines_of(words, width))
    parts, y = [], 6.0
    for line in lines:
        tall = max(word.size for word in line)
        y += tall * LEADING
        parts += line_of(heart_first(line), width, y - tall * 0.28)
    return charts.svg(f"{look} cloud", width, round(y + 8), label, "".join(parts))


def line_of(line, width, y):
    x = (width - sum(word.width for word in line)) / 2
    for word in line:
        x += word.width / 2
        tone = TONES[sum(map(ord, word.text)) % len(TONES)]
        yield (f'<text class="{tone}" x="{x:.0f}" y="{y:.0f}" text-anchor="middle" font-size="{word.size:g}">{escape(word.text)}'
               f"<title>{escape(word.text)} {word.count}</title></text>")
        x += word.width / 2
