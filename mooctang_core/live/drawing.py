"""The one thread that draws fragments: shared ones first, each at most ten times a second, a quarter of a core in all."""
import heapq
import itertools
import logging
import threading
import time

log = logging.getLogger("mooctang.live")

PAUSE = 0.1             # seconds between two drawings of the same fragment
SHARE = 0.25            # of a core, in the long run
SAVED_UP = 0.5          # seconds of work that may be done at once after a rest
IN_A_ROW = 4            # that many fragments for many people are drawn before one for a single person has its turn


class Drawing:
    """`ask` for a fragment; `drawn(fragment, html, begun)` is called, on this thread, when it is ready."""

    def __init__(self, render, drawn, clock=time.monotonic):
        self._render, self._drawn, self._clock = render, drawn, clock
        self._shared, self._personal = [], []
        self._order = itertools.count()
        self._news = threading.Condition()
        self._closing = False
        self._in_a_row = 0
        self._saved, self._looked = SAVED_UP, clock()
        self.count, self.seconds = 0, 0.0
        self._thread = threading.Thread(target=self._run, name="drawing", daemon=True)
        self._thread.start()

    def ask(self, fragment, later=0.0):
        """Draw this fragment anew, `later` seconds from now at the earliest; asked twice, it is drawn once."""
        with self._news:
            if fragment.asked:
                return
            fragment.asked = True
            due = max(self._clock() + later, fragment.started + PAUSE)
            heapq.heappush(self._personal if fragment.personal else self._shared, (due, next(self._order), fragment))
            self._news.notify()

    def waiting(self):
        return len(self._shared) + len(self._personal)

    def close(self):
        with self._news:
            self._closing = True
            self._news.notify()
        self._thread.join(2)

    def _run(self):
        while (fragment := self._next()) is not None:
            before, begun = time.thread_time(), fragment.started
            html = self._draw(fragment)
            spent = time.thread_time() - before
            self._saved -= spent
            self.seconds += spent
            self.count += 1
            try:
                self._drawn(fragment, html, begun)
            except RuntimeError:
                return  # the loop that would send it is gone

    def _draw(self, fragment):
        """The html; False when it could not be drawn, for then the last good drawing stays on the page."""
        try:
            return self._render(fragment.key)
        except Exception:
            log.exception("The fragment %s of %s could not be drawn.", fragment.key.face, fragment.key.path)
            return False

    def _next(self):
        with self._news:
            while not self._closing:
                now = self._clock()
                wait = self._rest(now)
                if not wait:
                    heap, wait = self._choose(now)
                    if heap is not None:
                        return self._take(heap, now)
                self._news.wait(wait)
        return None

    def _take(self, heap, now):
        fragment = heapq.heappop(heap)[2]
        fragment.asked = False
        fragment.started = now
        return fragment

    def _rest(self, now):
        """Seconds until the quarter of a core has been earned back."""
        self._saved = min(SAVED_UP, self._saved + SHARE * (now - self._looked))
        self._looked = now
        return max(0.0, -self._saved / SHARE)

    def _choose(self, now):
        """(heap whose first is next, None) or (None, seconds to wait)."""
        ready = [heap for heap in (self._shared, self._personal) if heap and heap[0][0] <= now]
        if ready:
            heap = ready[-1] if self._in_a_row >= IN_A_ROW else ready[0]
            self._in_a_row = self._in_a_row + 1 if heap is self._shared else 0
            return heap, None
        coming = [heap[0][0] - now for heap in (self._shared, self._personal) if heap]
        return None, max(0.001, min(coming)) if coming else None
