"""What time does to a class: activities close at their deadline, a forgotten session ends, closed activities are sealed."""

import logging
from datetime import timedelta

from transaction.interfaces import TransientError

from ..activity import Activity, MissingActivity
from ..model.activities import CLOSED, OPEN, PAUSED, ActivityNode
from ..model.classrooms import Classroom
from . import reminding, teaching
from .sums import summed

log = logging.getLogger("mooctang.jobs")


def classrooms(school):
    """Every classroom of a school."""
    for course in school["courses"].values():
        for term in course.terms():
            yield from (room for room in term.classrooms() if isinstance(room, Classroom))


# What is due ---------------------------------------------------------------------------------------------------------

def needs_tending(room, school, host, now, hours, minutes=0):
    """Whether anything in this classroom is due: looked at often, written seldom."""
    session = room["sessions"].running
    over = session is not None and (now >= ends_at(session, hours) or reminding.is_due(session, now, minutes))
    return over or any(True for _ in past_deadline(room, school, host, now))


def ends_at(session, hours):
    """When a session that nobody ends is over."""
    return session.started + timedelta(hours=hours)


def past_deadline(room, school, host, now):
    """The open activities that the core closes at their deadline, and whose deadline has passed."""
    session = room["sessions"].running
    for node in [*(teaching.open_nodes(session) if session is not None else ()), *open_tasks(room)]:
        if node.state == OPEN and node.deadline is not None and node.deadline <= now and closes_itself(host.live(node, school), host, now):
            yield node


def open_tasks(room):
    return [node for node in room["tasks"].values() if isinstance(node, ActivityNode) and node.state in (OPEN, PAUSED)]


def closes_itself(activity, host, now):
    """Whether the core closes it now: the last of those who were given more time has had it, too."""
    try:
        return activity.keeps_time and activity.last_deadline <= now
    except Exception as error:  # a plugin may make it depend on its settings, and stumble
        host.failed(activity.school, host.plugin_of(activity), "closes_at_deadline", error)
        return False


# Doing it ------------------------------------------------------------------------------------------------------------

def tend(room, school, host, now, hours, minutes=0):
    """Do what is due in one classroom."""
    for node in list(past_deadline(room, school, host, now)):
        close_surely(node, school, host, min(now, host.live(node, school).longest_deadline))
    session = room["sessions"].running
    if session is not None and now >= ends_at(session, hours):
        end_surely(session, school, host, ends_at(session, hours))
    elif session is not None and reminding.is_due(session, now, minutes):
        reminding.remind(session, school, host, now)


def end_surely(session, school, host, moment):
    """End a session as of a moment, whatever its plugins do."""
    for node in teaching.open_nodes(session):
        close_surely(node, school, host, moment)
    teaching.end_session(session, school, host, None, moment)


def close_surely(node, school, host, moment):
    """Close an activity; a plugin that fails at it is left out, for nobody is there who could close it by hand."""
    activity = host.live(node, school)
    savepoint = school._p_jar.transaction_manager.savepoint(optimistic=True) if school._p_jar is not None else None
    try:
        teaching.close(activity, school, host, moment)
    except TransientError:
        raise
    except Exception as error:
        if savepoint is not None:
            savepoint.rollback()
        host.failed(school, host.plugin_of(node), "on_close", error)
        teaching.close(MissingActivity(node, school, host), school, host, moment)


# Sealing and tidying -------------------------------------------------------------------------------------------------

def unsealed(places, now, minutes):
    """The closed activities of some sessions or task folders that have rested long enough to be folded."""
    since = now - timedelta(minutes=minutes)
    return [node for place in places for node in place.values()
            if isinstance(node, ActivityNode) and node.state == CLOSED and node.closed and node.closed <= since and wants_folding(node)]


def wants_folding(node):
    """A few corrections may lie over a sealed activity; a round that was opened again is folded like the first."""
    if node.sealed is None:
        return True
    laid_over = len(node.own_records)
    return laid_over > 0 and laid_over * 10 >= len(node.sealed.marks)


def settled(session):
    """Whether nothing of an ended session will ever want folding again."""
    return not session.running and all(node.state not in (OPEN, PAUSED) and (node.state != CLOSED or not wants_folding(node)) for node in session.values())


def tidy(room, school, host, now):
    """Let every activity of a classroom forget what it keeps for a limited time only. Returns how many wanted to."""
    nodes = [node for place in (*room["sessions"].values(), room["tasks"]) for node in place.values() if isinstance(node, ActivityNode)]
    return sum(_tidy(node, school, host, now) for node in nodes)


def _tidy(node, school, host, now):
    activity = host.live(node, school)
    if type(activity).tidy is Activity.tidy:
        return False
    savepoint = school._p_jar.transaction_manager.savepoint(optimistic=True)
    try:
        activity.tidy(now)
    except TransientError:
        raise
    except Exception as error:
        savepoint.rollback()
        host.failed(school, host.plugin_of(node), "tidy", error)
        return False
    if node.sealed is not None and len(node.own_records):
        # What was forgotten lies over the old object; only folding them together makes it gone.
        node.seal(summed(activity))
    return True
