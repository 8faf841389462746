"""What is going on in a classroom, put together for the pages: plain facts, nothing written."""

from ..activity import MissingActivity
from ..model.activities import CLOSED, DRAFT, OPEN, PAUSED


def living(session, host, school):
    """The activities of a session, newest first."""
    nodes = session.in_order() if session is not None else []
    return [host.live(node, school) for node in reversed(nodes)]


def room_facts(classroom, host, school, person_id=None):
    """For a student's class page: the running session and its published activities, open ones first."""
    session = classroom["sessions"].running
    shown = [a for a in living(session, host, school) if a.state != DRAFT]
    facts = {
        "session": session,
        "open_now": [a for a in shown if a.state in (OPEN, PAUSED)],
        "done_now": [a for a in shown if a.state == CLOSED],
        "number": session.__name__ if session is not None else "",
    }
    if person_id is not None:
        facts["mine"] = [(a, a.record_of(person_id)) for a in shown]
        facts["done_ids"] = " ".join(short_id(a) for a, record in facts["mine"] if a.took_part(record))
    return facts


def short_id(activity):
    """session/number: enough to find a card on a class page."""
    return f"{activity.__parent__.__name__}/{activity.__name__}"


def console_facts(classroom, host, school):
    """For the teacher's phone: the one in hand, the others that are open, what is prepared, what is done."""
    session = classroom["sessions"].running
    all_of_it = living(session, host, school)
    still_open = [a for a in all_of_it if a.state in (OPEN, PAUSED)]
    current = still_open[0] if still_open else None
    return {
        "session": session,
        "current": current,
        "others": still_open[1:],
        "drafts": [a for a in reversed(all_of_it) if a.state == DRAFT and not isinstance(a, MissingActivity)],
        "closed": [a for a in all_of_it if a.state == CLOSED],
        "types": host.types(school, "session"),
        "members": len(classroom.present()),
        "upcoming": [],
    }


def history(classroom, host, school):
    """Every session that was held, newest first, with its activities."""
    for session in reversed(classroom["sessions"].in_order()):
        yield session, [a for a in reversed(living(session, host, school)) if a.state != DRAFT]
