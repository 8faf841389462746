"""Messages as people see them: drawn the same way in a page, in a part that is fetched later, and in what is live."""

from typing import Any, NamedTuple

from mooctang_core.api import draw, translator

from . import cards, log
from .people import name_of, teaches

_ = translator("mooctang_classspace")
PACKAGE = "mooctang_classspace"
PAGE, LIVE = 40, 20
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
SHOWN_MOST = 8 << 20


class Quote(NamedTuple):
    n: int
    name: str
    text: str
    gone: str


class Line(NamedTuple):
    """A message, ready for the template."""

    n: int
    at: Any
    by: str
    name: str
    teacher: bool
    text: str
    quote: Any
    file: Any
    sort: str
    href: str
    gone: str
    key: str
    card: Any = None


class Drawer:
    """Makes lines of messages for one request; names are looked up once."""

    def __init__(self, request, room, other="", me=None):
        self.request, self.room, self.other, self.me = request, room, other, me or request.aid
        self.log, self._names = log.log_of(room, self.me or "", other), {}

    def name(self, aid):
        if aid not in self._names:
            self._names[aid] = (name_of(self.request, self.room, aid), teaches(self.room, aid))
        return self._names[aid]

    def line(self, message):
        name, teacher = self.name(message["by"])
        gone, file = self._gone(message), None if message["gone"] else message["file"]
        return Line(message["n"], message["at"], message["by"], name, teacher, "" if gone else message["text"], None if gone else self._quote(message), file,
                    sort_of(file), self._href(message, file), gone, message["key"])

    def _href(self, message, file):
        return self.request.resource_path(self.room, "space-file", self.other or "room", str(message["n"]), file["name"]) if file else ""

    def _gone(self, message):
        if not message["gone"]:
            return ""
        name = self.name(message["gone"]["by"])[0]
        return self.request.translate(_("${name} 撤回了一条消息", name=name) if message["gone"]["how"] == "recalled" else _("${name} 删除了一条消息", name=name))

    def _quote(self, message):
        quoted = self.log.get(message["to"]) if message["to"] else None
        if quoted is None:
            return None
        text = "" if quoted["gone"] else quoted["text"][:80] or (quoted["file"] or {}).get("name", "")
        return Quote(quoted["n"], self.name(quoted["by"])[0], text, self._gone(quoted))

    def with_cards(self, messages, newest, from_start):
        """Lines of a span of messages and the cards that were published in its time."""
        lines = [self.line(message) for message in messages]
        if self.other or (not messages and not (newest and from_start)):
            return lines
        begin = None if from_start else messages[0]["at"]
        end = None if newest else self.log.get(messages[-1]["n"] + 1)["at"]
        for at, activity in cards.between(self.request, self.room, begin, end):
            lines.append(Line(0, at, "", "", True, "", None, None, "", "", "", "", activity))
        return sorted(lines, key=lambda line: line.at)

    def html(self, lines, **more):
        return draw(self.request, PACKAGE, "lines.pt", {"lines": lines, "room": self.room, "other": self.other, "blocked": (), "marked": 0, "teaching": False, "live": False, **more})


def sort_of(file):
    """How a file stands in a message: a picture, a video, a sound, or a name to press."""
    if not file:
        return ""
    if file["type"] in PICTURES and file["size"] <= SHOWN_MOST:
        return "image"
    return file["type"].partition("/")[0] if file["type"].startswith(("video/", "audio/")) else "file"


def draw_chat(request, room, person_id, privacy):
    """What is live for everybody: the newest few, and older ones that changed lately. The page's script puts them into its list."""
    if PACKAGE.removeprefix("mooctang_") not in request.school.enabled_plugins:
        return ""
    drawer = Drawer(request, room)
    last, state = drawer.log.last(), log.state_of(room)
    low = max(1, last - LIVE + 1)
    lines = drawer.with_cards(drawer.log.span(low, last), True, low == 1)
    touched = [drawer.line(drawer.log.get(number)) for number in state["touched"] if number < low]
    return draw(request, PACKAGE, "chat.pt", {"inside": drawer.html([*touched, *lines[-LIVE - 5:]], live=True), "last": last, "state": state, "pinned": pinned(drawer, state), "room": room})


def pinned(drawer, state):
    message = drawer.log.get(state["pinned"]) if state["pinned"] else None
    return None if message is None or message["gone"] else drawer.line(message)


def draw_pair(request, room, person_id, privacy):
    """Whether there is anything new in somebody's private messages: a number that grows. The page fetches what it shows."""
    number = sum(one[0] + one[2] for one in log.talks_of(room, person_id).values()) if person_id else 0
    return draw(request, PACKAGE, "pair_news.pt", {"number": number})
