"""Give people other ids in everything that a school stores: when it comes to an installation where they have accounts already.

What is stored is plain data under known classes, so no plugin is asked. The ids are random words, and are found wherever they stand
by themselves in a text. The audit log is left as it is: its lines hold each other's fingerprints.
"""

import re

from BTrees.OOBTree import OOBTree, OOSet
from persistent import Persistent

from ..store.naming import writing

SLICE = 2000
LEFT = ("mooctang_core.model.audit", "BTrees", "ZODB")
WORD = re.compile(r"[\w-]+", re.ASCII)
PAIR = re.compile(r"[^|]+\|[^|]+\Z")


def rename_all(copied, renamed):
    """Rename in every object of a copied school, some thousands in a transaction. Nothing is done when nobody is renamed."""
    names = Names(renamed)
    for start in range(0, len(copied.oids) if renamed else 0, SLICE):
        with writing(copied.database) as connection:
            for oid in copied.oids[start:start + SLICE]:
                rename_in(connection.get(oid), names)


def rename_in(thing, names):
    """One stored object; what it refers to is an object of its own. A tree's pieces are renamed with the tree."""
    if isinstance(thing, OOBTree):
        _tree(thing, names)
    elif isinstance(thing, OOSet):
        _set(thing, names)
    elif isinstance(thing, Persistent) and not type(thing).__module__.startswith(LEFT):
        _object(thing, names)


def _tree(tree, names):
    for key, value in list(tree.items()):
        new_key, new_value = names(key), value if isinstance(value, Persistent) else names(value)
        if new_key != key:
            del tree[key]
        if new_key != key or new_value is not value:
            tree[new_key] = new_value


def _set(held, names):
    for key in list(held):
        if names(key) != key:
            held.remove(key)
            held.add(names(key))


def _object(thing, names):
    thing._p_activate()
    state = thing.__getstate__()
    if isinstance(state, dict):
        fresh = names(state)
        if fresh is not state:
            thing.__setstate__(fresh)
            thing._p_changed = True


class Names:
    """Old ids and the new ones; called with a plain value it gives the same value with the new ids, or itself when none stands in it."""

    def __init__(self, renamed):
        self.renamed = renamed

    def __call__(self, value):
        if type(value) is str:
            return self._text(value)
        if isinstance(value, dict):
            fresh = type(value)((self(key), self(held)) for key, held in value.items())
        elif isinstance(value, tuple) and hasattr(value, "_fields"):
            fresh = type(value)(*map(self, value))
        elif type(value) in (list, tuple, set, frozenset):
            fresh = type(value)(map(self, value))
        else:
            return value
        return value if fresh == value else fresh

    def _text(self, text):
        fresh = WORD.sub(lambda found: self.renamed.get(found[0], found[0]), text)
        if fresh == text:
            return text
        # Two people who talk to each other stand under both their ids, in order.
        return "|".join(sorted(fresh.split("|"))) if PAIR.match(text) else fresh
