"""Beside the talk: one message with what may be done to it, files, members, tasks, search, settings, and the teachers' record."""

from typing import Any, NamedTuple

from mooctang_core.api import TEACH, VIEW, Classroom, not_found, send_file, translator, view_config, view_defaults

from . import cards, log, reading, rules
from .drawing import Drawer
from .people import name_of, teaches
from .views import entered, talked_to, whole

_ = translator("mooctang_classspace")
ON_PAGE, FOUND_MOST, LOOKED_AT = 50, 50, 5000


class Act(NamedTuple):
    """A button of a message's menu."""

    do: str
    label: Any
    icon: str
    bad: bool = False
    fields: Any = ()
    confirm: Any = None


@view_defaults(context=Classroom, permission=VIEW, request_method="GET")
class Beside:
    """Pages of the class space for everybody in it."""

    def __init__(self, room, request):
        entered(room, request)
        self.room, self.request, self.find = room, request, request.GET.get("find", "").strip()[:80]

    # -- one message --
    @view_config(name="space-message", renderer="message.pt")
    def message(self):
        other = talked_to(self.room, self.request)
        drawer = Drawer(self.request, self.room, other)
        message = drawer.log.get(whole(self.request.GET.get("n")))
        if message is None:
            raise not_found()
        teaching = self.request.may(TEACH, self.room)
        trace = message if message["gone"] and teaching and not other else None
        return {"room": self.room, "line": drawer.line(message), "other": other, "acts": list(self._acts(message, other, teaching)), "trace": trace,
                "again": message["gone"] and message["gone"]["how"] == "recalled" and message["by"] == self.request.aid and message["text"]}

    def _acts(self, message, other, teaching):
        mine = message["by"] == self.request.aid
        if message["gone"]:
            return
        if rules.may_recall(message, self.request.aid, self.request.now):
            yield Act("recall", _("撤回"), icon="arrow-counterclockwise")
        if not mine:
            yield Act("report", _("举报"), icon="flag", bad=True)
        if teaching and not other:
            is_pinned = log.state_of(self.room)["pinned"] == message["n"]
            yield Act("unpin", _("取消置顶"), "pin-angle") if is_pinned else Act("pin", _("置顶"), "pin-angle")
            if not mine:
                yield Act("remove", _("删除这条消息"), "trash", True)
                yield from self._person_acts(message["by"])
        elif message["file"] and mine:
            yield Act("remove", _("删除这个文件"), "trash", True)

    def _person_acts(self, aid):
        if teaches(self.room, aid):
            return
        fields = (("person", aid),)
        yield Act("unsilence", _("允许 TA 发言"), icon="mic", fields=fields) if log.silenced(self.room, aid) else Act("silence", _("禁止 TA 发言"), icon="mic-mute", bad=True, fields=fields)

    # -- files --
    @view_config(name="space-files", renderer="files.pt")
    def files(self):
        """The newest first; the whole history is looked through a piece at a time."""
        drawer = Drawer(self.request, self.room)
        found, further = self._search(drawer.log, lambda message: message["file"] and not message["gone"] and self.find.casefold() in message["file"]["name"].casefold())
        teaching = self.request.may(TEACH, self.room)
        return {"room": self.room, "find": self.find, "further": further, "tab": "files",
                "rows": [(drawer.line(one), teaching or one["by"] == self.request.aid) for one in found]}

    def _search(self, messages, wanted):
        """([messages, newest first], the number before which to look on, or 0)"""
        found, high, looked = [], whole(self.request.GET.get("before")) or messages.last() + 1, 0
        while high > 1 and looked < LOOKED_AT:
            low = max(1, high - 200)
            for message in reversed(messages.span(low, high - 1)):
                if wanted(message):
                    found.append(message)
                    if len(found) == FOUND_MOST:
                        return found, message["n"]
            looked, high = looked + 200, low
        return found, high if high > 1 else 0

    @view_config(name="space-file")
    def file(self):
        """A file of a message, to whoever sees the message: `room` or the other of two, the number, the name."""
        where, number = (*self.request.subpath[:2], "", "")[:2]
        messages = log.log_of(self.room, self.request.aid, "" if where == "room" else where)
        message = messages.get(whole(number))
        if not where or message is None or message["gone"] or not message["file"]:
            raise not_found()
        return send_file(self.request, message["file"])

    # -- search --
    @view_config(name="space-find", renderer="found.pt")
    def search(self):
        drawer, wanted = Drawer(self.request, self.room), self.find.casefold()
        found, further = self._search(drawer.log, lambda message: not message["gone"] and wanted in message["text"].casefold()) if wanted else ([], 0)
        blocked = log.prefs_of(self.room, self.request.aid)["blocked"]
        return {"room": self.room, "find": self.find, "further": further, "rows": [drawer.line(one) for one in found if one["by"] not in blocked], "tab": "find"}

    # -- people --
    @view_config(name="space-members", renderer="members.pt")
    def members(self):
        room, number = self.room, max(1, whole(self.request.GET.get("page")))
        people = [one for one in room.present() if self.find.casefold() in f"{one.name} {one.number}".casefold()]
        blocked, aid = log.prefs_of(room, self.request.aid)["blocked"], self.request.aid
        shown = people[(number - 1) * ON_PAGE:number * ON_PAGE]
        talks = sorted(log.talks_of(room, aid).items(), key=lambda one: one[1][1], reverse=True)
        fresh = set(reading.new_talks(self.request, room))
        return {
            "room": room, "find": self.find, "total": len(people), "at": number, "pages": max(1, -(-len(people) // ON_PAGE)), "tab": "members",
            "people": [(one, one.aid in blocked, log.silenced(room, one.aid)) for one in shown], "link": self._link,
            "teachers": [(one, name_of(self.request, room, one)) for one in room.teachers],
            "talks": [(one, name_of(self.request, room, one), facts[1], one in fresh) for one, facts in talks if one not in blocked][:ON_PAGE],
            "blocked": [(one, name_of(self.request, room, one)) for one in blocked],
        }

    def _link(self, number):
        return self.request.resource_path(self.room, "space-members", query={"find": self.find, "page": number})

    # -- tasks and announcements --
    @view_config(name="space-tasks", renderer="cards.pt")
    def tasks(self):
        """Everything that was published for the class to do or read; a teacher publishes from here."""
        teaching = self.request.may(TEACH, self.room)
        found = list(reversed(cards.between(self.request, self.room, None, None)))
        return {"room": self.room, "cards": found, "tab": "tasks", "kinds": publishable(self.room, self.request) if teaching else []}

    @view_config(name="space-settings", renderer="settings.pt")
    def settings(self):
        prefs = log.prefs_of(self.room, self.request.aid)
        return {"room": self.room, "prefs": prefs, "quiet": prefs["quiet"] or rules.QUIET, "state": log.state_of(self.room), "tab": "settings"}


def publishable(room, request):
    """[(title, icon, address)] of what a teacher may set for the class, by the core's own page."""
    types = [request.plugins.kinds[word][1] for word in sorted(request.plugins.kinds) if "task" in request.plugins.kinds[word][1].places
             and request.plugins.kinds[word][0] in request.school.enabled_plugins]
    types.sort(key=lambda kind: (kind.dated, kind.kind))
    return [(kind.title, kind.icon, request.resource_path(room["tasks"], "add", query={"kind": kind.kind})) for kind in types]


@view_config(context=Classroom, name="space-record", permission=TEACH, request_method="GET", renderer="record.pt")
def record(room, request):
    """For teachers: what was reported, recalled and removed, and who may not write."""
    entered(room, request)
    drawer = Drawer(request, room)
    numbers = sorted(room.peek_many(log.WORD, "gone").values(), reverse=True)[:200]
    reports = sorted(room.peek_many(log.WORD, "reports").items(), key=lambda one: one[1]["at"], reverse=True)
    return {
        "room": room, "tab": "record", "name": lambda aid: name_of(request, room, aid), "gone": [drawer.log.get(number) for number in numbers],
        "reports": sorted(reports, key=lambda one: bool(one[1]["done"]))[:200],
        "silenced": [(aid, name_of(request, room, aid), facts) for aid, facts in room.peek_many(log.WORD, "silenced").items()], "state": log.state_of(room),
    }
