"""Taking a merge back: every change in the opposite order. What was written since stays with the account that wrote it."""

from BTrees.OOBTree import OOSet, OOTreeSet
from persistent import Persistent

from .names import put_back
from .records import RECORD, put_record_back
from .walking import fingerprint, set_attribute


def take_back(changes):
    """Undo them all; afterwards there is nothing left to undo."""
    for place, path, before, after, mark in changes.backwards():
        STEPS[path[0]](place, path, before, after, mark)
    changes.lines.clear()


def _record(node, path, before, after, _mark):
    put_record_back(node, path[1], before, after)


def _member(kept, path, before, after, _mark):
    name = path[1]
    if isinstance(kept, (OOSet, OOTreeSet)) and (name in kept) == bool(after):
        kept.add(name) if before else kept.remove(name)


def _key(tree, path, before, after, mark):
    key = path[1]
    now = (tree[key],) if key in tree else ()
    found = back(before, after, now, mark)
    if found and found != now:
        tree[key] = found[0]
    elif now and not found:
        del tree[key]


def _attribute(thing, path, before, after, _mark):
    name, keys = path[1], path[2:]
    whole = getattr(thing, name)
    set_attribute(thing, name, _into(whole, keys, before, after))


def _into(value, keys, before, after):
    """The value with one leaf of it taken back; dictionaries on the way are copied, never changed."""
    if not keys:
        found = back(before, after, (value,), None)
        return found[0] if found else value
    if not isinstance(value, dict):
        return value
    key, made = keys[0], dict(value)
    if len(keys) > 1:
        if key in made:
            made[key] = _into(made[key], keys[1:], before, after)
        return made
    found = back(before, after, (made[key],) if key in made else (), None)
    if found:
        made[key] = found[0]
    else:
        made.pop(key, None)
    return made


def back(before, after, now, mark):
    """What stands afterwards: () for nothing, or (value,)."""
    if unchanged(after, now, mark):
        return before
    if now and before and after and not isinstance(now[0], Persistent):
        return (put_back(before[0], after[0], now[0]),)
    return now if now else before if not after else now


def unchanged(after, now, mark):
    if bool(after) != bool(now):
        return False
    if now and isinstance(now[0], Persistent):
        return now[0] is after[0] and (mark is None or fingerprint(now[0]) == mark)
    return now == after


STEPS = {RECORD: _record, "member": _member, "key": _key, "attribute": _attribute}
