"""What is going on in a classroom, put together for the pages: plain facts, nothing written."""

from typing import Any, NamedTuple

from transaction.interfaces import TransientError

from ..model.activities import CLOSED, DRAFT, OPEN, PAUSED
from ..model.classrooms import Member
from ..urns import FEW

WAITING_SHOWN = 30
CARDS = 3
"""Activities that stand as cards on a student's class page; more would hide one another."""


class Mine(NamedTuple):
    """One activity as one student stands in it."""

    activity: Any
    open: bool
    took_part: bool
    at: Any
    word: Any
    score: Any
    asked: bool = True
    nudge: Any = None


class Count(NamedTuple):
    """How many of those it is about have taken part, and the first of those who have not."""

    done: int
    of: int
    waiting: tuple[Member, ...]

    @property
    def left(self):
        return self.of - self.done


def living(session, host, school):
    """The activities of a session, newest first."""
    nodes = session.in_order() if session is not None else []
    return [host.live(node, school) for node in reversed(nodes)]


def told(activity, where, question, otherwise):
    """What a plugin answers to a small question; one that raises is counted, and the page stands."""
    try:
        return question()
    except TransientError:
        raise
    except Exception as error:
        activity.host.failed(activity.school, activity.host.plugin_of(activity), where, error)
        return otherwise


def room_facts(classroom, host, school):
    """For a student's class page: the running session and its published activities, open ones first."""
    session = classroom["sessions"].running
    shown = [a for a in living(session, host, school) if a.state != DRAFT]
    still_open = open_now(shown)
    return {
        "session": session,
        "shown": shown,
        "current": still_open[0] if still_open else None,
        "open_now": still_open,
        "cards": still_open[:CARDS],
        "done_now": [a for a in shown if a.state == CLOSED],
        "number": session.__name__ if session is not None else "",
    }


def open_now(activities):
    """Those that are open, what the class does now before what stands beside it."""
    return sorted((a for a in activities if a.state in (OPEN, PAUSED)), key=lambda a: not a.in_hand)


def own_facts(shown, in_hand, person_id):
    """What one student has done: rows for all but what stands as a card, and the ids that these cards look for."""
    mine = [mine_in(activity, person_id) for activity in shown]
    tapped = [row for row in mine if row.took_part and type(row.activity).one_tap]
    return {
        "mine": mine,
        "rows": [row for row in mine if row.activity not in in_hand],
        "checked": tapped[0] if tapped else None,
        "done_ids": " ".join(short_id(row.activity) for row in mine if row.took_part and not row.nudge),
        "aside_ids": " ".join(short_id(row.activity) for row in mine if not row.asked),
    }


def mine_in(activity, person_id):
    """How one student stands in one activity."""
    record = activity.record_of(person_id)
    word = told(activity, "status", lambda: activity.word(activity.status_of(record)), "")
    took_part = told(activity, "took_part", lambda: activity.took_part(record), record.status is not None)
    asked = took_part or told(activity, "asked", lambda: activity.asked(record), True)
    nudge = told(activity, "nudge", lambda: activity.nudge(record), None) if activity.state == OPEN else None
    return Mine(activity, activity.state in (OPEN, PAUSED), took_part, record.at, word, told(activity, "score_for", lambda: activity.score_for(record), None), asked, nudge)


def short_id(activity):
    """session/number: enough to find a card on a class page."""
    return f"{activity.__parent__.__name__}/{activity.__name__}"


def counted(activity):
    """Who has taken part so far, for teachers: "46 / 55", and who has not. A discreet one tells in steps, and of nobody."""
    found = _counted(activity)
    if activity.state in (OPEN, PAUSED) and told(activity, "discreet", lambda: activity.discreet, False):
        return Count(found.done // FEW * FEW, found.of, ())
    return found


def _counted(activity):
    people = [(person, record) for person in activity.people() for record in (activity.record_of(person.aid),)
              if told(activity, "asked", lambda r=record: activity.asked(r), True)]
    waiting = [person for person, record in people if not told(activity, "took_part", lambda r=record: activity.took_part(r), record.status is not None)]
    return Count(len(people) - len(waiting), len(people), tuple(waiting[:WAITING_SHOWN]))


def summary(activity):
    """The plugin's own short line; without one, how many took part."""
    return told(activity, "summary", activity.summary, "")


def history(classroom, host, school, sessions=None):
    """Every session that was held, newest first, or just these, with its activities."""
    for session in reversed(classroom["sessions"].in_order()) if sessions is None else sessions:
        yield session, [a for a in reversed(living(session, host, school)) if a.state != DRAFT]


def lately(classrooms, host, school, most=30):
    """What teachers published in these classrooms, newest first: (classroom, activity)."""
    found = []
    for classroom in classrooms:
        for session in reversed(classroom["sessions"].in_order()[-5:]):
            found += [(classroom, a) for a in living(session, host, school) if a.state != DRAFT and a.opened]
    return sorted(found, key=lambda pair: pair[1].opened, reverse=True)[:most]
