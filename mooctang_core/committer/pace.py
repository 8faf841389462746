"""Which plugins are slow: one sleeping submit() must not hold up another school's tap."""
import threading

SLOW = 0.05             # seconds for one command
STRIKES = 2
FAST_AGAIN = 100        # quick ones in a row, and it may come back


class Pace:
    """Strikes for each (school, plugin); after two it goes to the slow lane, until it has been quick for long."""

    def __init__(self):
        self._strikes = {}
        self._quick = {}
        self._lock = threading.Lock()

    def is_slow(self, key):
        return self._strikes.get(key, 0) >= STRIKES

    def took(self, key, seconds):
        """Count one command. True when this was the one that made it slow."""
        if seconds <= SLOW and key not in self._strikes:
            return False
        with self._lock:
            return self._strike(key) if seconds > SLOW else self._recover(key)

    def strike_out(self, key):
        """It has kept everybody waiting: slow at once."""
        with self._lock:
            self._strikes[key] = STRIKES
            self._quick[key] = 0

    def slow_keys(self):
        return sorted(key for key in list(self._strikes) if self.is_slow(key))

    def _strike(self, key):
        self._quick[key] = 0
        self._strikes[key] = self._strikes.get(key, 0) + 1
        return self._strikes[key] == STRIKES

    def _recover(self, key):
        self._quick[key] = self._quick.get(key, 0) + 1
        if self._quick[key] >= FAST_AGAIN:
            del self._strikes[key], self._quick[key]
        return False
