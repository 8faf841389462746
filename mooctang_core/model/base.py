"""The two classes every stored place is made of: Resource, and Folder that holds Resources by name."""

from BTrees.OOBTree import OOBTree
from persistent import Persistent
from persistent.mapping import PersistentMapping

from ..plain import frozen, plain


class Resource(Persistent):
    """A place in the tree: it knows its parent, its name, and who plays which part in it."""

    __parent__ = None
    __name__ = None
    # role -> permissions that playing this role *here* gives, here and below.
    grants: dict = {}
    # True: nobody without TEACH may open it, whatever the lineage grants.
    for_teachers = False
    _shelves = None

    def roles_of(self, aid):
        """The roles that this account plays at this very place (the policy walks the lineage)."""
        return ()

    def shelf(self, word):
        """A plugin's own place on this resource; made at first use, so ask for it in a write only."""
        if self._shelves is None:
            self._shelves = OOBTree()
        if word not in self._shelves:
            shelf = self._shelves[word] = Shelf()
            shelf.__parent__ = self
        return self._shelves[word]

    def peek_shelf(self, word):
        """The plugin's shelf if it was ever written, else an empty read-only mapping: reading writes nothing."""
        return (self._shelves or {}).get(word, frozen({}))

    def drop_shelf(self, word):
        """Forget what this plugin kept here (the one path that deletes)."""
        if self._shelves is not None and word in self._shelves:
            del self._shelves[word]


class Shelf(PersistentMapping):
    """A plugin's plain values on one resource."""

    def __setitem__(self, key, value):
        super().__setitem__(key, plain(value, key))

    def __getitem__(self, key):
        return frozen(super().__getitem__(key))

    def get(self, key, default=None):
        return self[key] if key in self else default


class Folder(Resource):
    """Resources by name. Keys come back in order; a taken name is refused."""

    def __init__(self):
        self._items = OOBTree()

    def __getitem__(self, name):
        return self._items[name]

    def __setitem__(self, name, resource):
        if name in self._items:
            raise KeyError(f"{name!r} is taken in {self.__name__!r}")
        resource.__parent__ = self
        resource.__name__ = name
        self._items[name] = resource

    def __delitem__(self, name):
        del self._items[name]

    def __contains__(self, name):
        return name in self._items

    def __iter__(self):
        return iter(self._items)

    def __len__(self):
        return len(self._items)

    def __bool__(self):
        return True

    def get(self, name, default=None):
        return self._items.get(name, default)

    def keys(self):
        return self._items.keys()

    def values(self):
        return self._items.values()

    def items(self):
        return self._items.items()


class Place(Folder):
    """A folder with a few named rooms of its own (library, sessions …) beside the items."""

    rooms: tuple = ()

    def __init__(self, **rooms):
        super().__init__()
        for name, folder in rooms.items():
            folder.__parent__ = self
            folder.__name__ = name
            setattr(self, name, folder)

    def __getitem__(self, name):
        if name in self.rooms:
            return getattr(self, name)
        return super().__getitem__(name)


class Numbered(Folder):
    """A folder whose items are numbered 1, 2, 3 … and never reuse a number."""

    _last = 0

    def add(self, resource):
        self._last += 1
        self[str(self._last)] = resource
        return resource

    def in_order(self):
        return sorted(self._items.values(), key=lambda item: int(item.__name__))


def lineage(resource):
    """From the place up to its root."""
    while resource is not None:
        yield resource
        resource = resource.__parent__


def above(resource, kind):
    """The nearest place of this class, from the resource upwards; None when there is none."""
    return next((place for place in lineage(resource) if isinstance(place, kind)), None)


def path_of(resource):
    """The school-relative path, e.g. /courses/physics/2026-fall/r7/sessions/3/2."""
    names = [place.__name__ for place in lineage(resource) if place.__parent__ is not None]
    return "/" + "/".join(reversed(names))


def hold_current(place):
    """Have this transaction fail, and run again, if somebody else writes the place before it commits."""
    # A ghost that was never loaded has no serial yet, and readCurrent would silently promise nothing.
    place._p_activate()
    place._p_jar.readCurrent(place)


def find(root, path):
    """The place at a school-relative path, or None; never leaves the root."""
    place = root
    for name in path.strip("/").split("/"):
        if not name:
            continue
        try:
            place = place[name]
        except (KeyError, TypeError, AttributeError):
            return None
    return place
