"""Forgetting where people were: distances and accuracies are evidence for a limited time."""

from datetime import timedelta

from .activity import CheckIn

KEPT_FOR = timedelta(days=30)
FORGOTTEN = ("distance", "accuracy")
MARK = "places_forgotten"


def forget_old(sessions, school, now):
    """Forget the places of every check-in in this classroom that closed long ago; each is gone through once."""
    for session in sessions.in_order():
        for node in session.in_order():
            if node.kind == CheckIn.kind and node.closed is not None and node.closed < now - KEPT_FOR:
                forget_all(CheckIn(node, school))


def forget_all(activity):
    """Drop every distance of one check-in, folded records too."""
    if MARK in activity.store:
        return
    forget_places(activity.records)
    if activity.node.sealed is not None:
        activity.node.seal()
    activity.store[MARK] = True


def forget_places(records, before=None):
    """Drop distances and accuracies of records marked before a moment (of all, without one); says how many."""
    held = [(aid, record) for aid, record in records.items() if _holds_place(record, before)]
    for aid, record in held:
        own = records.writable(aid)
        own.data = {name: value for name, value in record.data.items() if name not in FORGOTTEN}
        own.history = tuple((at, by, old, new, "" if by == aid else why) for at, by, old, new, why in record.history)
        # The digest of an answer that held coordinates could confirm a guess of them.
        own.seen = ()
    return len(held)


def _holds_place(record, before):
    known = any(name in record.data for name in FORGOTTEN)
    return known and (before is None or record.at is None or record.at < before)
