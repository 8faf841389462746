"""课堂与备课记录: the calendar, the plan of one day, and everything that is done to a plan."""

from typing import Any, NamedTuple

import colander
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from ...activity import Activity, MissingActivity, Refused
from ...flows import library, preparing, reusing, teaching, timetable
from ...model.activities import DRAFT, OPEN
from ...model.base import above, find
from ...model.classrooms import Classroom
from ...model.sessions import Plan
from ...permissions import TEACH
from ...words import translator
from ..answers import moved
from ..nav import Nav
from ..said import say
from .activity import back, way_back
from .adding import Blank, last_settings, type_named
from .calendar import SHORT, Calendar, day_named
from .editing import asks_questions, drawn_form, with_query

_ = translator("mooctang_core")
LENGTHS = (45, 90, 135)
MOST = 200


class Item(NamedTuple):
    """One planned activity on the page."""

    activity: Any
    number: int
    lacking: list
    minutes: Any
    line: str
    open_href: str
    form: Any
    reusable: bool
    sealed: bool
    used: bool
    asks: bool
    """Whether many questions can be brought in at once."""


@view_config(context=Classroom, name="prepare", permission=TEACH, request_method="GET", renderer="prepare.pt")
def prepare(room, request):
    """The term on the left, one day on the right."""
    calendar = Calendar(request, room, day_named(request.GET.get("day")))
    plan = preparing.plan_of(room, calendar.chosen)
    here = calendar.href(calendar.chosen)
    items = [item(request, node, at, here, plan) for at, node in enumerate(plan.in_order() if plan is not None else (), 1)]
    last = preparing.last_lesson(room, calendar.chosen)
    return {
        "room": room, "course": Nav(request).course_of(room).title, "calendar": calendar, "weekdays": SHORT, "plan": plan, "items": items, "here": here,
        "held": [(session, session.__name__, len(session), session.running) for session in calendar.held.get(calendar.chosen, ())],
        "types": request.plugins.types(request.school, "plan"), "kinds": [cls for cls in library.kinds(request.school, request.plugins) if "plan" in cls.places],
        "last": len(last), "copying": copying(request, room, calendar, plan), "undo": undo(request, room, plan),
        "reusable_rooms": bool(reusing.sources(room, reusing.taught_by(request.school, request.aid))), **length_of(room, plan),
    }


def item(request, node, at, here, plan):
    activity = request.plugins.live(node, request.school)
    sealed, wanted = isinstance(activity, MissingActivity), request.GET.get("open") == node.__name__
    lacking = [request.translate(title) for title in preparing.missing(activity)]
    return Item(
        activity, at, lacking, node.minutes, line_of(request, activity), with_query(here, open=node.__name__) + f"#item-{node.__name__}",
        drawn_form(request, activity, here) if wanted and not sealed else None, type(activity).reusable, sealed, bool(node.used), asks_questions(activity))


def line_of(request, activity):
    """What type it is, where that is not its name already."""
    title = request.translate(activity.title)
    return title if title != request.translate(activity.name) else ""


def length_of(room, plan):
    """Minutes planned, against those of the lesson."""
    planned = sum(node.minutes or 0 for node in plan.values()) if plan is not None else 0
    length = plan.length if plan is not None and plan.length else timetable.minutes(room.times)
    return {"minutes": planned, "length": length, "lengths": sorted({*LENGTHS, length})}


def copying(request, room, calendar, plan):
    """The form for copying one activity, or all of a day: where to."""
    word = request.GET.get("copy", "")
    if plan is None or not (word == "all" or word in plan):
        return None
    rooms = [(each, f"{Nav(request).course_of(each).title} {each.title}") for each in reusing.taught_by(request.school, request.aid)]
    name = request.plugins.live(plan[word], request.school).name if word != "all" else None
    mine = room in [each for each, _title in rooms]
    return {"word": word, "name": name, "day": calendar.next_lesson(calendar.chosen).isoformat(),
            "rooms": [(request.resource_path(each), title, each is room) for each, title in (rooms if mine else [(room, room.title), *rooms])]}


def undo(request, room, plan):
    """What was just done and can be undone: said once, with the button."""
    removed, copied = request.GET.get("removed", ""), request.GET.get("copied", "")
    gone = plan.taken(removed, request.now) if plan is not None and removed not in plan else None
    if gone is not None:
        return {"text": _("已删除“${name}”", name=request.plugins.live(gone, request.school).name), "on": plan, "view": "restore", "field": removed}
    count = len(reusing.copied(room, copied))
    return {"text": _("已复制 ${n} 个活动", n=count), "on": room, "view": "undo-copy", "field": copied} if count else None


# What is done to a day ---------------------------------------------------------------------------------------------------

def asked_day(request, name="day"):
    day = day_named(request.POST.get(name))
    if day is None:
        raise Refused(_("请先选一个日期。"))
    return day


@view_config(context=Classroom, name="prepare-add", permission=TEACH, request_method="POST")
def add(room, request):
    """A new activity in a day's plan, with the settings of last time; its form opens in place."""
    cls, day = type_named(request, request.POST.get("kind", ""), "plan"), asked_day(request)
    plan = preparing.plan_for(room, day)
    if len(plan) >= MOST:
        raise Refused(_("一天的备课最多 ${n} 项。", n=MOST))
    node = preparing.prepare(plan, cls, usual_settings(room, cls), request.aid, host=request.plugins)
    preparing.tell_console(plan, request.now)
    return moved(Calendar(request, room, day).href(day, open=node.__name__) + f"#item-{node.__name__}")


