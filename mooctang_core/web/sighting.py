"""One look at the store for many readers: who comes within a few milliseconds of another reads what that one read."""

import time
from contextlib import suppress

import transaction

FRESH = 0.02            # seconds


class Sighting:
    """Of one thread: connections that stay open, and a read-only transaction that is as old as FRESH at most.

    Nothing is decided by it that could not have been decided a moment earlier: the committer looks anew.
    """

    def __init__(self, store, clock=time.monotonic):
        self._store, self._clock = store, clock
        self._connections, self._since = {}, None
        self.manager = transaction.TransactionManager(explicit=True)

    def look(self):
        """Begin anew, unless somebody did just now."""
        now = self._clock()
        if self._since is None or now - self._since > FRESH:
            self.rest()
            self.manager.begin()
            self._since = now

    def connection(self, name):
        if name not in self._connections:
            self._connections[name] = self._store.connection(name, self.manager)
        return self._connections[name]

    def rest(self):
        """Nobody else waits: hold nothing of the store."""
        if self._since is not None:
            self._since = None
            self.manager.abort()
        while self._connections:
            self._connections.popitem()[1].close()

    def drop(self):
        """Something went wrong: what comes next begins from nothing, whatever state this one is in."""
        with suppress(Exception):
            self.rest()
        for connection in self._connections.values():
            with suppress(Exception):
                connection.close()
        self._connections, self._since = {}, None
        self.manager = transaction.TransactionManager(explicit=True)
