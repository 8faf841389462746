"""The hub: hears what changed, has it drawn once, and sends it to whoever looks."""
import asyncio
import collections
import logging
import random
import re
import secrets
import time

from mooctang_core.live.drawing import OWN, REST, Drawing
from mooctang_core.live.fragments import Looked
from mooctang_core.live.presence import Presence
from mooctang_core.live.streams import Grant, Stream

log = logging.getLogger("mooctang.live")

BEAT_EVERY = 15         # seconds
AT_ONCE, BREATH = 50, 0.002     # streams woken together, and the pause before the next: other requests live in it
LINGER = 20             # seconds that a drawing is kept after its last reader left
TRIES = 5
STUCK = 45              # seconds that a reader may take for one event
SPREAD = 2000           # that many fragments of single people are drawn over at least one second
REFRESH = re.compile(r'data-refresh="(\d{1,5}(?:\.\d{1,3})?)"')
SOONEST = 0.5           # seconds before a drawing that wishes it is made anew


def refresh_after(html):
    """Seconds until a drawing is out of date by itself: the least of its `data-refresh`; None when it says none."""
    wishes = REFRESH.findall(html or "")
    return max(SOONEST, min(map(float, wishes))) if wishes else None


class Hub:
    """Streams live on the event loop's thread; `changed` may be called from any. `render` runs on the drawing thread."""

    def __init__(self, render, bus, clock=time.monotonic, rest=lambda: None):
        self._clock, self._bus = clock, bus
        self._looked = Looked()
        self._drawing = Drawing(render, self._drawn_elsewhere, clock, rest)
        self._presence = Presence(getattr(bus, "origin", None) or secrets.token_hex(4), clock)
        self._streams, self._whose = set(), collections.Counter()
        self._slots = [set() for _ in range(BEAT_EVERY)]
        self._to_wake = collections.deque()
        self._ready, self._awake = collections.deque(), False
        self._revoked = collections.deque(maxlen=1000)
        self._loop = self._waker = self._ticker = None
        bus.subscribe(self.changed)
        bus.on_reconnect(self.everything)

    # -- from the web's side, on the loop --
    def start(self, loop):
        """Streams can be attached from now on."""
        self._loop = loop
        self._waking = asyncio.Event()
        self._waker = loop.create_task(self._wake_all())
        self._ticker = loop.create_task(self._tick_for_ever())

    def attach(self, grant, since=None):
        """A stream for a grant. `since`: the hub's time when the grant was asked for; a revoke heard after it counts."""
        grant = Grant.read(grant) if not isinstance(grant, Grant) else grant
        stream = Stream(grant, self._loop)
        stream.slot = random.randrange(BEAT_EVERY)
        self._streams.add(stream)
        self._slots[stream.slot].add(stream)
        self._whose[grant.who] += 1
        if grant.room and grant.kind == "student":
            self._presence.came(grant.school, grant.room, grant.who)
        for element, key in grant.watched():
            self._look(stream, element, key)
        if since is not None and any(heard >= since and grant.is_meant_by(change) for heard, change in self._revoked):
            stream.end("revoked")
        return stream

    def detach(self, stream):
        """The page is gone. Its fragments linger a while, for the wave of pages that come back together."""
        if stream not in self._streams:
            return
        grant, now = stream.grant, self._clock()
        self._streams.discard(stream)
        self._slots[stream.slot].discard(stream)
        self._whose[grant.who] -= 1
        if self._whose[grant.who] <= 0:
            del self._whose[grant.who]
        if grant.room and grant.kind == "student":
            self._presence.went(grant.school, grant.room, grant.who)
        for fragment in stream.elements:
            fragment.streams.discard(stream)
            if not fragment.streams:
                fragment.left_at = now

    def now(self):
        return self._clock()

    def count(self, who=None):
        """How many streams are open: of one person or device, or in all."""
        return len(self._streams) if who is None else self._whose.get(who, 0)

    def presence(self, school, room):
        """How many students have this room open now, in all processes."""
        return {"connected": self._presence.connected(school, room)}

    def drawn(self):
        """(fragments drawn since the start, seconds of a core that took)"""
        return self._drawing.count, self._drawing.seconds

    async def stop(self, seconds=3):
        """End every stream, a few at a time, and wait until their pages have let go."""
        deadline = self._clock() + seconds
        for stream in list(self._streams):
            stream.end()
        while self._streams and self._clock() < deadline:
            await asyncio.sleep(0.02)
        for stream in list(self._streams):
            self._drop(stream)

    def close(self):
        for task in (self._waker, self._ticker):
            if task is not None:
                task.cancel()
        self._drawing.close()

    # -- what changed --
    def changed(self, changes):
        """Called by the bus after a commit, here or in another process."""
        self._on_loop(self._mark, changes)

    def everything(self):
        """The bus was away and something may have been missed: all that is looked at is drawn anew."""
        self._on_loop(self._mark, [{"k": "all"}])

    def _on_loop(self, function, *args):
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, *args)

    def _mark(self, changes):
        for change in changes:
            if change["k"] == "revoke":
                self._revoke(change)
            elif change["k"] != "presence" or self._presence.heard(change):
                self._stale(self._looked.touched(change), OWN if change["k"] == "record" else REST)

    def _revoke(self, change):
        self._revoked.append((self._clock(), change))
        for stream in [s for s in self._streams if s.grant.is_meant_by(change)]:
            stream.end("revoked")

    def _stale(self, fragments, rank):
        # One change of the class concerns everybody's own fragment; drawn at once they would hold up the rest.
        seconds = min(1.0, len(fragments) / SPREAD) if rank == REST else 0.0
        now = self._clock()
        for fragment in fragments:
            fragment.touched = now
            if fragment.streams:
                self._drawing.ask(fragment, random.random() * seconds if fragment.personal else 0.0, rank)

    # -- drawings --
    def _look(self, stream, element, key):
        fragment = self._looked.find(key, stream.grant.room)
        fragment.streams.add(stream)
        fragment.left_at = None
        stream.elements[fragment] = element
        stream.shown[fragment] = 0
        if fragment.fresh:
            self._post(stream, fragment)
        else:
            self._drawing.ask(fragment)

    def _drawn_elsewhere(self, *drawing):
        # The loop is woken once for all drawings that are ready together.
        self._ready.append(drawing)
        if not self._awake:
            self._awake = True
            self._on_loop(self._take_drawings)

    def _take_drawings(self):
        # Before looking: what gets ready from here on wakes the loop again.
        self._awake = False
        while self._ready:
            self._drawn(*self._ready.popleft())

    def _drawn(self, fragment, html, begun):
        if html is False:
            return self._try_later(fragment)
        fragment.drawn(html, begun)
        self._draw_again(fragment, refresh_after(html))
        for stream in fragment.streams:
            if stream.shown[fragment] != fragment.version:
                self._post(stream, fragment)

    def _draw_again(self, fragment, seconds):
        """What goes out of date by itself is stale after as many seconds as it says; one timer each, the newest counts."""
        if fragment.timer is not None:
            fragment.timer.cancel()
        later = seconds and self._loop.call_later(seconds, self._stale, [fragment], OWN)
        fragment.timer = later or None

    def _try_later(self, fragment):
        # A store that was away for a moment is not announced by the bus; a broken template stays broken.
        fragment.failures += 1
        if fragment.streams and fragment.failures <= TRIES:
            self._drawing.ask(fragment, 2.0 ** fragment.failures)

    def _post(self, stream, fragment):
        stream.news[fragment] = True
        self._call(stream)

    def _call(self, stream):
        if not stream.due:
            stream.due = True
            self._to_wake.append(stream)
            self._waking.set()

    async def _wake_all(self):
        while True:
            await self._waking.wait()
            self._waking.clear()
            while self._to_wake:
                for _ in range(min(AT_ONCE, len(self._to_wake))):
                    self._to_wake.popleft().wake()
                await asyncio.sleep(BREATH)

    # -- time passes --
    async def _tick_for_ever(self):
        second = 0
        while True:
            await asyncio.sleep(1)
            second += 1
            try:
                self._tick(second)
            except Exception:
                log.exception("The hub's clock stumbled.")

    def _tick(self, second):
        for stream in self._slots[second % BEAT_EVERY]:
            stream.beat()
            self._call(stream)
        news, places = self._presence.news()
        self._bus.publish(news)
        for school, room in places:
            self._stale(self._looked.touched({"k": "presence", "s": school, "p": room}), OWN)
        self._sweep(self._clock())

    def _sweep(self, now):
        for fragment in [f for f in self._looked.fragments.values() if f.left_at is not None and now - f.left_at > LINGER]:
            self._looked.forget(fragment)
        stuck = time.monotonic() - STUCK
        for stream in [s for s in self._streams if s.busy_since is not None and s.busy_since < stuck]:
            self._drop(stream)

    def _drop(self, stream):
        if stream.task is not None:
            stream.task.cancel()
