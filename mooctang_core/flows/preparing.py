"""备课: what is planned for each date of a classroom, copying it elsewhere, and bringing it into the running class."""

from zoneinfo import ZoneInfo

import colander

from ..activity import MissingActivity, Refused
from ..model.activities import DRAFT, KEPT, ActivityNode
from ..model.base import above
from ..model.classrooms import Classroom
from ..model.courses import Library
from ..model.schools import School
from ..model.sessions import Plan
from ..plain import listed, plain, thawed
from ..words import translator
from . import teaching

_ = translator("mooctang_core")
MINUTES = 10


def day_of(classroom, moment):
    """The date of a moment where the school is."""
    return moment.astimezone(ZoneInfo(above(classroom, School).timezone)).date()


def plan_of(classroom, day):
    """What is planned for a date; None when nothing ever was."""
    return classroom["plans"].get(day.isoformat())


def plan_for(classroom, day):
    """The same, made where there is none yet."""
    plan = plan_of(classroom, day)
    if plan is None:
        plan = classroom["plans"][day.isoformat()] = Plan(day)
    return plan


def planned(classroom):
    """The plans that hold something, by date."""
    return [plan for plan in classroom["plans"].values() if isinstance(plan, Plan) and len(plan)]


# Putting things there --------------------------------------------------------------------------------------------------

def prepare(plan, cls, settings, by, title="", host=None):
    """A new activity at the end of a plan."""
    node = begin(teaching.add(plan, cls, settings, title, by), cls, host)
    node.minutes = usual_minutes(plan, cls.kind)
    return node


def begin(node, cls, host=None):
    """Note what a new draft still lacks."""
    fields = lacking(cls, node.settings, host=host, school=above(node, School), request=None)
    node.unfinished = {"fields": fields, "given": None} if fields else None
    return node


def usual_minutes(plan, kind):
    """What this type was given the last time in this classroom."""
    for other in sorted(plan.__parent__.values(), key=lambda each: each.day, reverse=True):
        for node in reversed(other.in_order() if isinstance(other, Plan) else ()):
            if node.kind == kind and node.minutes:
                return node.minutes
    return MINUTES


def copy_to(place, activity, by=None):
    """An independent copy in a plan, a session, a library: a draft (kept, in a library) with nobody's answers."""
    teaching.refuse_sealed(activity)
    before, settings = activity.node, plain(listed(thawed(activity.copy(thawed(activity.node.settings)))))
    node = ActivityNode(before.kind, before.title, settings, KEPT if isinstance(place, Library) else DRAFT)
    node.by, node.minutes, node.unfinished, node.counted = by, before.minutes, thawed(before.unfinished), before.counted
    node.about, node.tags = (before.about, before.tags) if isinstance(place, Library) else ("", ())
    return place.add(node)


def copy_all(place, activities, by=None):
    """The copies of those that can be copied: what belongs to a plugin that is off stays behind."""
    return [copy_to(place, activity, by) for activity in activities if not isinstance(activity, MissingActivity)]


def last_lesson(classroom, before):
    """What 复制上次课 copies: the newest plan before a date, else the newest class that was held before it. A list of nodes."""
    plans = [plan for plan in planned(classroom) if plan.day < before]
    held = [session for session in classroom["sessions"].in_order() if len(session) and day_of(classroom, session.started) < before]
    plan = max(plans, key=lambda each: each.day, default=None)
    if plan is not None and not any(day_of(classroom, session.started) > plan.day for session in held):
        return plan.in_order()
    return held[-1].in_order() if held else []


# Whether it can be used ------------------------------------------------------------------------------------------------

def lacking(cls, settings, **known_to_fields):
    """The names of the fields that these settings do not fill in, or fill in wrong."""
    schema = cls.Settings().bind(**known_to_fields)
    known = {child.name for child in schema.children}
    try:
        schema.deserialize(schema.serialize({name: value for name, value in without_none(thawed(settings)).items() if name in known}))
    except colander.Invalid as error:
        return tuple(child.node.name for child in error.children)
    return ()


def without_none(value):
    """A form knows no None: what was left out is simply not there."""
    if isinstance(value, dict):
        return {key: without_none(item) for key, item in value.items() if item is not None}
    return [without_none(item) for item in value] if isinstance(value, list) else value


def missing(activity):
    """The titles of the fields that are still to be filled in; empty when it can be used."""
    unfinished = activity.node.unfinished
    if unfinished is None or isinstance(activity, MissingActivity):
        return []
    wanted = unfinished["fields"]
    return [child.title for child in activity.Settings().children if child.name in wanted] or [activity.title]


def refuse_unfinished(activity):
    """Nobody publishes what is not filled in."""
    what = missing(activity)
    if what:
        raise Refused(_("“${name}”还没有填完：${what}。", name=activity.name, what=what[0]))


# In class --------------------------------------------------------------------------------------------------------------

def from_today(classroom, now):
    """What is planned for today and is not in the running class yet: the console offers it. A list of nodes, in order."""
    session = classroom["sessions"].running
    days = {day_of(classroom, now)} | ({day_of(classroom, session.started)} if session is not None else set())
    plans = [plan_of(classroom, day) for day in sorted(days)]
    return [node for plan in plans if plan is not None for node in plan.in_order() if brought(session, node) is None]


def brought(session, node):
    """The copy of a planned activity in a session; None when it was not brought in."""
    for number, name in node.used if session is not None else ():
        if number == session.__name__ and name in session:
            return session[name]
    return None


def bring(session, node, host, by=None):
    """Copy what was planned into the running class, once: two teachers who tap together get the same activity."""
    if not session.running:
        raise Refused(_("这次课已经结束，不能再添加活动。"))
    already = brought(session, node)
    if already is not None:
        return already
    activity = host.live(node, above(session, School))
    refuse_unfinished(activity)
    copy = copy_to(session, activity, by)
    node.used = (*node.used, (session.__name__, copy.__name__))
    teaching.room_changed(session, above(session, School))
    return copy


def tell_console(plan, now):
    """Open consoles show what is planned for today: they hear of it while a class runs."""
    classroom = above(plan, Classroom)
    if isinstance(plan, Plan) and classroom["sessions"].running is not None and plan.day == day_of(classroom, now):
        teaching.room_changed(plan, above(plan, School))
