"""How often one person may be refused by one activity: guessing the digits on the wall must not pay.

Counted in this process and only when somebody was refused, so that two thousand honest taps cost nothing.
"""

import time
from collections import OrderedDict, deque

from ..identity.limits import TooMany

MOST, WITHIN = 10, 60.0
REMEMBERED = 20_000


class Refusals:
    """The moments of the last refusals, by (school, path, person)."""

    def __init__(self, clock=time.monotonic):
        self.clock = clock
        self._moments = OrderedDict()

    def begin(self, key):
        """Raise TooMany when this person was refused ten times within the minute."""
        moments = self._moments.get(key)
        if moments and len(moments) == MOST and self.clock() - moments[0] < WITHIN:
            raise TooMany(WITHIN - (self.clock() - moments[0]))

    def add(self, key):
        self._moments.setdefault(key, deque(maxlen=MOST)).append(self.clock())
        self._moments.move_to_end(key)
        while len(self._moments) > REMEMBERED:
            self._moments.popitem(last=False)
