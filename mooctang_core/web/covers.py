"""A picture for a course that has none: four drawings in the school's colour, chosen and shaped by the course's name."""

import hashlib
from itertools import pairwise
from math import cos, sin

from .furniture import Html

WIDTH, HEIGHT = 320, 172


def cover(word):
    """The drawing of a course; the same word always gives the same one."""
    seed = hashlib.sha256(word.encode()).digest()
    inside = (waves, rings, columns, net)[seed[0] % 4](seed)
    return Html(f'<svg class="cover" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice" aria-hidden="true">'
                f'<rect class="bg" width="{WIDTH}" height="{HEIGHT}"/>{inside}</svg>')


def waves(seed):
    high = 12 + seed[1] % 16
    return "".join(f'<path class="st" d="M0 {y}q40 {high} 80 0t80 0 80 0 80 0"/>' for y in range(30, 140, 13))


def rings(seed):
    x, y = 80 + seed[1] % 160, 60 + seed[2] % 52
    circles = "".join(f'<circle class="st" cx="{x}" cy="{y}" r="{radius}"/>' for radius in range(22, 176, 22))
    dots = "".join(_dot("fl", x + r * cos(turn), y + r * sin(turn), size)
                   for r, turn, size in ((66, seed[3] / 40, 5), (110, seed[4] / 40, 6), (44, seed[5] / 40, 4)))
    return circles + _dot("fl", x, y, 9) + dots


def columns(seed):
    return "".join(
        f'<rect class="{"fl" if seed[n] % 4 == 0 else "so"}" x="{14 + 25 * n}" y="{HEIGHT - h}" width="13" height="{h}" rx="3"/>'
        for n, h in ((n, 18 + seed[n] * 110 // 255) for n in range(12)))


def net(seed):
    points = [(40 + 34 * n, 36 + seed[n] * 110 // 255) for n in range(8)]
    pairs = [*pairwise(points), *zip(points, points[3:], strict=False)]
    lines = "".join(f'<path class="st" d="M{a} {b}L{c} {d}"/>' for (a, b), (c, d) in pairs)
    return lines + "".join(_dot("fl" if seed[8 + n] % 3 == 0 else "so", x, y, 11 if seed[8 + n] % 3 == 0 else 7) for n, (x, y) in enumerate(points))


def _dot(look, x, y, radius):
    return f'<circle class="{look}" cx="{x:.0f}" cy="{y:.0f}" r="{radius}"/>'


def crest_colors(color):
    """(fill, text) of a school's crest on the alliance's page: its own colour, and white or ink on it."""
    from .brand import WHITE, contrast, parse, written

    rgb = parse(color)
    return written(rgb), "#ffffff" if contrast(rgb, WHITE) >= 4.5 else "#12161c"
