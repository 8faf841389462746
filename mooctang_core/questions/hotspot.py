"""A place to point at in a picture. Places are counted in hundredths of its width and height, so that every screen agrees."""

import re

from ..words import translator
from .base import QuestionType, number, one, tidy_number

_ = translator("mooctang_core")
AREAS_MAX = 20
SHAPES = ("rect", "circle")
SIDES = ("x", "y", "w", "h")
ROW = re.compile(r"a\.([A-Za-z0-9]{1,12})\.(shape|x|y|w|h)\Z")


def holds(area, x, y):
    """Whether a point lies in an area. A circle is what fits into its box."""
    across, down = (x - area["x"]) / area["w"], (y - area["y"]) / area["h"]
    if area["shape"] == "circle":
        return (across - 0.5) ** 2 + (down - 0.5) ** 2 <= 0.25
    return 0 <= across <= 1 and 0 <= down <= 1


class Hotspot(QuestionType):
    """Point at the right place. One tap, or two numbers for whoever uses no pointer."""

    kind = "hotspot"
    title = _("图上选点题")
    icon = "crosshair"
    parts = ("image",)
    draws_key = True

    def blank(self):
        return {**super().blank(), "image": "", "key": []}

    def gather(self, fields):
        rows: dict = {}
        for name, text in fields.items():
            found = ROW.match(name)
            if found:
                rows.setdefault(found[1], {})[found[2]] = text
        return {**super().gather(fields), "key": [row for row in rows.values() if any(row.get(side) for side in SIDES)]}

    def widen(self, question):
        return {**question, "key": [*question["key"], {"shape": "rect", "x": "40", "y": "40", "w": "20", "h": "20"}]}

    def put_picture(self, question, file):
        return {**question, "image": file["hash"]}

    def check_own(self, question, scored, wrong):
        if not any(file["hash"] == question.get("image") for file in question.get("files") or ()):
            wrong.setdefault("picture", _("请选一张图片。"))
        found = {"image": str(question.get("image") or "")}
        if not scored:
            return found
        key = [checked_area(area, wrong) for area in (question.get("key") or ())[: AREAS_MAX + 1]]
        if not key:
            wrong.setdefault("key", _("请在图上划出正确的地方。"))
        elif len(key) > AREAS_MAX:
            wrong["key"] = _("最多 ${n} 个地方。", n=AREAS_MAX)
        return {**found, "key": key}

    def fields(self, question):
        return {"x": False, "y": False}

    def read(self, question, fields):
        x, y = number(one(fields, "x")), number(one(fields, "y"))
        if x is None or y is None or not (0 <= x <= 100 and 0 <= y <= 100):
            return None
        return {"x": round(x, 1), "y": round(y, 1)}

    def mark(self, question, answer):
        return 1.0 if answer and any(holds(area, answer["x"], answer["y"]) for area in question.get("key") or ()) else 0.0

    def shown(self, question, answer):
        return f"{answer['x']:g}, {answer['y']:g}" if answer else ""

    def right(self, question):
        return "；".join(f"{area['x']:g}–{area['x'] + area['w']:g}, {area['y']:g}–{area['y'] + area['h']:g}" for area in question.get("key") or ())

    def tally(self, question, answers):
        given = [answer for answer in answers if answer]
        hits = sum(self.mark(question, answer) >= 1 for answer in given)
        return [(_("点在正确的地方"), hits, True), (_("点在别处"), len(given) - hits, False)]


def checked_area(area, wrong):
    """An area inside the picture, with a size."""
    sides = {side: number(area.get(side)) for side in SIDES}
    if any(value is None or not 0 <= value <= 100 for value in sides.values()) or not sides["w"] or not sides["h"]:
        wrong["key"] = _("每个地方要有 0 到 100 之间的左、上、宽、高（占图片的百分之几）。")
        return {"shape": "rect", "x": 0, "y": 0, "w": 1, "h": 1}
    shape = area.get("shape") if area.get("shape") in SHAPES else "rect"
    return {"shape": shape, **{side: tidy_number(round(value, 2)) for side, value in sides.items()}}
