"""One group of commands in one transaction: each in its own savepoint, all committed together."""
import logging
import secrets
import threading
import time
from contextlib import nullcontext

import colander
import transaction
from transaction.interfaces import TransientError

from mooctang_core.activity import Refused
from mooctang_core.changes import gather
from mooctang_core.committer.outcome import Outcome
from mooctang_core.store.errors import StoreFull, trouble

log = logging.getLogger("mooctang.committer")
LONGEST = 0.1           # seconds; what is left of a group then goes into the next transaction


class Overtaken(Exception):
    """One command took so long that the others of its group went on without this thread."""

    def __init__(self, item):
        super().__init__(item.command.path)
        self.item = item


class Spoilt(Exception):
    """A command without a savepoint of its own failed half-way: its group is run again with one for each."""


class Group:
    """Runs commands with one transaction manager of its own; `run` gives the outcomes, or raises what the commit raised.

    A savepoint writes down everything touched since the last one. Where thousands change the same few objects (a list of
    members) that is most of the work, so an executor that says `raises_first` goes without: it refuses before it writes.
    """

    def __init__(self, store, host, publish, clock, executors, pace):
        self.store, self.host, self.publish, self.clock = store, host, publish, clock
        self.executors, self.pace = executors, pace
        self.manager = None
        self._lock = threading.Lock()
        self._items, self._current, self._overtaken = (), None, False

    def run(self, items):
        """[(item, outcome)] for those that were committed now, in order; the rest of a long group is left for later."""
        with self._turn(items):
            try:
                return self._commit(items, careful=False)
            except Spoilt:
                return self._commit(items, careful=True)

    def _turn(self, items):
        """Where all write the same few objects, two processes at once would only undo each other's work: they take turns."""
        in_turn = any(getattr(self.executors.get(item.command.kind), "takes_turns", False) for item in items)
        return self.store.scratch.turn(f"commands of {items[0].database}") if in_turn else nullcontext()

    def _commit(self, items, careful):
        # A manager of its own for each: whatever state a broken one was left in ends with it.
        self.manager = transaction.TransactionManager(explicit=True)
        connection = None
        try:
            self.manager.begin()
            gather(self.manager, self.publish)
            connection = self.store.connection(items[0].database, self.manager)
            answers = self._execute(items, connection.root()["schools"], careful)
            self.manager.commit()
            return answers
        except BaseException:
            self.manager.abort()
            raise
        finally:
            if connection is not None:
                connection.close()

    def overtake(self, seconds):
        """The other items of the group that runs now, if one of them has run for so long; they are the caller's then."""
        with self._lock:
            item, since = self._current or (None, 0)
            if item is None or self._overtaken or time.monotonic() - since < seconds:
                return None
            self._overtaken = True
            return item, [other for other in self._items if other is not item]

    def _execute(self, items, schools, careful):
        answers, savepoint = [], None
        self._items = items
        began, now = time.perf_counter(), self.clock()
        for item in items:
            if answers and time.perf_counter() - began > LONGEST:
                break
            apart = careful or not getattr(self.executors.get(item.command.kind), "raises_first", False)
            if apart:
                # A savepoint that was rolled back, or that nothing was written after, serves the next one too.
                savepoint = savepoint or self.manager.savepoint(optimistic=True)
            outcome = self._one(item, schools, now)
            if outcome.state == "done":
                savepoint = None
            elif apart:
                savepoint.rollback()
            elif outcome.state == "failed":
                raise Spoilt
            answers.append((item, outcome))
        return answers

    def _one(self, item, schools, now):
        started = time.perf_counter()
        self._current = (item, time.monotonic())
        try:
            return self._try(item.command, schools, now)
        finally:
            with self._lock:
                self._current = None
            self._account(item, time.perf_counter() - started)
            if self._overtaken:
                raise Overtaken(item)

    def _try(self, command, schools, now):
        school = schools.get(command.school)
        try:
            if school is None:
                return Outcome("closed")
            return self.executors[command.kind](school, command, self.host, now)
        except TransientError:
            raise
        except Refused as refusal:
            return Outcome("refused", refusal.message)
        except colander.Invalid as invalid:
            return Outcome("refused", "", fields=invalid.asdict())
        except Exception as error:
            if trouble(error):
                raise
            return self._incident(school, command, error)

    def _incident(self, school, command, error):
        incident = secrets.token_hex(4)
        log.exception("Incident %s: %s on %s of %s failed.", incident, command.kind, command.path, command.school)
        self.host.failed(school, command.plugin, command.kind, error)
        return Outcome("failed", incident=incident)

    def _account(self, item, seconds):
        if self.pace.took(item.key, seconds):
            log.warning("Plugin %s of %s is slow (%.0f ms): it has the slow lane now.", item.command.plugin, item.command.school, seconds * 1000)


def store_outcome(error):
    """What to tell the senders when the store itself failed: whether it was kept may be unknown, so the key is sent again."""
    known = trouble(error)
    if known is None:
        return None
    return Outcome("failed", fields={"store": "full" if isinstance(known, StoreFull) else "down"}, retryable=True)
