"""The one thread that draws fragments: each at most ten times a second, and all together a quarter of a core."""
import heapq
import itertools
import logging
import threading
import time

from mooctang_core import cores

log = logging.getLogger("mooctang.live")

PAUSE = 0.1             # seconds between two drawings of the same fragment
DEAR, LONGEST = 30, 0.2  # what is dear to draw waits that many times as long as it takes, up to so many seconds
SHARE = 0.25            # of a core, in the long run
SAVED_UP = 0.6          # seconds of work that may be done at once after a rest
SHARED, OWN, REST = 0, 1, 2     # for many people · for one who did something · for one, because of something common
TURNS = (SHARED, SHARED, SHARED, OWN, OWN, REST)    # who comes next when all of them wait


class Drawing:
    """`ask` for a fragment; `drawn(fragment, html, begun)` is called, on this thread, when it is ready.

    `render(key, since)` gives what had been committed at that moment, or something newer; `rest()` is called when nothing waits.
    """

    def __init__(self, render, drawn, clock=time.monotonic, rest=lambda: None):
        self._render, self._drawn, self._clock, self._idle = render, drawn, clock, rest
        self._heaps = ([], [], [])
        self._order = itertools.count(1)
        self._turns = itertools.cycle(TURNS)
        self._news = threading.Condition()
        self._closing = False
        self._saved, self._looked = SAVED_UP, clock()
        self.count, self.seconds = 0, 0.0
        self._thread = threading.Thread(target=self._run, name="drawing", daemon=True)
        self._thread.start()

    def ask(self, fragment, later=0.0, rank=OWN):
        """Draw this fragment anew, `later` seconds from now at the earliest; asked twice, it is drawn once, for the sooner."""
        with self._news:
            rank = rank if fragment.personal else SHARED
            fragment.wanted = self._clock()
            due = max(fragment.wanted + later, fragment.started + max(PAUSE, min(LONGEST, DEAR * fragment.cost)))
            if fragment.asked is None or (rank, due) < fragment.asked[:2]:
                fragment.asked = (rank, due, next(self._order))
                heapq.heappush(self._heaps[rank], (due, fragment.asked[2], fragment))
                self._news.notify()

    def waiting(self):
        return sum(map(len, self._heaps))

    def close(self):
        with self._news:
            self._closing = True
            self._news.notify()
        self._thread.join(2)

    def _run(self):
        cores.stay()
        while (fragment := self._next()) is not None:
            before, begun = time.thread_time(), fragment.started
            html = self._draw(fragment)
            spent = time.thread_time() - before
            self._saved -= spent
            self.seconds += spent
            fragment.cost = spent
            self.count += 1
            try:
                self._drawn(fragment, html, begun)
            except RuntimeError:
                return  # the loop that would send it is gone

    def _draw(self, fragment):
        """The html; False when it could not be drawn, for then the last good drawing stays on the page."""
        try:
            return self._render(fragment.key, fragment.wanted)
        except Exception:
            log.exception("The fragment %s of %s could not be drawn.", fragment.key.face, fragment.key.path)
            return False

    def _next(self):
        fragment = self._await(patient=False)
        if fragment is None:
            self._idle()
            fragment = self._await(patient=True)
        return fragment

    def _await(self, patient):
        with self._news:
            while not self._closing:
                now = self._clock()
                wait = self._rest(now)
                if not wait:
                    heap, wait = self._choose(now)
                    if heap is not None:
                        return self._take(heap, now)
                if not patient:
                    return None
                self._news.wait(wait)
        return None

    def _take(self, heap, now):
        fragment = heapq.heappop(heap)[2]
        fragment.asked = None
        fragment.started = now
        return fragment

    def _rest(self, now):
        """Seconds until the quarter of a core has been earned back."""
        self._saved = min(SAVED_UP, self._saved + SHARE * (now - self._looked))
        self._looked = now
        return max(0.0, -self._saved / SHARE)

    def _choose(self, now):
        """(the heap whose first is next, None) or (None, seconds to wait)."""
        for heap in self._heaps:
            _forget_unwanted(heap)
        ready = [rank for rank, heap in enumerate(self._heaps) if heap and heap[0][0] <= now]
        if ready:
            return self._heaps[next(turn for turn in self._turns if turn in ready)], None
        coming = [heap[0][0] - now for heap in self._heaps if heap]
        return None, max(0.001, min(coming)) if coming else None


def _forget_unwanted(heap):
    """Drop from the top what was asked for more urgently since, and what nobody looks at any more."""
    while heap:
        _, number, fragment = heap[0]
        current = fragment.asked is not None and fragment.asked[2] == number
        if current and fragment.streams:
            return
        if current:
            fragment.asked = None
        heapq.heappop(heap)
