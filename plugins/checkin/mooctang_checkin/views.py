"""What a teacher does beside the ordinary: decide about pending marks, look at lists, set the place, show the code."""

from functools import partial

from mooctang_core.api import (
    TEACH,
    Refused,
    Response,
    asset_url,
    back,
    correct,
    draw_face,
    path_of,
    stream,
    translator,
    view_config,
    view_defaults,
)

from . import sheets
from .activity import CheckIn
from .board import Board
from .rules import ABSENT
from .schemas import Spot

_ = translator("mooctang_checkin")
PAGE = 50
PACKAGE = "mooctang_checkin"


@view_defaults(context=CheckIn, permission=TEACH)
class Deciding:
    """Lists by status, one person's mark with its history, and the teacher's word on those who wait."""

    def __init__(self, checkin, request):
        self.checkin, self.request = checkin, request

    @view_config(name="people", request_method="GET", renderer="people.pt")
    def people(self):
        """Everybody, or those of one status, or those with something odd."""
        board = Board(self.checkin)
        wanted = self.request.GET.get("status", "")
        rows = self._wanted(board, wanted)
        find = self.request.GET.get("find", "").strip().casefold()
        if find:
            rows = [row for row in rows if find in f"{row.person.number} {row.person.name}".casefold()]
        pages = max(1, -(-len(rows) // PAGE))
        number = min(pages, max(1, _whole(self.request.GET.get("page", ""))))
        return {
            "checkin": self.checkin, "board": board, "wanted": wanted, "rows": rows[(number - 1) * PAGE:number * PAGE],
            "total": len(rows), "number": number, "pages": pages, "find": self.request.GET.get("find", ""), "link": self._link,
        }

    def _link(self, number):
        return self.request.resource_path(self.checkin, "people", query={**self.request.GET, "page": number})

    def _wanted(self, board, wanted):
        if wanted == "odd":
            odd = board.odd
            return [row for row in board.rows if row.person.aid in odd]
        if wanted == "none":
            return board.by_status(None)
        return board.by_status(wanted) if wanted else board.rows

    @view_config(name="mark", request_method="GET", renderer="mark.pt")
    def mark(self):
        """One person: the mark, its evidence, its history, and the form that changes it."""
        person_id = self.request.GET.get("person", "")
        if person_id not in self.checkin.records and self.checkin.classroom.member(person_id) is None:
            raise Refused(_("这个人不在这个课堂里。"))
        record = self.checkin.record_of(person_id)
        return {
            "checkin": self.checkin, "person": self.checkin.person(person_id), "record": record, "status": self.checkin.status_of(record),
            "history": [self._said(entry) for entry in reversed(record.history)], "ways": sheets.WAYS,
        }

    def _said(self, entry):
        at, by, before, after, why = entry
        account = self.request.alliance.accounts.get(by)
        return {"at": at, "by": account.name if account is not None else by, "before": before[0], "after": after[0], "why": why}

    @view_config(name="confirm", request_method="POST")
    def confirm(self):
        """One pending mark or all of them: yes by the time it was asked, or no."""
        waiting = [person.aid for person in self.checkin.pending()]
        wanted = waiting if self.request.POST.get("all") == "yes" else [self.request.POST.get("person", "")]
        for person_id in wanted:
            if person_id in waiting:
                self._decide(person_id, self.request.POST.get("here", "yes") == "yes")
        if self.request.headers.get("HX-Request"):
            return Response(draw_face(self.request, self.checkin, "teacher"))
        return back(self.checkin, self.request)

    def _decide(self, person_id, here):
        status = self.checkin.confirmed(person_id) if here else ABSENT
        why = _("老师确认在场") if here else _("老师确认不在场")
        correct(self.checkin, self.request.school, self.request.registry.host, person_id, status, None,
                by=self.request.aid, why=self.request.translate(why), now=self.request.now)


@view_defaults(context=CheckIn, permission=TEACH)
class Placing:
    """Where the class is: by this device, on a map without tiles, or by hand."""

    def __init__(self, checkin, request):
        self.checkin, self.request = checkin, request

    @view_config(name="place", request_method="GET", renderer="place.pt")
    def show(self):
        centre = self.checkin.centre or ("", "")
        return {"checkin": self.checkin, "centre": centre, "radius": self.checkin.settings["radius"], "own_asset": partial(asset_url, self.request, PACKAGE)}

    @view_config(name="place", request_method="POST")
    def move(self):
        if self.checkin.closed is not None and not self.checkin.open:
            raise Refused(_("签到已经结束，不能再改地点。"))
        self.checkin.move(**Spot().deserialize(dict(self.request.POST)))
        return back(self.checkin, self.request)


@view_config(context=CheckIn, name="code", permission=TEACH, request_method="GET", renderer="code.pt")
def code(checkin, request):
    """The wall's picture on the teacher's own screen, for a room without a projector."""
    return {"checkin": checkin}


@view_config(context=CheckIn, name="code-live", permission=TEACH, request_method="GET")
def code_live(checkin, request):
    return stream(request, checkin, [["wall", path_of(checkin.node), "projection", None]], "teacher")


def _whole(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
