"""Every stored object below a place, with one account's id put in the place of another's; each change is written down before it is made.

The core owns the bytes: whatever a plugin stored is plain values in a few kinds of containers, so nobody has to be asked to
have it renamed. Who knows better what two things of one person make together says so in `joining`.
"""

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree, OOBucket, OOSet, OOTreeSet
from persistent import Persistent
from persistent.mapping import PersistentMapping

from ...model.activities import ActivityNode
from ...model.base import Resource
from . import joining, records

TREES = (OOBTree, OOBucket, IOBTree)
SETS = (OOSet, OOTreeSet)
SMALL = joining.SMALL
"""What belongs to one person as a whole: under another id it lies as a copy, and the old one waits untouched."""
APART = {"own_records", "sealed", "sums"}
"""What `records` looks after."""


class Walk:
    """One renaming. `places` knows how two things under one key become one."""

    def __init__(self, names, changes, places, tell=None):
        self.names, self.changes, self.places, self.tell = names, changes, places, tell
        self._seen, self._kept = set(), []

    def leave_out(self, *things):
        """These are visited by themselves."""
        for thing in things:
            self._seen.add(id(thing))
            self._kept.append(thing)  # an id is only somebody's while they live

    def visit(self, thing):
        """Rename in this object and in all below it. What is a chain of fingerprints stays as it was written."""
        if thing is None or id(thing) in self._seen or getattr(thing, "as_written", False):
            return
        self.leave_out(thing)
        if isinstance(thing, TREES):
            self.tree(thing)
        elif isinstance(thing, SETS):
            self.set(thing)
        elif isinstance(thing, ActivityNode):
            self.activity(thing)
        else:
            self.ask_plugins(thing)
            self.attributes(thing)

    def activity(self, node):
        """An activity may have made words of its own out of an id; they hold in it alone."""
        self.ask_plugins(node)
        outer = self.names
        self.names = records.rename(node, self.places.activity_of(node), outer, self.changes, self.places.record)
        self.attributes(node, but=APART)
        self.names = outer

    def ask_plugins(self, place):
        """Whoever keeps a shelf here may join what only they understand; what they write is noted like all else."""
        if self.tell is None or not isinstance(place, Resource) or not place._shelves:
            return
        before = {word: contents(shelf) for word, shelf in place._shelves.items()}
        self.tell(place)
        for word, shelf in place._shelves.items():
            self.note_shelf(shelf, before.get(word, ({}, {})), contents(shelf))

    def note_shelf(self, shelf, before, after):
        for path, was, found in leaves(before[0], after[0], ("attribute", "data")):
            self.changes.add(shelf, path, was, found)
        for name, kept in after[1].items():
            was = before[1].get(name, {})
            for key in dict.fromkeys([*was, *kept]):
                if (key in was) != (key in kept) or was.get(key) != kept.get(key):
                    self.changes.add(shelf._many[name], ("key", key), (was[key],) if key in was else (), (kept[key],) if key in kept else ())

    # -- trees and sets --
    def tree(self, tree, owner=None, name=""):
        for key in list(tree.keys()):
            value = tree[key]
            renamed = self.names(key) if isinstance(key, str) else key
            if renamed != key:
                self.move(tree, key, renamed, value, owner, name)
            elif isinstance(value, Persistent):
                self.visit(value)
            elif (found := self.names(value)) is not value:
                self.put(tree, ("key", key), value, found)

    def move(self, tree, key, renamed, value, owner, name):
        """What lay under the old id lies under the new one; what lay there already is joined with it."""
        mine = self.copy(value) if isinstance(value, SMALL) else self.names(value)
        if renamed in tree:
            mine = self.places.join(owner, name, tree[renamed], mine)
        before = (tree[renamed],) if renamed in tree else ()
        self.changes.add(tree, ("key", key), (value,), ())
        del tree[key]
        if not before or before[0] is not mine:
            tree[renamed] = mine
            self.changes.add(tree, ("key", renamed), before, (mine,), fingerprint(mine))
        if isinstance(mine, Persistent) and not isinstance(mine, SMALL):
            self.visit(mine)

    def copy(self, small):
        """The same under the new name, as an object of its own."""
        made = type(small).__new__(type(small))
        small._p_activate()
        made.__dict__.update({key: self.names(value) for key, value in small.__dict__.items() if not key.startswith("_p_")})
        return made

    def set(self, kept):
        if self.names.old in kept:
            had = self.names.new in kept
            kept.remove(self.names.old)
            self.changes.add(kept, ("member", self.names.old), (True,), ())
            if not had:
                kept.add(self.names.new)
                self.changes.add(kept, ("member", self.names.new), (), (True,))

    # -- objects --
    def attributes(self, thing, but=()):
        thing._p_activate()
        for name, value in list(thing.__dict__.items()):
            if name.startswith(("_v_", "_p_")) or name in ("__parent__", "__name__") or name in but:
                continue
            self.attribute(thing, name, value)

    def attribute(self, thing, name, value):
        if isinstance(value, TREES) and id(value) not in self._seen and not getattr(value, "as_written", False):
            self.leave_out(value)
            self.tree(value, thing, name)
        elif isinstance(value, Persistent):
            self.visit(value)
        elif isinstance(value, dict) and any(isinstance(item, Persistent) for item in value.values()):
            for item in value.values():
                self.attribute(thing, name, item)
        elif isinstance(value, (list, tuple)) and any(isinstance(item, Persistent) for item in value):
            for item in value:
                self.visit(item)
        elif (found := self.places.attribute(thing, name, self.names, value)) is not value:
            for path, before, after in leaves(value, found, ("attribute", name)):
                self.changes.add(thing, path, before, after)
            set_attribute(thing, name, found)

    def put(self, tree, path, before, after):
        tree[path[1]] = after
        self.changes.add(tree, path, (before,), (after,))


def contents(shelf):
    """(its values, {name: all of one mapping}) of a shelf, to see later what was changed."""
    return dict(shelf.data), {name: dict(tree.items()) for name, tree in shelf._many.items()}


def leaves(before, after, path):
    """The smallest pieces of two values that differ: dictionaries are gone into, anything else is one piece."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            if key not in after:
                yield (*path, key), (before[key],), ()
            elif key not in before:
                yield (*path, key), (), (after[key],)
            elif before[key] is not after[key] and before[key] != after[key]:
                yield from leaves(before[key], after[key], (*path, key))
    else:
        yield path, (before,), (after,)


def set_attribute(thing, name, value):
    if isinstance(thing, PersistentMapping) and name == "data":
        thing.data = dict(value)
    else:
        setattr(thing, name, value)


def fingerprint(value):
    """The state of a small object, to see later whether anybody wrote it since."""
    if not isinstance(value, SMALL):
        return None
    value._p_activate()
    return {key: kept for key, kept in value.__dict__.items() if not key.startswith(("_p_", "_v_"))}
