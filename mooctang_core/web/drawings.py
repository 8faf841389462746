"""A logo as a school wrote it, made safe: shapes and colours stay, whatever runs, loads or leads somewhere goes."""

import hashlib
from functools import lru_cache
from html import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

LONGEST = 50_000
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset("svg g path circle ellipse rect line polyline polygon text tspan title desc defs linearGradient radialGradient stop clipPath mask".split())
LOOKS = frozenset(
    "viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform fill stroke opacity offset class role "
    "fill-rule fill-opacity clip-rule clip-path mask stroke-width stroke-linecap stroke-linejoin stroke-opacity stroke-dasharray stroke-dashoffset "
    "stroke-miterlimit stop-color stop-opacity gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits font-size font-weight "
    "font-family text-anchor dominant-baseline letter-spacing aria-hidden aria-label".split())

PICTURE = "data:image/png;base64,"
"""A logo that is no drawing begins so; it is fetched by its content (web/crests.py) and never stands in a page."""

NAMED = frozenset("linearGradient radialGradient clipPath mask".split())
"""Only what is meant to be pointed at has an id: the page's own stay one of a kind."""


@lru_cache(maxsize=1024)
def drawn(text):
    """A logo as HTML: the SVG of a text with nothing in it but a drawing, or a picture by its address; "" when there is none."""
    if text and text.startswith(PICTURE):
        return f'<img src="/crest/{stamp_of(text)}.png" alt="">'
    if not text or len(text) > LONGEST:
        return ""
    try:
        root = fromstring(text)
        return written(root) if name_of(root) == "svg" else ""
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        return ""


def stamp_of(text):
    """The name of a logo, by what is in it."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def written(element):
    """An element again as text, if it is one that draws; what it held goes with it if not."""
    name = name_of(element)
    if name not in SHAPES:
        return ""
    looks = "".join(f' {key}="{escape(value)}"' for key, value in element.attrib.items() if is_look(name, key, value))
    inside = escape(element.text or "") + "".join(written(child) + escape(child.tail or "") for child in element)
    return f"<{name}{looks}>{inside}</{name}>"


def name_of(element):
    """Without the namespace, which HTML does not want; a comment has no name."""
    return element.tag.removeprefix(SVG) if isinstance(element.tag, str) else ""


def is_look(name, key, value):
    """Colours may be named inside the drawing, and nothing may be fetched from anywhere."""
    told = "".join(value.split()).lower()
    return (key in LOOKS or (key == "id" and name in NAMED)) and "url(" not in told.replace("url(#", "") and "\\" not in value
