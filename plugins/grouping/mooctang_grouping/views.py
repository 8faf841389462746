"""学生分组 of a classroom: the teacher's board, what is done on it, and a student's own group."""

from mooctang_core.api import (
    PARTICIPATE,
    TEACH,
    VIEW,
    Classroom,
    Refused,
    Response,
    asset_url,
    changed,
    colander,
    draw,
    draw_face,
    not_found,
    path_of,
    see_other,
    stream,
    translator,
    view_config,
    view_defaults,
)

from . import doing
from .activity import Grouping
from .boarding import Board
from .ledger import GROUPS_MOST, Ledger

_ = translator("mooctang_grouping")
PACKAGE = "mooctang_grouping"


class Wanted(colander.MappingSchema):
    """What the forms of the board send; each uses its own part."""

    by = colander.SchemaNode(colander.String(), missing="size", validator=colander.OneOf(("size", "number")))
    many = colander.SchemaNode(colander.Integer(), title=_("人数或组数"), missing=None, validator=colander.Range(1, GROUPS_MOST))
    group = colander.SchemaNode(colander.String(), missing="", validator=colander.Length(max=20))
    name = colander.SchemaNode(colander.String(), title=_("组名"), missing="", validator=colander.Length(max=200))
    to = colander.SchemaNode(colander.String(), missing="", validator=colander.Length(max=20))
    step = colander.SchemaNode(colander.String(), missing="", validator=colander.Length(max=20))


@view_defaults(context=Classroom, name="groups", permission=TEACH)
class Groups:
    """The teacher's page."""

    def __init__(self, room, request):
        self.room, self.request = room, request

    @view_config(request_method="GET", permission=VIEW, teaches=True, renderer="groups.pt")
    def show(self):
        return {"room": self.room, "board": self.board(), "script": asset_url(self.request, PACKAGE, "grouping.js")}

    def board(self):
        """The part of the page that every answer brings anew."""
        find, now = self.request.GET.get("find", "").strip(), self.request.now
        found = doing.newest(self.room, now)
        return draw(self.request, PACKAGE, "groups_board.pt", {
            "room": self.room, "board": Board(self.room, find=find), "find": find, "step": self._said(found) if found else None,
            "living": Ledger(self.room).living(), "name_most": doing.NAME_MOST,
        })

    def _said(self, found):
        name, step = found
        account = self.request.alliance.accounts.get(step["by"])
        text = self.request.translate(doing.SAID[step["what"]], **step["said"])
        return {"name": name, "text": text, "at": step["at"], "by": account.name if account is not None else ""}

    @view_config(request_method="POST")
    def do(self):
        """One thing done: by its word `do`. A script gets the fresh board, everybody else the page."""
        act = ACTS.get(self.request.POST.get("do", ""))
        if act is None:
            raise not_found()
        wanted = Wanted(unknown="ignore").deserialize({name: value for name, value in self.request.POST.items() if isinstance(value, str)})
        act(self.room, self.request, wanted)
        self._tell()
        if self.request.headers.get("HX-Request"):
            return Response(self.board())
        return see_other(self.request.resource_path(self.room, "groups"))

    def _tell(self):
        """Pages and walls of a 分组 that is open show the groups of now."""
        for place in (self.room["sessions"].running, self.room["tasks"]):
            for node in place.values() if place is not None else ():
                if getattr(node, "kind", "") == Grouping.kind and node.state == "open":
                    changed(self.request.school, path_of(node), "node")


def _deal(room, request, wanted):
    if wanted["many"] is None:
        raise Refused(_("请填写每组几人，或者分成几组。"))
    doing.deal(room, request.aid, request.now, **{wanted["by"]: wanted["many"]})


def _move(room, request, wanted):
    to = wanted["to"] or None
    doing.move(room, request.aid, request.now, list(dict.fromkeys(request.POST.getall("person"))), to)


ACTS = {
    "deal": _deal,
    "make": lambda room, request, wanted: doing.make(room, request.aid, request.now, wanted["name"]),
    "rename": lambda room, request, wanted: doing.rename(room, request.aid, request.now, wanted["group"], wanted["name"]),
    "move": _move,
    "dissolve": lambda room, request, wanted: doing.dissolve(room, request.aid, request.now, wanted["group"]),
    "clear": lambda room, request, wanted: doing.clear(room, request.aid, request.now),
    "fill": lambda room, request, wanted: doing.fill(room, request.aid, request.now),
    "undo": lambda room, request, wanted: doing.take_back(room, wanted["step"], request.now),
}


@view_config(context=Classroom, name="groups", permission=PARTICIPATE, teaches=False, request_method="GET", renderer="group.pt")
def own(room, request):
    """A student's own group, and where to pick one while that is open."""
    ledger = Ledger(room)
    gid = ledger.group_of(request.aid)
    group = next((group for group in Board(room).groups if group.id == gid), None)
    running = room["sessions"].running
    asked = [request.plugins.live(node, request.school) for node in (*(running.values() if running is not None else ()), *room["tasks"].values())
             if getattr(node, "kind", "") == Grouping.kind and node.state == "open"]
    return {"room": room, "group": group, "asked": [one for one in asked if isinstance(one, Grouping) and one.picking]}


@view_config(context=Grouping, permission=VIEW, request_method="GET", teaches=False, renderer="pick.pt")
def pick(grouping, request):
    """A student's page: their own group, and the board that is drawn once for all."""
    return {"activity": grouping, "face": draw_face(request, grouping, "student", request.aid), "board": draw_face(request, grouping, "board"),
            "live_url": request.resource_path(grouping, "live"), "script": asset_url(request, PACKAGE, "pick.js")}


@view_config(context=Grouping, name="live", permission=VIEW, request_method="GET", teaches=False)
def live(grouping, request):
    path = grouping.path
    return stream(request, grouping, [["face", path, "student", request.aid], ["board", path, "board", None]], "student")
