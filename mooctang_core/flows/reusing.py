"""Preparing from what was prepared: another date, another classroom, a whole term; each can be taken back."""

from typing import Any, NamedTuple

from ..activity import Refused
from ..model.base import find
from ..model.classrooms import Classroom
from ..words import translator
from . import timetable
from .preparing import copy_all, plan_for, planned

_ = translator("mooctang_core")
SHELF, REMEMBERED = "copied", 10


class Shift(NamedTuple):
    """One plan on its way to another date."""

    old: Any
    new: Any
    count: int
    past: bool
    """That date is gone by: it is left out unless the teacher gives another."""
    taken: int
    """How many activities stand there already: the copies come after them."""


def copy_plan(nodes, classroom, day, host, school, by):
    """These activities at the end of another date's plan; returns the word by which it is undone, and the copies."""
    copies = copy_all(plan_for(classroom, day), [host.live(node, school) for node in nodes], by)
    if not copies:
        raise Refused(_("没有可以复制的活动。"))
    return remember(classroom, copies), copies


def sources(classroom, rooms):
    """The other classrooms of a teacher that hold plans, the nearest first: those of the same course."""
    found = [room for room in rooms if room is not classroom and planned(room)]
    return sorted(found, key=lambda room: (room.__parent__.__parent__ is not classroom.__parent__.__parent__, room.title))


def proposal(source, target, first, on, today):
    """Old date -> new date of every plan of a classroom, in the timetable of another. Nothing is written."""
    plans = {plan.day: plan for plan in planned(source)}
    return [Shift(old, new, len(plans[old]), new < today, len(target["plans"].get(new.isoformat(), ())))
            for old, new in timetable.shifted(list(plans), first, on)]


def take_over(source, target, pairs, host, school, by):
    """Copy plans as (old date, new date) says; returns the word by which it is undone, and how many activities came."""
    copies = []
    for old, new in pairs:
        plan = source["plans"].get(old.isoformat())
        if plan is not None and new is not None:
            copies += copy_all(plan_for(target, new), [host.live(node, school) for node in plan.in_order()], by)
    if not copies:
        raise Refused(_("没有可以复制的活动。"))
    return remember(target, copies), len(copies)


# Taking back -----------------------------------------------------------------------------------------------------------

def remember(classroom, copies):
    """Keep which copies one step made, for as long as it is among the last ten."""
    shelf = classroom["plans"].shelf(SHELF)
    number = max(map(int, shelf), default=0) + 1
    shelf[str(number)] = [[node.__parent__.__name__, node.__name__, node.bumps] for node in copies]
    for old in sorted(shelf, key=int)[:-REMEMBERED]:
        del shelf[old]
    return str(number)


def copied(classroom, word):
    """What one step copied and is still there as it was copied: a list of nodes."""
    found = []
    for day, name, bumps in classroom["plans"].peek_shelf(SHELF).get(word, ()):
        node = classroom["plans"][day].get(name) if day in classroom["plans"] else None
        if node is not None and node.bumps == bumps and not node.used:
            found.append(node)
    return found


def take_back(classroom, word):
    """Undo one step: what somebody changed or used meanwhile stays. Returns how many went and how many stayed."""
    there = [(day, name) for day, name, _bumps in classroom["plans"].peek_shelf(SHELF).get(word, ()) if name in classroom["plans"].get(day, ())]
    unchanged = copied(classroom, word)
    for node in unchanged:
        del node.__parent__[node.__name__]
    if classroom["plans"].peek_shelf(SHELF).get(word) is not None:
        del classroom["plans"].shelf(SHELF)[word]
    return len(unchanged), len(there) - len(unchanged)


def taught_by(school, aid):
    """The classrooms that a person teaches."""
    rooms = [find(school, path) for path in school.places.get(aid, ())]
    return [room for room in rooms if isinstance(room, Classroom) and room.teachers.get(aid)]