def usual_settings(room, cls):
    """What this class used last; what has content of its own (it can be kept in a library) begins empty."""
    sessions = room["sessions"].in_order()
    return last_settings(sessions[-1], cls) if sessions and not cls.reusable else dict(cls(Blank(), None).settings)


@view_config(context=Classroom, name="prepare-last", permission=TEACH, request_method="POST")
def copy_last(room, request):
    """复制上次课, with one tap."""
    day = asked_day(request)
    word, copies = reusing.copy_plan(preparing.last_lesson(room, day), room, day, request.plugins, request.school, request.aid)
    preparing.tell_console(copies[0].__parent__, request.now)
    return moved(Calendar(request, room, day).href(day, copied=word))


@view_config(context=Classroom, name="undo-copy", permission=TEACH, request_method="POST", renderer="prepare_undone.pt")
def undo_copy(room, request):
    """Take copies back; what somebody changed since then stays, and is said."""
    gone, stayed = reusing.take_back(room, request.POST.get("word", ""))
    if stayed:
        return {"room": room, "gone": gone, "stayed": stayed, "back": back_to(request, room)}
    return moved(back_to(request, room))


def back_to(request, room):
    return with_query(request.POST.get("back") and way_back(room, request) or request.resource_path(room, "prepare"), copied=None, removed=None)


@view_defaults(context=Plan, permission=TEACH)
class Planning:
    """What is done to one plan."""

    def __init__(self, plan, request):
        self.plan, self.request = plan, request
        self.room = above(plan, Classroom)

    @view_config(request_method="GET")
    def show(self):
        return HTTPSeeOther(self._page(**{name: self.request.GET[name] for name in ("removed",) if name in self.request.GET}))

    def _page(self, **more):
        return Calendar(self.request, self.room, self.plan.day).href(self.plan.day, **more)

    @view_config(name="order", request_method="POST")
    def order(self):
        """One place up or down, or the whole order as it was dragged; what a colleague added meanwhile stays."""
        names, item = self.request.POST.get("order", "").split(), self.request.POST.get("item", "")
        if names:
            self.plan.arrange(names)
        elif item in self.plan:
            self.plan.move(item, -1 if self.request.POST.get("to") == "up" else 1)
        else:
            raise Refused(_("这个活动已经不在这天的备课里了。"))
        preparing.tell_console(self.plan, self.request.now)
        return moved(self._page() + (f"#item-{item}" if item else ""))

    @view_config(name="length", request_method="POST")
    def length(self):
        """How many minutes the lesson has."""
        self.plan.length = colander.SchemaNode(colander.Integer(), title=_("分钟"), validator=colander.Range(5, 600)).deserialize(
            self.request.POST.get("minutes", ""))
        return moved(self._page())

    @view_config(name="restore", request_method="POST")
    def restore(self):
        """Undo a removal."""
        if self.plan.put_back(self.request.POST.get("word", ""), self.request.now) is None:
            raise Refused(_("这个活动已经不能恢复了。"))
        preparing.tell_console(self.plan, self.request.now)
        return moved(self._page())

    @view_config(name="copy", request_method="POST")
    def copy(self):
        """One activity, or the whole day, to another date or another classroom that one teaches."""
        room, day, word = self._target(), asked_day(self.request), self.request.POST.get("item", "all")
        nodes = self.plan.in_order() if word == "all" else [self.plan[word]] if word in self.plan else []
        word, copies = reusing.copy_plan(nodes, room, day, self.request.plugins, self.request.school, self.request.aid)
        preparing.tell_console(copies[0].__parent__, self.request.now)
        return moved(Calendar(self.request, room, day).href(day, copied=word))

    def _target(self):
        """The classroom that the form names; one that one does not teach is as good as none."""
        path = self.request.POST.get("room", "")
        room = find(self.request.school, path) if path else self.room
        if not isinstance(room, Classroom) or not self.request.may(TEACH, room):
            raise HTTPNotFound()
        return room


# What is done to one planned activity -------------------------------------------------------------------------------------

@view_config(context=Activity, name="bring", permission=TEACH, request_method="POST")
def bring(activity, request):
    """从今日备课中添加: a copy in the running class; with `publish` open to the students in the same tap."""
    room = activity.classroom
    session = room["sessions"].running if room is not None else None
    if session is None:
        raise Refused(_("还没有上课。请先点“开始上课”。"))
    if not isinstance(activity.__parent__, Plan):
        raise HTTPNotFound()
    copy = request.plugins.live(preparing.bring(session, activity.node, request.plugins, request.aid), request.school)
    if not request.POST.get("publish"):
        return back(room, request)
    if copy.state == DRAFT:
        teaching.publish(copy, request.school, request.plugins, request.now)
    return say(request, request.resource_path(room), "published" if copy.state == OPEN else "stale", copy)


@view_config(context=Activity, name="to-library", permission=TEACH, request_method="POST")
def to_library(activity, request):
    """Keep a copy for use again: one's own until it is shared."""
    if activity.classroom is None:
        raise HTTPNotFound()
    shelf = library.library_of(activity.node)
    node = library.keep_copy(shelf, activity, request.aid)
    if not node.title:
        node.title = request.translate(activity.name)[:80]
    where = request.resource_path(activity.classroom, "library", query={"kind": node.kind, "open": node.__name__})
    return moved(f"{where}#item-{node.__name__}")
