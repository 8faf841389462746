"""How a plugin is doing in one school: calls, failures, slowness; and a rest for one that fails again and again."""

import traceback
from collections import deque

FAILURES = 10
WINDOW = 60.0
REST = 60.0
SLOW = 0.25


class Health:
    """Counts for one plugin in one school, in this process."""

    def __init__(self, clock):
        self.clock = clock
        self.calls = self.failures = self.slow = 0
        self.seconds = 0.0
        self.recent = deque(maxlen=FAILURES)
        self.rests_until = 0.0
        self.rests = 0
        self.last_error = None

    def took(self, where, seconds):
        self.calls += 1
        self.seconds += seconds
        if seconds > SLOW:
            self.slow += 1

    def failed(self, where, error):
        self.calls += 1
        self.failures += 1
        self.last_error = (where, f"{type(error).__name__}: {error}", "".join(traceback.format_exception(error)))
        self.recent.append(self.clock())
        if len(self.recent) == FAILURES and self.recent[-1] - self.recent[0] <= WINDOW:
            self.rests_until = self.clock() + REST
            self.rests += 1
            self.recent.clear()

    def resting(self):
        """Whether the breaker is open. It closes by itself; the next failures open it again."""
        return self.rests_until > self.clock()

    def wake(self):
        """A manager says: try again now."""
        self.rests_until = 0.0
        self.recent.clear()
