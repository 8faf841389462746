"""Reading the store again and again on one thread, with connections that stay open: for drawings, and for the taps of a rush."""

import time
from contextlib import suppress

import transaction

FRESH = 0.02            # seconds


class Reading:
    """Connections of one thread, and the read-only transactions on them: what was read once is there for the next one."""

    def __init__(self, store):
        self._store, self._connections = store, {}
        self.manager = transaction.TransactionManager(explicit=True)

    def connection(self, name):
        if name not in self._connections:
            self._connections[name] = self._store.connection(name, self.manager)
        return self._connections[name]

    def drop(self):
        """Something went wrong (a database that was away, a school that moved): what comes next begins from nothing."""
        manager, connections = self.manager, self._connections
        self.manager, self._connections = transaction.TransactionManager(explicit=True), {}
        with suppress(Exception):
            manager.abort()
        for connection in connections.values():
            with suppress(Exception):
                connection.close()


class Sighting(Reading):
    """One look for many: who comes within FRESH of another reads what that one read.

    Nothing is decided by it that could not have been decided a moment earlier: the committer looks anew.
    """

    def __init__(self, store, clock=time.monotonic):
        super().__init__(store)
        self._clock, self._since = clock, None

    def look(self):
        """Begin anew, unless somebody did just now."""
        now = self._clock()
        if self._since is None or now - self._since > FRESH:
            self.rest()
            self.manager.begin()
            self._since = now

    def rest(self):
        """Nobody else waits: hold nothing of the store."""
        if self._since is not None:
            self._since = None
            self.manager.abort()
        while self._connections:
            self._connections.popitem()[1].close()

    def drop(self):
        self._since = None
        super().drop()
