"""How often one person may be refused by one activity: guessing the digits on the wall must not pay.

Counted in this process, without a write, so that two thousand honest taps cost nothing.
"""

import threading
import time
from collections import Counter, OrderedDict, deque

from ..identity.limits import TooMany

MOST, WITHIN = 10, 60.0
REMEMBERED = 20_000


class Refusals:
    """The moments of the last refusals, by (school, path, person), and how many answers are under way."""

    def __init__(self, clock=time.monotonic):
        self.clock = clock
        self._moments = OrderedDict()
        self._under_way = Counter()
        self._lock = threading.Lock()

    def begin(self, key):
        """Raise TooMany when this person was refused ten times within the minute; what is not answered yet counts, so that
        a thousand guesses at once are not a thousand free ones."""
        with self._lock:
            moments = [moment for moment in self._moments.get(key, ()) if self.clock() - moment < WITHIN]
            if len(moments) + self._under_way[key] >= MOST:
                raise TooMany(WITHIN - (self.clock() - moments[0]) if moments else 1)
            self._under_way[key] += 1

    def answered(self, key, state):
        with self._lock:
            self._under_way[key] -= 1
            if self._under_way[key] <= 0:
                del self._under_way[key]
            if state == "refused":
                self._add(key)

    def _add(self, key):
        self._moments.setdefault(key, deque(maxlen=MOST)).append(self.clock())
        self._moments.move_to_end(key)
        while len(self._moments) > REMEMBERED:
            self._moments.popitem(last=False)
