"""The class space: the page, its parts, what is said and done."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from mooctang_core.api import (
    TEACH,
    VIEW,
    Classroom,
    Refused,
    Response,
    asset_url,
    do_deed,
    not_found,
    path_of,
    see_other,
    stream,
    take_file,
    translator,
    view_config,
    view_defaults,
)

from . import doing, log, reading, rules, tus
from .drawing import PACKAGE, PAGE, Drawer, draw_chat, pinned
from .emoji import EMOJI
from .people import belongs, name_of

_ = translator("mooctang_classspace")
SCRIPTS = "+".join(f"{room}.js" for room in ("space", "list", "news", "reading", "sending", "files", "menu", "begin"))
"""One file to a browser: what the rooms share, the list, what is live, reading on, sending, files, the menu, and how it begins."""


def whole(text):
    """A number from an address; 0 for whatever is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def text_of(fields, name):
    """What stands in a field; a file is no text."""
    value = fields.get(name, "")
    return value if isinstance(value, str) else ""


def entered(room, request):
    """Who is not of this classroom finds nothing here, whatever they may see elsewhere in the school."""
    if not belongs(room, request.aid):
        raise not_found()


def talked_to(room, request, name="with"):
    """The other of two who talk, from the address; "" for the room."""
    other = text_of(request.GET if request.method == "GET" else request.POST, name)[:80]
    if other and (other == request.aid or (not belongs(room, other) and other not in log.talks_of(room, request.aid))):
        raise not_found()
    return other


