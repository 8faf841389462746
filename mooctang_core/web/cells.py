"""One square of a table as html. A gradebook has ten thousand on a page, most of them alike: each different one is drawn once."""

from functools import lru_cache
from html import escape

from ..tables import Cell, said, shown

NOTHING = "—"


def square(say, zone, cell, column, why=""):
    """A value as this reader reads it, with its link, its pill and its note; `why` is where it is explained."""
    value, tone, href, note, duty = (cell.value, cell.kind, cell.href, cell.note, cell.duty) if isinstance(cell, Cell) else (cell, "", None, "", "")
    if column.kind == "percent" and isinstance(value, (int, float)):
        value = f"{round(value * 100, 1):g}%"
    drawn = _drawn(value if type(value) is str else shown(value, say, zone), tone, href, said(note, say) or "", duty)
    return f'<a class="why" href="{why}">{drawn or NOTHING}</a>' if why and not href else drawn


@lru_cache(maxsize=4096)
def _drawn(value, tone, href, note, duty):
    text = escape(value)
    if href:
        held = f' data-duty-link="{escape(duty)}"' if duty else ""
        text = f'<a class="lnk"{held} href="{escape(href)}">{text}</a>'
    elif tone:
        text = f'<span class="pill {escape(tone)}">{text}</span>'
    return text + (f'<span class="cap id">{escape(note)}</span>' if note else "")
