"""补课包: one page for whoever missed a class, and for the teacher who of them has opened it."""

from typing import Any, NamedTuple

from pyramid.response import Response
from pyramid.view import view_config

from ...flows import catching_up
from ...model.activities import CLOSED
from ...model.sessions import Session
from ...permissions import PARTICIPATE, TEACH, VIEW
from ...tables import Column, Table
from ...words import translator
from ..faces import draw_face
from ..furniture import Html
from ..nav import Nav
from ..sheets import draw_sheet
from . import rows
from .tabling import readable

_ = translator("mooctang_core")


class Missed(NamedTuple):
    """One activity on the page, with what a student may see of it now (None: it is not over)."""

    activity: Any
    line: str
    face: Any


@view_config(context=Session, name="catch-up", permission=VIEW, request_method="GET", renderer="catch_up.pt")
def catch_up(session, request):
    room = session.__parent__.__parent__
    page = {"session": session, "room": room, "course": Nav(request).course_of(room).title, "as_teacher": request.may(TEACH)}
    return {**page, **(for_teacher if request.may(TEACH) else for_student)(session, room, request)}


def for_student(session, room, request):
    """What they missed, each with what a student may see of it now, and what they can still hand in."""
    missed, still = catching_up.contents(session, request.school, request.plugins, request.aid, request.now)
    return {
        "pack": catching_up.pack_of(session, request.aid), "why": catching_up.WORDS,
        "missed": [Missed(activity, rows.kind_of(request, activity), shown(request, activity)) for activity in missed],
        "still": [rows.of_mine(request, activity, request.aid) for activity in still],
    }


def shown(request, activity):
    """The face, and below it what the activity's own page shows once it is over: of a released quiz the questions with their key."""
    if activity.state != CLOSED:
        return None
    return Html(draw_face(request, activity, "student", request.aid) + draw_sheet(request, activity, request.aid))


def for_teacher(session, room, request):
    people = catching_up.readers(session, room)
    table = Table("readers", (Column(_("学号"), kind="id"), _("姓名"), _("原因"), Column(_("打开时间"), kind="time")),
                  [(member.number, member.name, why, opened or _("还没有打开")) for member, why, opened in people], title=_("补课包发给了谁"))
    return {"table": readable(request, table), "people": people, "opened": sum(1 for *_who, opened in people if opened)}


@view_config(context=Session, name="catch-up-opened", permission=PARTICIPATE, request_method="POST")
def opened(session, request):
    """The page's script says that its reader has it before them."""
    catching_up.opened(session, request.aid, request.now)
    return Response(status=204)
