"""What every job stands on: the schools one after the other, each write in a transaction of its own, tried again on a conflict."""

import logging
import random
import threading
import time

import transaction
from transaction.interfaces import TransientError

from ..changes import gather

log = logging.getLogger("mooctang.jobs")
ATTEMPTS = 6
FIRST_REST = 5.0
LONGEST_REST = 600.0


class Stopped(Exception):
    """The process is being stopped, or another one has the lease now: leave off at once."""


class Ground:
    """The store, the plugins and the clock, and who is to be left alone for a while after failing."""

    def __init__(self, store, host, publish, clock, settings):
        self.store, self.host, self.publish, self.clock, self.settings = store, host, publish, clock, settings
        self.stopping = threading.Event()
        self._resting = {}
        self.may_go_on = lambda: True

    def schools(self):
        """[(slug, database)]; empty while no alliance is laid out."""
        return self._in_transaction("main", _names_of_schools, commit=False)

    def read(self, database, step):
        """`step(root)` in a transaction that is given up afterwards."""
        return self._in_transaction(database, step, commit=False)

    def write(self, slug, database, step):
        """`step(school)` (of the alliance, with no slug) committed, and what changed told; again when somebody else wrote first."""
        return self._write(database, lambda root: step(root["schools"][slug] if slug else root.get("alliance")))

    def write_alliance(self, step):
        """The same with `step(alliance)`."""
        return self._write("main", lambda root: step(root["alliance"]))

    def write_root(self, database, step):
        """The same with `step(root)` of a database, for what belongs to no school."""
        return self._write(database, step)

    def _write(self, database, step):
        for attempt in range(ATTEMPTS):
            try:
                return self._in_transaction(database, step, commit=True)
            except TransientError:
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(random.random() * 0.01 * 2**attempt)

    def _in_transaction(self, database, step, commit):
        if self.stopping.is_set() or not self.may_go_on():
            raise Stopped
        manager, connection = transaction.TransactionManager(explicit=True), None
        manager.begin()
        try:
            gather(manager, self.publish)
            connection = self.store.connection(database, manager)
            result = step(connection.root())
            (manager.commit if commit else manager.abort)()
            return result
        except BaseException:
            manager.abort()
            raise
        finally:
            if connection is not None:
                connection.close()

    def surely(self, what, step):
        """Run a step; a failure is logged and this one thing rests for a while, so that the others go on. False if it did not run well."""
        failures, until = self._resting.get(what, (0, 0.0))
        if until > time.monotonic():
            return False
        try:
            step()
        except Stopped:
            raise
        except Exception:
            rest = min(LONGEST_REST, FIRST_REST * 2**failures)
            self._resting[what] = (failures + 1, time.monotonic() + rest)
            log.exception("The job %s failed; it is tried again in %d s.", what, rest)
            return False
        self._resting.pop(what, None)
        return True


def _names_of_schools(root):
    alliance = root.get("alliance")
    return list(alliance.schools.items()) if alliance is not None else []
