"""Reading the store again and again on one thread, with connections that stay open: for drawings, and for the taps of a rush."""

import time
from contextlib import suppress

import transaction

FRESH = 0.02            # seconds


class Reading:
    """Connections of one thread, and one read-only transaction for all who come close together: what one read, the next has.

    Nothing is decided by it that could not have been decided a moment earlier.
    """

    def __init__(self, store, clock=time.monotonic):
        self._store, self._clock = store, clock
        self._connections, self._since = {}, None
        self.manager, self.kept = transaction.TransactionManager(explicit=True), {}

    def look(self, since):
        """See at least what had been committed at that moment; a look that was begun later will do."""
        if self._since is None or self._since < since:
            self.settle()
            now = self._clock()
            self.manager.begin()
            self._since = now

    def once(self, key, make):
        """What `make()` gives, made once for as long as the look lasts."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def connection(self, name):
        if name not in self._connections:
            self._connections[name] = self._store.connection(name, self.manager)
        return self._connections[name]

    def settle(self):
        """End the look; the connections stay open, and with them what they know."""
        if self._since is not None:
            self._since = None
            self.kept.clear()
            self.manager.abort()

    def drop(self):
        """Something went wrong (a database that was away, a school that moved): what comes next begins from nothing."""
        manager, connections = self.manager, self._connections
        self._connections, self._since = {}, None
        self.manager, self.kept = transaction.TransactionManager(explicit=True), {}
        with suppress(Exception):
            manager.abort()
        for connection in connections.values():
            with suppress(Exception):
                connection.close()


class Sighting(Reading):
    """For taps: nobody waits for a change to be heard of, so who comes within FRESH of another reads what that one read."""

    def look(self, since=None):
        super().look(self._clock() - FRESH if since is None else since)

    def rest(self):
        """Nobody else waits: hold nothing of the store."""
        self.settle()
        while self._connections:
            self._connections.popitem()[1].close()