@view_defaults(context=Classroom, permission=VIEW, request_method="GET")
class Talking:
    """The messages: the newest, or those round a place; earlier and later ones are fetched as somebody scrolls."""

    def __init__(self, room, request):
        entered(room, request)
        self.room, self.request = room, request
        self.other = talked_to(room, request)
        self.drawer = Drawer(request, room, self.other)

    @view_config(name="space", renderer="space.pt")
    def show(self):
        request, room = self.request, self.room
        if self.other:
            raise not_found()
        state = log.state_of(room)
        return {**self._page(), "state": state, "pinned": pinned(self.drawer, state), "now": draw_chat(request, room, None, "names"), "title": None,
                "cannot": self._cannot(state), "talks": len(reading.new_talks(request, room))}

    @view_config(name="space-private", renderer="space.pt")
    def private(self):
        if not self.other:
            return see_other(self.request.resource_path(self.room, "space-members"))
        return {**self._page(), "state": {"quiet": False}, "pinned": None, "now": "", "title": name_of(self.request, self.room, self.other), "cannot": "", "talks": 0}

    @view_config(name="space-part")
    def part(self):
        """Earlier or later ones, for the page's script."""
        low, high = self._span()
        response = Response(self._lines(low, high))
        response.headers["X-Last"] = str(self.drawer.log.last())
        return response

    @view_config(name="space-live")
    def live(self):
        path, face = path_of(self.room), ("pair", self.request.aid) if self.other else ("chat", None)
        return stream(self.request, self.room, [["fresh", path, *face]], "member")

    def _page(self):
        request, room, (low, high) = self.request, self.room, self._span()
        last, prefs, query = self.drawer.log.last(), log.prefs_of(room, request.aid), {"with": self.other} if self.other else {}
        return {
            "room": room, "other": self.other, "inside": self._lines(low, high), "low": low, "high": high, "last": last, "query": query,
            "seen": reading.seen(request, room, self.other), "prefs": prefs, "emoji": EMOJI, "text_most": rules.TEXT_MOST, "file_mb": tus.limit_mb(request),
            "draft": self._again(), "quote": self._quoted(), "live_url": request.resource_path(room, "space-live", query=query),
            "script": asset_url(request, PACKAGE, SCRIPTS), "carrier": asset_url(request, "vendor", "tus.min.js"),
        }

    def _span(self):
        """(lowest, highest) number of what is asked for; the newest page when nothing is."""
        asked, last = self.request.GET, self.drawer.log.last()
        if whole(asked.get("before")):
            return max(1, whole(asked["before"]) - PAGE), min(last, whole(asked["before"]) - 1)
        if "after" in asked:
            return whole(asked["after"]) + 1, min(last, whole(asked["after"]) + PAGE)
        at = whole(asked.get("at")) or self._day(asked.get("day", ""))
        return (max(1, at - PAGE // 3), min(last, at + PAGE)) if at else (max(1, last - PAGE + 1), last)

    def _day(self, text):
        """The number of the first message of a day in the school's time."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return 0
        return self.drawer.log.first_since(datetime.combine(day, time(), ZoneInfo(self.request.school.timezone)))

    def _lines(self, low, high):
        messages = self.drawer.log.span(low, high) if low <= high else []
        lines = self.drawer.with_cards(messages, high >= self.drawer.log.last(), low <= 1)
        marked = whole(self.request.GET.get("at"))
        return self.drawer.html(lines, blocked=log.prefs_of(self.room, self.request.aid)["blocked"], marked=marked, teaching=self.request.may(TEACH, self.room))

    def _again(self):
        """The text of one's own recalled message, to be edited and sent again."""
        message = self.drawer.log.get(whole(self.request.GET.get("again")))
        mine = message is not None and message["by"] == self.request.aid and message["gone"] and message["gone"]["how"] == "recalled"
        return message["text"] if mine else ""

    def _quoted(self):
        message = self.drawer.log.get(whole(self.request.GET.get("quote")))
        return self.drawer.line(message) if message is not None and not message["gone"] else None

    def _cannot(self, state):
        if self.request.may(TEACH, self.room):
            return ""
        if log.silenced(self.room, self.request.aid):
            return _("老师暂时不让你在班级空间里发言，有问题请直接找老师。")
        return _("现在只有老师可以发言。") if state["quiet"] else ""


@view_defaults(context=Classroom, permission=VIEW, request_method="POST")
class Doing:
    """What is sent: a message, an act, how far one has read."""

    def __init__(self, room, request):
        entered(room, request)
        self.room, self.request = room, request
        self.other = talked_to(room, request)
        self.done = "mooctang.outcome" in request.environ

    @view_config(name="space-say", uploads=True)
    def say(self):
        return do_deed(self.request, self.room, doing.say, {} if self.done else self._message(), self._said)

    def _message(self):
        fields = self.request.POST
        if not all(isinstance(value, str) for name, value in fields.items() if name != "file"):
            raise Refused(_("一次只能发一个文件。没有保存任何内容。"))
        # Said before a file is kept: what will be refused anyway need not be stored.
        text = rules.checked_text(fields.get("text", ""), with_file=bool(fields.get("upload")) or "file" in fields)
        return {"text": text, "quote": whole(fields.get("quote")), "to_person": self.other, "file": self._file()}

    def _file(self):
        upload = self.request.POST.get("upload", "")
        if upload:
            return tus.taken(self.request, self.room, upload)
        brought = self.request.POST.get("file", "")
        return take_file(self.request, brought, limit_mb=rules.FILE_MB) if brought not in ("", b"") else None

    def _said(self, fields):
        reading.mark(self.request, self.room, fields["n"], self.other)
        if self.request.headers.get("HX-Request"):
            return Response(json_body=fields)
        return see_other(self._home() + f"#m{fields['n']}")

    def _home(self):
        query = {"query": {"with": self.other}} if self.other else {}
        return self.request.resource_path(self.room, "space-private" if self.other else "space", **query)

    @view_config(name="space-do")
    def do(self):
        return do_deed(self.request, self.room, doing.act, {} if self.done else self._act(), self._acted)

    def _act(self):
        fields = self.request.POST
        if fields.get("do") not in doing.ACTS:
            raise not_found()
        return {"do": fields["do"], "n": whole(fields.get("n")), "to_person": self.other, "person": fields.get("person", "")[:80], "key": fields.get("key", "")[:300],
                "prefs": chosen(fields) if fields["do"] == "prefer" else {}}

    def _acted(self, fields):
        if self.request.headers.get("HX-Request"):
            return Response(json_body={"done": True})
        word = self.request.POST.get("page", "")
        return see_other(self.request.resource_path(self.room, word) if word in PAGES else self._home())

    @view_config(name="space-read")
    def read(self):
        """Seen up to here; said by the page now and then and when it is left."""
        reading.mark(self.request, self.room, min(whole(self.request.POST.get("n")), log.log_of(self.room, self.request.aid, self.other).last()), self.other)
        return Response(status=204)


PAGES = ("space-members", "space-files", "space-record", "space-settings")


def chosen(fields):
    """Somebody's own settings from their form."""
    quiet = [rules.read_clock(fields.get("from", "")), rules.read_clock(fields.get("until", ""))] if fields.get("quiet") else None
    if quiet and quiet[0] == quiet[1]:
        raise Refused(_("免打扰的开始和结束不能是同一个时间。"))
    return {"mute": bool(fields.get("mute")), "pin": bool(fields.get("pin")), "quiet": quiet}
