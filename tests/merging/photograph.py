"""Everything that a school or the alliance stores, as plain values: to see whether two moments hold the same data."""

from BTrees.OOBTree import OOBTree, OOBucket, OOSet, OOTreeSet
from persistent import Persistent

from mooctang_core.model.merging import Merge, Merged

APART = ("anchors", "audit", "merges", "merging", "devices", "epoch", "__parent__", "sums", "_v_known")
"""The merges themselves; sums are made anew where they are missing; devices are signed out by a merge."""


def photograph(thing, seen=None):
    """Plain values all the way down. An empty container is as good as none."""
    seen = {} if seen is None else seen
    if not isinstance(thing, Persistent):
        return _plain(thing, seen)
    if isinstance(thing, (Merge, Merged)) or id(thing) in seen:
        return None
    seen[id(thing)] = thing
    if isinstance(thing, (OOSet, OOTreeSet)):
        return sorted(thing)
    if isinstance(thing, (OOBTree, OOBucket)) or hasattr(thing, "minKey"):
        return {key: photograph(value, seen) for key, value in thing.items()}
    thing._p_activate()
    state = {name: photograph(value, seen) for name, value in thing.__dict__.items() if name not in APART and not name.startswith(("_p_", "_v_"))}
    return {type(thing).__name__: {name: value for name, value in state.items() if value not in ({}, (), [], None)}}


def _plain(value, seen):
    if isinstance(value, dict):
        return {key: photograph(item, seen) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(photograph(item, seen) for item in value)
    return value


def mentions(photo, word):
    """The paths under which a word stands anywhere in a photograph."""
    found = []

    def look(value, path):
        if isinstance(value, dict):
            for key, item in value.items():
                if isinstance(key, str) and word in key:
                    found.append((*path, key))
                look(item, (*path, key))
        elif isinstance(value, (list, tuple)):
            for number, item in enumerate(value):
                look(item, (*path, number))
        elif isinstance(value, str) and word in value:
            found.append(path)

    look(photo, ())
    return found


def differences(one, other, path=()):
    """[(path, here, there)] of two photographs: empty when they show the same."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [found for key in {**one, **other} for found in differences(one.get(key), other.get(key), (*path, key))]
    return [] if one == other else [(path, one, other)]
