"""The names that a template knows, copied as fast as a dictionary is.

Chameleon copies them for every macro and slot, twenty times a page. Its own class is iterated in Python, so that each copy asks for
each name in turn, and that was a sixth of a page.
"""

from chameleon import template
from chameleon.utils import Scope


class Names(Scope):
    """The same, but the interpreter takes it for the dictionary it is; names set for the whole page are found when no other is."""

    __slots__ = ()
    __iter__ = dict.__iter__
    __getitem__ = dict.__getitem__

    def __missing__(self, key):
        root = getattr(self, "_root", None)
        if root is None:
            raise KeyError(key)
        return dict.__getitem__(root, key)

    def copy(self):
        names = Names(self)
        names._root = getattr(self, "_root", self)
        return names


def install():
    template.Scope = Names
