"""What a page says once after a tap: what was done, how to take it back, and why a stale page's tap did nothing.

The word travels in the address (`?said=published&of=3/2`), so it needs no session; the page's script takes it out of the
address again, and a word that is no longer true says nothing.
"""

from typing import Any, NamedTuple

from .. import words
from ..flows import enrolling
from ..flows.undoing import can_undo
from ..model.activities import CLOSED, OPEN
from ..permissions import TEACH
from ..words import translator
from .answers import moved

_ = translator("mooctang_core")


class Said(NamedTuple):
    """One sentence, and the view that takes back what it tells."""

    text: Any
    undo: str = ""
    on: Any = None
    kind: str = "ok"


def say(request, path, word, of=None):
    """A redirect to a page that says something there."""
    return moved(said_path(path, word, of))


def said_path(path, word, of=None):
    place = f"&of={of.__parent__.__name__}/{of.__name__}" if of is not None else ""
    return f"{path}{'&' if '?' in path else '?'}said={word}{place}"


def said(request, classroom):
    """What this page of a classroom is to say; None for nothing."""
    word, of = request.GET.get("said", ""), request.GET.get("of", "")
    if word in ABOUT_CLASS:
        return ABOUT_CLASS[word](request, classroom["sessions"])
    activity = activity_at(request, classroom, of) if word in ABOUT_ACTIVITY else None
    return ABOUT_ACTIVITY[word](request, activity) if activity is not None else None


def activity_at(request, classroom, of):
    session, _slash, number = of.partition("/")
    held = classroom["sessions"].get(session)
    node = held.get(number) if held is not None else None
    return request.plugins.live(node, request.school) if node is not None else None


def started(request, sessions):
    """The name of the room stands in it: whoever tapped in the wrong one reads it at once."""
    running = sessions.running
    if running is None or len(running) or not can_undo(running.started, request.now):
        return None
    return Said(_("已开始上课：${room}", room=sessions.__parent__.title), "unstart", sessions.__parent__)


def running(request, sessions):
    held = sessions.running
    return held and Said(_("${who}已经在 ${time} 开始上课，你们在同一次课里。", who=name_of(request, held.by), time=clock(request, held.started)))


def over(request, sessions):
    last = sessions.in_order()[-1] if len(sessions) else None
    return last and last.ended and Said(_("第 ${n} 次课已经在 ${time} 下课，这一下没有作用。", n=last.__name__, time=clock(request, last.ended)))


def made(request, sessions):
    room = sessions.__parent__
    return Said(_("课堂“${room}”建好了，课堂码 ${code}。", room=room.title, code=f"{room.code[:3]} {room.code[3:]}")) if request.may(TEACH, room) else None


def joined(request, sessions):
    """What joining did, as it is now: the course comes with it at once, or with the certification."""
    room = sessions.__parent__
    member, term = room.member(request.aid), enrolling.linked_term(room)
    if member is None or not member.active:
        return None
    if term is None:
        return Said(_("已加入课堂“${room}”。", room=room.title))
    course = term.__parent__.title
    if enrolling.is_enrolled(term, request.aid):
        return Said(_("已加入课堂“${room}”，也选上了课程“${course}”。", room=room.title, course=course))
    return Said(_("已加入课堂“${room}”。在本校认证以后，会自动选上课程“${course}”。", room=room.title, course=course))


def again(request, sessions):
    room = sessions.__parent__
    return Said(_("你已经在课堂“${room}”里了，不用再加入。", room=room.title)) if room.roles_of(request.aid) else None


def published(request, activity):
    if activity.state != OPEN or activity.node.round > 1:
        return None
    name = request.translate(activity.name)
    if can_undo(activity.opened, request.now):
        return Said(_("已发布：${name}", name=name), "unpublish", activity)
    return Said(_("“${name}”已经在 ${time} 发布了，这一下没有作用。", name=name, time=clock(request, activity.opened)))


def taken_back(request, activity):
    return Said(_("已撤销发布：${name}", name=request.translate(activity.name)))


def moved_on(request, activity):
    """Somebody else was quicker, or the page was old."""
    name = request.translate(activity.name)
    if activity.state == CLOSED:
        return Said(_("“${name}”已经在 ${time} 结束，这一下没有作用。", name=name, time=clock(request, activity.closed)))
    return Said(_("“${name}”已经不是刚才的样子，这一下没有作用。请看现在的状态。", name=name))


ABOUT_CLASS = {"started": started, "running": running, "over": over, "room-made": made, "joined": joined, "again": again}
ABOUT_ACTIVITY = {"published": published, "unpublished": taken_back, "stale": moved_on}


def name_of(request, aid):
    account = request.alliance.accounts.get(aid)
    return account.name if account is not None else request.translate(_("另一位老师"))


def clock(request, moment):
    return words.clock(moment, request.school.timezone)
