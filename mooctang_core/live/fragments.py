"""A fragment: one face of one thing in one language, drawn once for everybody who looks at it."""
import json
from typing import NamedTuple

SHARED_AT_RECORD = ("teacher", "projection", "board")
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

    __slots__ = ("key", "room", "streams", "html", "version", "asked", "wanted", "started", "drawn_from", "touched", "left_at", "failures", "timer", "cost", "_events")

    def __init__(self, key, room):
        self.key, self.room = key, room
        self.streams = set()
        self.html, self.version = None, 0
        self.asked = None
        self.wanted = self.started = self.drawn_from = self.touched = -1e9
        self.left_at, self.failures = None, 0
        self.timer = None
        self.cost = 0.0     # seconds of a core that the last drawing took
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
    """Which fragments are looked at, found by path, room, school, face and person, so that a tap costs a few look-ups."""

    def __init__(self):
        self.fragments = {}
        self._index = {}

    def find(self, key, room):
        """The fragment of this key, made if nobody looked at it yet."""
        fragment = self.fragments.get(key)
        if fragment is None:
            fragment = self.fragments[key] = Fragment(key, room)
            for place in _places(fragment):
                self._index.setdefault(place, set()).add(fragment)
        return fragment

    def forget(self, fragment):
        del self.fragments[fragment.key]
        for place in _places(fragment):
            self._index[place].discard(fragment)
            if not self._index[place]:
                del self._index[place]

    def touched(self, change):
        """The fragments that a change makes stale."""
        kind, school, path = change["k"], change.get("s"), change.get("p") or ""
        if kind == "all":
            return set(self.fragments.values())
        if kind == "record":
            return self._of_record(school, path, change.get("a") or ())
        if kind == "node":
            rooms = (self._at("home", school, place) for place in _upwards(path))
            return self._at("path", school, path).union(*rooms)
        if kind == "room":
            return self._at("path", school, path) | self._at("room", school, path) if path else set(self._at("school", school))
        if kind.startswith("face:"):
            # One face of one place and nothing beside it; of these people only, where some are named.
            found = self._at("face", school, path, kind[5:])
            people = change.get("a")
            return found & set().union(*(self._at("own", school, path, aid) for aid in people)) if people else found
        if kind == "presence":
            # A room that shows the number alone spares its whole console the drawing.
            return self._at("face", school, path, "presence") or self._at("face", school, path, "console")
        return frozenset()

    def _of_record(self, school, path, people):
        places = list(_upwards(path))
        found = set().union(*(self._at("face", school, path, face) for face in SHARED_AT_RECORD))
        found.update(*(self._at("face", school, place, face) for place in places for face in ROOM_AT_RECORD))
        for aid in people:
            found.update(*(self._at("own", school, place, aid) for place in places))
        return found

    def _at(self, *place):
        return self._index.get(place, frozenset())


def _places(fragment):
    """Under what a fragment is found; `home` are a room's own faces, apart from those of its activities."""
    school, path, face, aid = fragment.key[:4]
    yield "school", school
    yield "path", school, path
    # "board:new" is the board, drawn in one of its ways.
    yield "face", school, path, face.partition(":")[0]
    if aid is not None:
        yield "own", school, path, aid
    if fragment.room is not None:
        yield "room", school, fragment.room
        if fragment.room == path:
            yield "home", school, path


def _upwards(path):
    """/a/b/c, /a/b, /a"""
    while path:
        yield path
        path = path.rpartition("/")[0]
