"""The two classes every stored place is made of: Resource, and Folder that holds Resources by name."""

from datetime import timedelta

from BTrees.OOBTree import OOBTree
from persistent import Persistent
from persistent.mapping import PersistentMapping

from ..plain import frozen, plain
from .many import NONE, Many


class Resource(Persistent):
    """A place in the tree: it knows its parent, its name, and who plays which part in it."""

    __parent__ = None
    __name__ = None
    # role -> permissions that playing this role *here* gives, here and below.
    grants: dict = {}
    # True: nobody without TEACH may open it, whatever the lineage grants.
    for_teachers = False

    _shelves = None

    def hidden_from(self, aid):
        """Whether this place is, for this account, as if it were not there: somebody's own in a library that many use."""
        return False

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

    def peek_many(self, word, name):
        """What `shelf(word).many(name)` holds, for reading: empty when it was never written."""
        return self.peek_shelf(word).peek_many(name) if word in (self._shelves or {}) else NONE

    def drop_shelf(self, word):
        """Forget what this plugin kept here (the one path that deletes)."""
        if self._shelves is not None and word in self._shelves:
            del self._shelves[word]


class Shelf(PersistentMapping):
    """A plugin's plain values on one resource. It is stored in one piece; `many` is for what every person adds to."""

    _many: dict = {}

    def many(self, name):
        """A mapping of plain values that is stored in small pieces; made at first use, so ask for it in a write only."""
        if name not in self._many:
            self._many = {**self._many, name: OOBTree()}
        return Many(self._many[name])

    def peek_many(self, name):
        """The same for reading: empty when it was never written."""
        return Many(self._many[name]) if name in self._many else NONE

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


class Desk(Numbered):
    """A numbered folder in an order that people choose, out of which a thing is taken so that it can be put back for a day."""

    order: tuple = ()
    _taken = None
    KEPT_FOR = timedelta(hours=24)

    def in_order(self):
        place = {name: at for at, name in enumerate(self.order)}
        return sorted(self._items.values(), key=lambda item: (place.get(item.__name__, len(place)), int(item.__name__)))

    def arrange(self, names):
        """Put the items into this order. What it does not name (a colleague added it meanwhile) stands behind, as before."""
        names = [name for name in dict.fromkeys(names) if name in self._items]
        self.order = (*names, *(item.__name__ for item in self.in_order() if item.__name__ not in names))

    def move(self, name, steps):
        """One place up (-1) or down (1)."""
        names = [item.__name__ for item in self.in_order()]
        at = names.index(name)
        to = min(max(at + steps, 0), len(names) - 1)
        names.insert(to, names.pop(at))
        self.order = tuple(names)

    def take_out(self, name, now):
        """Take an item out; it lies beside for a day."""
        kept = {word: kept for word, kept in (self._taken or {}).items() if kept[2] > now - self.KEPT_FOR}
        at = [item.__name__ for item in self.in_order()].index(name)
        kept[name] = (self._items[name], at, now)
        self._taken = PersistentMapping(kept)
        del self[name]

    def taken(self, name, now):
        """What was taken out under this name and can still be put back; None otherwise."""
        item, _at, when = (self._taken or {}).get(name, (None, 0, now))
        return item if when > now - self.KEPT_FOR else None

    def put_back(self, name, now):
        """Undo: the item stands where it stood. None when it has been gone for too long, or is here already."""
        item = self.taken(name, now)
        if item is None or name in self:
            return self.get(name)
        at = self._taken.pop(name)[1]
        names = [each.__name__ for each in self.in_order()]
        self[name] = item
        self.order = (*names[:at], name, *names[at:])
        return item


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
