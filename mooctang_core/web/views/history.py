"""历史课堂: every session that was held, and one session with its activities."""

from typing import Any, NamedTuple

from pyramid.view import view_config

from ... import charts, words
from ...flows.looking import counted, history, living, told
from ...flows.sharing import taking_part
from ...model.activities import CLOSED, DRAFT
from ...model.classrooms import Classroom, Sessions
from ...model.sessions import Session
from ...permissions import TEACH, VIEW
from ...words import translator
from ..nav import Nav
from . import rows

_ = translator("mooctang_core")
A_PAGE = 20
"""Sessions on a page: about a term, and as many as the chart above them speaks of."""


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
    """A page of the sessions, newest first; a student sees their own result beside each activity."""
    teaches, every = request.may(TEACH, classroom), classroom["sessions"].in_order()[::-1]
    pages = max(1, -(-len(every) // A_PAGE))
    number = asked_for(request, every, pages)
    held = [Held(session, session.__name__, session.running, [row(request, a, teaches) for a in activities])
            for session, activities in history(classroom, request.plugins, request.school, every[(number - 1) * A_PAGE:number * A_PAGE])]
    return {"room": classroom, "course": Nav(request).course_of(classroom).title, "held": held, "as_teacher": teaches,
            "number": number, "pages": pages, "total": len(every), "link": lambda n: request.resource_path(classroom, "history", query={"page": n}),
            "chart": over_time(request, classroom, teaches) if number == 1 else None}


def asked_for(request, every, pages):
    """The number of the page: the one that is named, or that on which the session `of` stands."""
    of, text = request.GET.get("of"), request.GET.get("page", "")
    if of is not None:
        return next((at // A_PAGE + 1 for at, session in enumerate(every) if session.__name__ == of), 1)
    return min(pages, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def over_time(request, classroom, teaches):
    """How much was taken part in, class by class: by everybody for a teacher, by oneself and by the class for a student."""
    shares = taking_part(classroom, request.plugins, request.school, None if teaches else request.aid)
    if len(shares) < 2:
        return None
    say, percent = request.translate, [[None if part is None else round(100 * part) for part in line] for line in zip(*shares.values(), strict=True)]
    names = [say(_("全班"))] if teaches else [say(_("全班")), say(_("我"))]
    labels = [say(_("第 ${n} 次", n=number)) for number in shares]
    return charts.line(labels, list(zip(names, percent, strict=False)), say(_("每次课参加的比例")), (say(_("课次")), *names), "%", 0, 100)


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
        "figures": figures(request, session, room, activities, teaches), "chart": took_part_in(request, activities),
        "tasks": [row(request, a, teaches) for a in tasks_in(session, request)],
        "packs": session.packs if teaches else request.aid in (session.packs or ()), "opened": sum(1 for pack in (session.packs or {}).values() if pack.opened),
    }


def tasks_in(session, request):
    """The out-of-class tasks that were open while it ran: they stand with the classroom, and are looked at from here."""
    held = session.__parent__.__parent__["tasks"]
    return [request.plugins.live(held[name], request.school) for name in session.tasks if name in held and held[name].state != DRAFT]


def with_class(request, activity, line):
    """The row with what the whole class did, once that is fixed; what was never published says so."""
    if activity.state == DRAFT:
        return line._replace(value=request.translate(_("还没有发布")))
    if activity.state != CLOSED:
        return line
    count, mean = counted(activity), mean_score(activity)
    said = _("${done} / ${of} 人参加", done=count.done, of=count.of) if mean is None else _(
        "${done} / ${of} 人参加，全班平均 ${mean} 分", done=count.done, of=count.of, mean=f"{mean:.1f}".removesuffix(".0"))
    return line._replace(line=request.translate(said))


def mean_score(activity):
    """What the class reached on average; None without scores, and before the results are everybody's."""
    if activity.releasable and activity.released is None:
        return None
    scores = [record.score for record in activity.records.values() if record.score is not None]
    return sum(scores) / len(scores) if scores else None


def took_part_in(request, activities):
    """How many took part in each activity that is over."""
    closed = [activity for activity in activities if activity.state == CLOSED]
    if len(closed) < 2:
        return None
    say = request.translate
    return charts.bars([(say(a.name), counted(a).done) for a in closed], say(_("每个活动参加的人数")), (say(_("活动")), say(_("人数"))))


def figures(request, session, room, activities, teaches):
    """When, how long, how many."""
    say, zone = request.translate, request.school.timezone
    length = words.duration(max(session.ended or request.now, session.started) - session.started, request.locale_name)
    found = [Figure(say(_("开始")), words.clock(session.started, zone), note=words.day(session.started.date(), request.locale_name)),
             Figure(say(_("时长")), length), Figure(say(_("活动")), sum(1 for a in activities if a.state != DRAFT))]
    if teaches:
        people = len(session.people_then) if session.ended else len(room.present())
        return [*found, Figure(say(_("学生")), people)]
    done = sum(1 for a in activities if told(a, "took_part", lambda a=a: a.took_part(a.record_of(request.aid)), False))
    return [*found, Figure(say(_("我参加了")), done)]
