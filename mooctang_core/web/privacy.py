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


class Covered:
    """A member as a screen may know them at a privacy level. The name is worked out for those who are shown: a wall counts
    2,000 and names a dozen. Covering twice changes nothing."""

    __slots__ = ("aid", "_request", "_level", "_member")
    extra: dict = {}

    def __init__(self, request, level, member):
        self.aid, self._request, self._level, self._member = member.aid, request, level, member

    def __getattr__(self, word):
        return getattr(self._member, word)

    @property
    def name(self):
        return shown_as(self._request, self._level, self._member)

    @property
    def number(self):
        return self.name if self._level == "number" else ""
