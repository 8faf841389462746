"""The teacher's remote control: what is in hand, what else is open, what comes next, what is done. Plain facts, nothing written."""

from ..activity import MissingActivity
from ..model.activities import CLOSED, DRAFT
from . import preparing, timetable
from .looking import living, open_now, summary


def console_facts(classroom, host, school, now):
    """For the teacher's phone: the one in hand, the others that are open, what comes next, what is done."""
    session = classroom["sessions"].running
    all_of_it = living(session, host, school)
    still_open = open_now(all_of_it)
    # What was just closed stays in hand until its results are the students', or something new is.
    current = next((a for a in still_open if a.in_hand), None) or next((a for a in all_of_it if awaits_release(a)), None)
    drafts = [a for a in reversed(all_of_it) if a.state == DRAFT and not isinstance(a, MissingActivity)]
    planned = [host.live(node, school) for node in preparing.from_today(classroom, now)]
    return {
        "session": session,
        "off_day": is_off_day(classroom, now),
        "current": current,
        "others": [(a, summary(a)) for a in still_open if a is not current],
        "upcoming": [*drafts, *(a for a in planned if not isinstance(a, MissingActivity))],
        "closed": [(a, summary(a)) for a in all_of_it if a.state == CLOSED and a is not current],
        "members": classroom.number_present() if session is None else None,
    }


def awaits_release(activity):
    """Whether it is over, and what came out of it is still the teacher's alone."""
    return activity.state == CLOSED and activity.releasable and activity.released is None and not isinstance(activity, MissingActivity)


def is_off_day(classroom, now):
    """Whether the classroom's times name other weekdays: perhaps a teacher of several classes stands in the wrong one."""
    days = timetable.weekdays(classroom.times)
    return bool(days) and preparing.day_of(classroom, now).weekday() not in days
