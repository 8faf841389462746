"""The records of one activity: those of the old account go to the new one, in the open or among the sealed, and whoever mentions it is renamed.

They are written down as plain tuples and by their owner, for a record lies elsewhere once its activity is sealed.
"""

from ...model.records import Folded, Record, Sealed, fold
from .names import Names, put_back

RECORD = "record"


def rename(node, activity, names, changes, keep):
    """`keep(node, theirs, mine)` says which of two records stays."""
    names = Names(names.old, names.new, {**names.words, **dict(activity.aliases(names.old, names.new))})
    changed = _own(node, names, changes, keep) + _sealed(node, names, changes, keep)
    if changed and node.sums is not None:
        changes.add(node, ("attribute", "sums"), (node.sums,), (None,))
        node.sums = None
    return names


def _own(node, names, changes, keep):
    number = 0
    for aid in list(node.own_records.keys()):
        before = whole(node.own_records[aid])
        after = names(before)
        if aid == names.old:
            _move(node, names, changes, keep, before, after)
        elif after is before:
            continue
        else:
            fill(node.own_records[aid], after)
            changes.add(node, (RECORD, aid), (before,), (after,))
        number += 1
    return number


def _move(node, names, changes, keep, before, after):
    theirs, mine = made(names.new, after), node.own_records.get(names.new)
    had = (whole(mine),) if mine is not None else ()
    kept = theirs if mine is None else keep(node, theirs, mine)
    del node.own_records[names.old]
    changes.add(node, (RECORD, names.old), (before,), ())
    if kept is not mine:
        node.own_records[names.new] = kept
        changes.add(node, (RECORD, names.new), had, (whole(kept),))


def _sealed(node, names, changes, keep):
    if node.sealed is None:
        return 0
    rows, number = node.sealed.rows, 0
    found = {}
    for aid, row in rows.items():
        after = names(row)
        if aid == names.old or after is not row:
            number += 1
        if aid != names.old:
            found[aid] = after
    if names.old in rows:
        theirs = names(rows[names.old])
        mine = rows.get(names.new)
        kept = theirs if mine is None else fold(keep(node, made(names.new, theirs), made(names.new, names(mine))))
        found[names.new] = kept
    if number:
        for aid in dict.fromkeys([*rows, *found]):
            if rows.get(aid) != found.get(aid):
                changes.add(node, (RECORD, aid), (rows[aid],) if aid in rows else (), (found[aid],) if aid in found else ())
        node.sealed = Sealed(found)
    return number


def whole(record):
    """A record as a plain tuple, with what is forgotten when it is sealed."""
    return (*fold(record), record.seen, record.server)


def made(aid, values):
    """A record out of such a tuple."""
    return fill(Record(aid), values)


FIELDS = ("status", "score", "at", "by", "_data", "history", "seen", "server")


def fill(record, values):
    """Write what differs; a field that is as every new record has it stays unwritten."""
    for name, value in zip(FIELDS, values, strict=False):
        if getattr(record, name) != value:
            setattr(record, name, value)
    return record


def put_record_back(node, aid, before, after):
    """One record as it was, wherever the activity keeps it now; what was written since stays."""
    record = node.records.get(aid)
    now = () if record is None else (fold(record) if isinstance(record, Folded) else whole(record),)
    if same(now, after):
        _set(node, aid, before)
    elif now and before and after:
        _set(node, aid, (tuple(put_back(b, a, n) for b, a, n in zip(before[0], after[0], now[0], strict=False)),))


def same(now, after):
    return now == after or bool(now and after) and now[0][:6] == after[0][:6]


def _set(node, aid, value):
    if node.sealed is not None:
        _set_sealed(node, aid, value)
    elif not value:
        node.own_records.pop(aid, None)
    elif aid in node.own_records:
        fill(node.own_records[aid], value[0])
    else:
        node.own_records[aid] = made(aid, value[0])


def _set_sealed(node, aid, value):
    rows = node.sealed.rows
    node.own_records.pop(aid, None)
    if value:
        rows[aid] = value[0][:6]
    else:
        rows.pop(aid, None)
    node.sealed, node.sums = Sealed(rows), None
