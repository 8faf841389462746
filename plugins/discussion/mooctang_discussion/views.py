"""Pages of a discussion: the students' board with its composer, the teacher's board, and what a teacher does to a post."""

from mooctang_core.api import (
    TEACH,
    VIEW,
    Refused,
    Response,
    asset_url,
    back,
    draw_face,
    not_found,
    rich,
    stream,
    translator,
    view_config,
    view_defaults,
)

from .activity import Discussion
from .posts import LIKED, NEW
from .rules import TEXT_MOST

_ = translator("mooctang_discussion")
PACKAGE = "mooctang_discussion"
WAYS = (NEW, LIKED)


@view_defaults(context=Discussion, permission=VIEW, request_method="GET", teaches=False)
class Reading:
    """A student's page. What is live lies apart from what is typed."""

    def __init__(self, discussion, request):
        self.discussion, self.request = discussion, request
        self.way = request.GET.get("sort") if request.GET.get("sort") in WAYS else NEW
        self.thread = request.GET.get("post", "")
        self.number = whole(request.GET.get("page", ""))

    @view_config(renderer="page.pt")
    def show(self):
        discussion, request = self.discussion, self.request
        discussion.may_be_old = self._nothing_new()
        face, group = self._face(), discussion.own_group(request.aid)
        live = request.resource_path(discussion, "live", query=self._asked()) if self.number == 1 else None
        return {
            "discussion": discussion, "mine": draw_face(request, discussion, "student", request.aid), "board": draw_face(request, discussion, face),
            "group": group.name if group is not None else None, "way": self.way, "thread": self.thread, "number": self.number,
            "reply": request.GET.get("reply", "") or self.thread, "text_most": TEXT_MOST, "live_url": live, "ungrouped": self._ungrouped(group),
            "script": asset_url(request, PACKAGE, "discussion.js"), "here": request.path_qs, "rich": rich,
        }

    @view_config(name="live")
    def live(self):
        path = self.discussion.path
        return stream(self.request, self.discussion, [["face", path, "student", self.request.aid], ["board", path, self._face(), None]], "student")

    def _asked(self):
        return {"post": self.thread} if self.thread else {"sort": self.way}

    def _face(self):
        """Which board this person looks at: it is drawn once for everybody who looks at the same."""
        if self.thread:
            self._in_my_group()
            return f"board:thread:{self.thread}"
        more = f":{self.number}" if self.number > 1 else ""
        return f"board:{self.way}:{self.discussion.group_of(self.request.aid)}{more}"

    def _in_my_group(self):
        post = self.discussion.look_up(self.thread)
        if post is None or (self.discussion.settings["by_group"] and post["group"] != self.discussion.group_of(self.request.aid)):
            raise not_found()

    def _nothing_new(self):
        """Whoever has just posted must find it; others may see what was there a moment ago."""
        posts = self.discussion.record_of(self.request.aid).data.get("posts", ())
        return not posts or (self.request.now - posts[-1]["at"]).total_seconds() > 60

    def _ungrouped(self, group):
        return self.discussion.settings["by_group"] and not group


@view_defaults(context=Discussion, permission=TEACH)
class Moderating:
    """The teacher's board, by group, by words, in either order; and a like, a pin, a post taken away."""

    def __init__(self, discussion, request):
        self.discussion, self.request = discussion, request
        asked = request.GET
        self.way = asked.get("sort") if asked.get("sort") in WAYS else NEW
        self.group = asked.get("group", "") if asked.get("group", "") in discussion.groups() else ""
        self.find, self.number = asked.get("find", "").strip()[:80], whole(asked.get("page", ""))

    @view_config(name="board", request_method="GET", renderer="desk.pt")
    def board(self):
        discussion, request = self.discussion, self.request
        live = request.resource_path(discussion, "board-live", query={"sort": self.way, "group": self.group}) if self.number == 1 and not self.find else None
        discussion.sought = self.find.casefold()
        found = discussion.teacher(self.way, self.group, str(self.number))
        return {
            "discussion": discussion, "face": draw_face(request, discussion, self._face()), "groups": discussion.groups(), "way": self.way,
            "group": self.group, "find": self.find, "number": self.number, "pages": max(1, -(-found["total"] // found["size"])), "total": found["total"],
            "link": self._link, "live_url": live, "rich": rich,
        }

    def _face(self):
        return f"teacher:{self.way}:{self.group}:{self.number}"

    def _link(self, number):
        return self.request.resource_path(self.discussion, "board", query={**self.request.GET, "page": number})

    @view_config(name="board-live", request_method="GET")
    def live(self):
        return stream(self.request, self.discussion, [["face", self.discussion.path, self._face(), None]], "teacher")

    @view_config(name="moderate", request_method="POST")
    def moderate(self):
        act, token = ACTS.get(self.request.POST.get("do", "")), self.request.POST.get("post", "")[:200]
        if act is None:
            raise not_found()
        if self.discussion.state == "draft":
            raise Refused(_("讨论还没有发布。"))
        act(self.discussion, token, self.request)
        if self.request.headers.get("HX-Request"):
            return Response(draw_face(self.request, self.discussion, self._face() if "page" in self.request.GET else "teacher"))
        return back(self.discussion, self.request)


ACTS = {
    "like": lambda discussion, token, request: discussion.mark("liked", token, True),
    "unlike": lambda discussion, token, request: discussion.mark("liked", token, False),
    "pin": lambda discussion, token, request: discussion.mark("pinned", token, True),
    "unpin": lambda discussion, token, request: discussion.mark("pinned", token, False),
    "delete": lambda discussion, token, request: discussion.delete(token, request.aid, request.now),
    "restore": lambda discussion, token, request: discussion.restore(token),
}


def whole(text):
    """The number of a page; the first for whatever is none."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1
