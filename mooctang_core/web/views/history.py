"""历史课堂: every session that was held, and one session with its activities."""

from typing import Any, NamedTuple

from pyramid.view import view_config

from ... import words
from ...flows.looking import counted, history, living, told
from ...model.activities import CLOSED, DRAFT
from ...model.classrooms import Classroom, Sessions
from ...model.sessions import Session
from ...permissions import TEACH, VIEW
from ...words import translator
from ..nav import Nav
from . import rows

_ = translator("mooctang_core")


class Held(NamedTuple):
    """One session on the page."""

    session: Session
    number: str
    running: bool
    rows: list


class Figure(NamedTuple):
    """One number at the head of a page."""

    label: str
    value: Any
    unit: str = ""
    note: str = ""


@view_config(context=Classroom, name="history", permission=VIEW, request_method="GET", renderer="history.pt")
def sessions(classroom, request):
    """All sessions, newest first; a student sees their own result beside each activity."""
    teaches = request.may(TEACH, classroom)
    held = [Held(session, session.__name__, session.running, [row(request, a, teaches) for a in activities])
            for session, activities in history(classroom, request.plugins, request.school)]
    return {"room": classroom, "course": Nav(request).course_of(classroom).title, "held": held, "as_teacher": teaches}


def row(request, activity, teaches):
    return rows.of_class(request, activity) if teaches else rows.of_mine(request, activity, request.aid)


@view_config(context=Sessions, permission=VIEW, request_method="GET", renderer="history.pt")
def folder(folder, request):
    return sessions(folder.__parent__, request)


@view_config(context=Session, permission=VIEW, request_method="GET", renderer="session.pt")
def session(session, request):
    """One session: each activity with the class's result, and one's own."""
    teaches, room = request.may(TEACH), session.__parent__.__parent__
    activities = [a for a in reversed(living(session, request.plugins, request.school)) if teaches or a.state != DRAFT]
    lines = [with_class(request, a, row(request, a, teaches)) for a in activities]
    return {
        "session": session, "room": room, "course": Nav(request).course_of(room).title, "rows": lines, "as_teacher": teaches,
        "figures": figures(request, session, room, activities, teaches),
    }


def with_class(request, activity, line):
    """The row with what the whole class did, once that is fixed."""
    if activity.state != CLOSED:
        return line
    count = counted(activity)
    return line._replace(line=request.translate(_("${done} / ${of} 人参加", done=count.done, of=count.of)))


def figures(request, session, room, activities, teaches):
    """When, how long, how many."""
    say, zone = request.translate, request.school.timezone
    length = words.duration(max(session.ended or request.now, session.started) - session.started, request.locale_name)
    found = [Figure(say(_("开始")), words.clock(session.started, zone), note=words.day(session.started.date(), request.locale_name)),
             Figure(say(_("时长")), length), Figure(say(_("活动")), len(activities))]
    if teaches:
        people = len(session.people_then) if session.ended else len(room.present())
        return [*found, Figure(say(_("学生")), people)]
    done = sum(1 for a in activities if told(a, "took_part", lambda a=a: a.took_part(a.record_of(request.aid)), False))
    return [*found, Figure(say(_("我参加了")), done)]
