"""How much was taken part in, class by class: taken ÷ offered."""

from ..activity import MissingActivity
from ..model.activities import CLOSED
from .looking import living, told

MOST = 20


def taking_part(classroom, host, school, person_id=None):
    """{number of the class: (share of everybody, share of one person)} of the last classes; None where nothing was offered."""
    held = [session for session in classroom["sessions"].in_order() if not session.running][-MOST:]
    found = {session.__name__: _of(session, host, school, person_id) for session in held}
    return {number: shares for number, shares in found.items() if shares[0] is not None}


def _of(session, host, school, person_id):
    offered = [a for a in living(session, host, school) if a.state == CLOSED and a.counted and not isinstance(a, MissingActivity)]
    everybody = mean([share_of(activity) for activity in offered])
    if person_id is None:
        return everybody, None
    return everybody, mean([float(took_part(a, a.record_of(person_id))) for a in offered])


def share_of(activity):
    """The part of those who were asked that took part."""
    asked = [record for record in activity.records.values() if told(activity, "asked", lambda r=record: activity.asked(r), True)]
    return mean([float(took_part(activity, record)) for record in asked])


def took_part(activity, record):
    return told(activity, "took_part", lambda: activity.took_part(record), record.status is not None)


def mean(parts):
    known = [part for part in parts if part is not None]
    return sum(known) / len(known) if known else None
