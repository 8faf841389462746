"""How a school or the alliance looks: what everybody sees, what is being drafted, and what was seen before.

A look is plain data: {"title", "short", "slogan", "color", "logo", "theme", "blocks"}. Publishing puts it on at once, on every open
page too; the one before is kept, so that one press brings it back.
"""

from ..changes import changed
from ..model.schools import School
from ..words import translator

_ = translator("mooctang_core")

BLOCKS = {
    "courses": _("正在开课"),
    "teachers": _("教师"),
    "panels": _("教学活动的卡片"),
    "text": _("一段文字"),
    "links": _("常用链接"),
}
"""What a home page may be made of, and what each is called."""
USUAL_SLOGAN = _("课前、课上、课后，\n在同一个课堂里")
OWN = ("text", "links")
"""Blocks that hold what a school wrote; it may have several of them. The others stand once, or not at all."""
MOST_BLOCKS = 12
IN_BRAND = ("short", "slogan", "color", "logo", "blocks")


def usual_blocks():
    """The home page of a school that has said nothing."""
    return tuple({"kind": kind, "title": "", "text": "", "on": True} for kind in BLOCKS if kind not in OWN)


def blocks_of(brand):
    """The blocks of a home page in order; a new kind that the school has not seen yet is there, and off."""
    own = brand.get("blocks")
    if own is None:
        return usual_blocks()
    known = tuple(dict(block) for block in own if block["kind"] in BLOCKS)
    held = {block["kind"] for block in known}
    return known + tuple({**block, "on": False} for block in usual_blocks() if block["kind"] not in held)


def shown(place):
    """The look that everybody sees."""
    brand = place.brand
    return {"title": place.title, "theme": place.theme, **{word: brand.get(word) for word in IN_BRAND}, "blocks": blocks_of(brand)}


def drafted(place):
    """The look that is being worked on, else what is seen."""
    return {**shown(place), **(place.look_draft or {})}


def keep_draft(place, look):
    """Keep it for later; nobody else sees it. A draft that is what is seen already is none."""
    place.look_draft = None if look == shown(place) else dict(look)


def forget_draft(place):
    if place.look_draft is not None:
        place.look_draft = None


def publish(place, look):
    """Put it on. False when nothing changes by it."""
    before = shown(place)
    forget_draft(place)
    if look == before:
        return False
    place.look_before = before
    wear(place, look)
    return True


def revert(place):
    """Back to the look before; again, and the later one is back. False when there was none."""
    before = place.look_before
    if before is None:
        return False
    place.look_before = shown(place)
    wear(place, before)
    return True


def wear(place, look):
    place.title, place.theme = look["title"], look["theme"]
    place.brand.update({word: look[word] for word in IN_BRAND})
    if isinstance(place, School):
        changed(place, "", "room")
