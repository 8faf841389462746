"""A fragment: one face of one thing in one language, drawn once for everybody who looks at it."""
import json
from typing import NamedTuple

SHARED_AT_RECORD = ("teacher", "projection")
ROOM_AT_RECORD = ("console", "wall", "remote")


class FragmentKey(NamedTuple):
    """Everything that a fragment's words depend on; `aid` only where it is somebody's own."""

    school: str
    path: str
    face: str
    aid: str | None
    locale: str
    theme_mode: str
    privacy: str
    host: str


class Fragment:
    """The last drawing, and the streams that show it."""

    __slots__ = ("key", "room", "streams", "html", "version", "asked", "started", "drawn_from", "touched", "left_at", "failures", "timer", "_events")

    def __init__(self, key, room):
        self.key, self.room = key, room
        self.streams = set()
        self.html, self.version = None, 0
        self.asked = None
        self.started = self.drawn_from = self.touched = -1e9
        self.left_at, self.failures = None, 0
        self.timer = None
        self._events = {}

    @property
    def personal(self):
        return self.key.aid is not None

    @property
    def fresh(self):
        """Whether nothing was changed since the last drawing was begun."""
        return self.version > 0 and self.drawn_from > self.touched

    def drawn(self, html, begun):
        """Take a drawing; one that says what the last one said is no news."""
        self.drawn_from, self.failures = begun, 0
        if html != self.html or not self.version:
            self.html = html
            self.version += 1
            self._events.clear()

    def event(self, element):
        """The bytes of the event for an element id, made once for all streams."""
        if element not in self._events:
            self._events[element] = event("patch", {element: self.html or ""})
        return self._events[element]


def event(name, data):
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {name}\ndata: {text}\n\n".encode("utf-8", "replace")


class Looked:
    """Which fragments are looked at, found by path, by room and by school."""

    def __init__(self):
        self.fragments = {}
        self._indexes = {"path": {}, "room": {}, "school": {}}

    def find(self, key, room):
        """The fragment of this key, made if nobody looked at it yet."""
        fragment = self.fragments.get(key)
        if fragment is None:
            fragment = self.fragments[key] = Fragment(key, room)
            for name, place in self._places(fragment):
                self._indexes[name].setdefault(place, set()).add(fragment)
        return fragment

    def forget(self, fragment):
        del self.fragments[fragment.key]
        for name, place in self._places(fragment):
            index = self._indexes[name]
            index[place].discard(fragment)
            if not index[place]:
                del index[place]

    def _places(self, fragment):
        school = fragment.key.school
        yield "path", (school, fragment.key.path)
        yield "school", school
        if fragment.room is not None:
            yield "room", (school, fragment.room)

    def _in(self, name, place):
        return self._indexes[name].get(place, ())

    def touched(self, change):
        """The fragments that a change makes stale."""
        kind, school, path = change["k"], change.get("s"), change.get("p") or ""
        if kind == "all" or not school:
            return set(self.fragments.values()) if kind != "presence" else set()
        rooms = [self._in("room", (school, place)) for place in _upwards(path)]
        here = self._in("path", (school, path))
        if kind == "record":
            return self._touched_by_record(here, rooms, frozenset(change.get("a") or ()))
        if kind == "presence":
            return self._touched_by_presence(here)
        if kind == "room":
            return set(self._in("school", school) if not path else here).union(self._in("room", (school, path)))
        if kind == "node":
            return set(here).union(*([f for f in room if f.key.path == f.room] for room in rooms))
        return set()

    @staticmethod
    def _touched_by_record(here, rooms, people):
        of_this = {f for f in here if f.key.face in SHARED_AT_RECORD or f.key.aid in people}
        return of_this.union(*(
            [f for f in room if f.key.path == f.room and (f.key.face in ROOM_AT_RECORD or f.key.aid in people)]
            for room in rooms))

    @staticmethod
    def _touched_by_presence(here):
        # A room that shows the number alone spares its whole console the drawing.
        alone = {f for f in here if f.key.face == "presence"}
        return alone or {f for f in here if f.key.face == "console"}


def _upwards(path):
    """/a/b/c, /a/b, /a"""
    while path:
        yield path
        path = path.rpartition("/")[0]
