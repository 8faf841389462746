"""How names are shown on a screen: whole, masked, by the tail of the number, or not at all."""

from ..words import translator

_ = translator("mooctang_core")

LEVELS = {"names": _("姓名"), "masked": _("隐去名字"), "number": _("学号后四位"), "anonymous": _("不显示")}


def shown_as(request, level, person):
    """A person's name at a privacy level."""
    if level == "masked":
        return request.translate(person.name)[:1] + "*" * min(2, max(1, len(person.name) - 1))
    if level == "number":
        return "…" + person.number[-4:] if person.number else "…"
    if level == "anonymous":
        return request.translate(_("同学"))
    return request.translate(person.name)


def covered(request, level, person):
    """A member as a screen may know them at a privacy level; covering twice changes nothing."""
    name = shown_as(request, level, person)
    return person._replace(name=name, number=name if level == "number" else "", extra={})
