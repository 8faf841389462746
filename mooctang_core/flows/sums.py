"""What one closed activity says of each person in three values: took part, right, of. Kept beside what is sealed."""

from weakref import WeakKeyDictionary

from ..activity import MissingActivity
from ..model.records import Folded, Record, Sums
from .looking import told

MISSED = (False, None, None)
KEPT_MOST = 400
_kept: WeakKeyDictionary = WeakKeyDictionary()


def mark_of(activity, record, known=None):
    """(took part, right, of) of one record; None for who was not asked. Equal marks are the same object where `known` keeps them."""
    took = bool(told(activity, "took_part", lambda: activity.took_part(record), record.status is not None))
    if not took and not told(activity, "asked", lambda: activity.asked(record), True):
        return None
    marks = told(activity, "marks", lambda: activity.marks(record), None)
    found = (took, *map(float, marks)) if marks is not None and marks[1] else (took, None, None)
    return found if known is None else known.setdefault(found, found)


def summed(activity):
    """The sums that are sealed with an activity; None where its plugin is away, or where statuses say it all."""
    if isinstance(activity, MissingActivity) or type(activity).attends:
        return None
    known = {MISSED: MISSED}
    marks = {aid: mark_of(activity, record, known) for aid, record in activity.records.items()}
    return Sums(marks, mark_of(activity, Record("")), content_of(activity))


def content_of(activity):
    """[(text, how right, 0 … 1)] of what was asked."""
    found = told(activity, "content", activity.content, ())
    return [(str(text), float(share)) for text, share in found if share is not None]


def sums_of(activity):
    """The sums of a closed activity with what was corrected since, made anew where they were not sealed with it."""
    node = activity.node
    if node.sealed is None:
        return summed(activity) or Sums({aid: mark_of(activity, record) for aid, record in activity.records.items()}, MISSED, [])
    sums = node.sums or _remembered(activity)
    if not len(node.own_records):
        return sums
    return Sums({**sums.marks, **{aid: mark_of(activity, record) for aid, record in node.own_records.items()}}, sums.blank, sums.content)


def _remembered(activity):
    """Of what was sealed without its sums; a sealed object never changes, so its address and serial say all."""
    sealed = activity.node.sealed
    sealed._p_activate()
    if sealed._p_jar is None:
        return _made(activity)
    kept, key = _kept.setdefault(sealed._p_jar.db(), {}), (sealed._p_oid, sealed._p_serial, type(activity))
    if key not in kept:
        while len(kept) >= KEPT_MOST:
            kept.pop(next(iter(kept)), None)
        kept[key] = _made(activity)
    return kept[key]


def _made(activity):
    known: dict = {}
    marks = {aid: mark_of(activity, Folded(aid, activity.node.sealed), known) for aid in activity.node.sealed.marks}
    return Sums(marks, mark_of(activity, Record("")), content_of(activity))
