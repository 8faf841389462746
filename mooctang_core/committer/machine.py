"""The committer: takes what waits, has it executed and committed, and answers after the commit."""
import collections
import logging
import random
import secrets
import threading
import time
from concurrent.futures import Future
from typing import Callable

import transaction
from transaction.interfaces import TransientError

from mooctang_core.committer.group import Group, store_outcome
from mooctang_core.committer.lanes import Lane, Waiting
from mooctang_core.committer.outcome import Outcome
from mooctang_core.committer.pace import Pace

log = logging.getLogger("mooctang.committer")
EXECUTORS: dict[str, Callable] = {}
"""kind -> function(school, command, host, now) -> Outcome; it may raise Refused."""
ATTEMPTS = 5


class Committer:
    """`put` a command, get a future. One thread serves the quick plugins and one the slow."""

    def __init__(self, store, host, publish, clock, settings, executors=EXECUTORS):
        self._store, self._most = store, settings.queue_max
        self._pace = Pace()
        self._databases = {}
        self.counts = collections.Counter()
        self._fast, self._slow = Lane("fast"), Lane("slow")
        self._make_group = lambda: Group(store, host, publish, clock, executors, self._pace)
        self._threads = [threading.Thread(target=self._serve, args=(lane,), name=f"committer-{lane.name}", daemon=True)
                         for lane in (self._fast, self._slow)]
        for thread in self._threads:
            thread.start()

    def put(self, command):
        """A future of the command's Outcome; already `busy` when too many wait or the committer is stopping."""
        future: Future = Future()
        # A browser that goes away must not take the answer from under the thread that is about to give it.
        future.set_running_or_notify_cancel()
        try:
            item = Waiting(command, self._database_of(command.school), future)
        except KeyError:
            future.set_result(Outcome("closed"))
            return future
        if not self._queue(item):
            self.counts["busy"] += 1
            future.set_result(Outcome("busy", retryable=True))
        return future

    def _queue(self, item):
        # Half of all places at most for one plugin of one school, so that its rush leaves room for the others.
        lane = self._slow if self._pace.is_slow(item.key) else self._fast
        full = self.waiting() >= self._most or 2 * lane.length(item.key) >= self._most
        return not full and lane.put(item)

    def waiting(self):
        return len(self._fast) + len(self._slow)

    def slow(self):
        """The (school, plugin) pairs that have the slow lane now."""
        return self._pace.slow_keys()

    def close(self, seconds=5):
        """Take nothing more, finish what waits; what cannot be finished in time is told to come again."""
        deadline = time.monotonic() + seconds
        for lane, thread in zip((self._fast, self._slow), self._threads):
            lane.close()
            thread.join(max(0, deadline - time.monotonic()))
            answer([(item, Outcome("busy", retryable=True)) for item in lane.take_rest()])

    # -- one lane's thread --
    def _serve(self, lane):
        group = self._make_group()
        while (items := lane.take()) is not None:
            try:
                self._finish(group, lane, items)
            except Exception:
                # Nothing may end this thread while somebody waits for its answers.
                log.exception("The committer could not answer a group of %d.", len(items))
                answer([(item, Outcome("failed", incident=secrets.token_hex(4), retryable=True)) for item in items])

    def _finish(self, group, lane, items):
        answers = self._commit(group, items)
        self.counts["groups"] += 1
        self.counts["commands"] += len(answers)
        answer(answers)
        self._later(lane, items[len(answers):])

    def _later(self, lane, rest):
        # What a slow one left behind goes on at once; its own kind moves over to the slow lane.
        slow = [item for item in rest if self._pace.is_slow(item.key)]
        lane.add([item for item in rest if item not in slow], front=True)
        if slow:
            self._slow.add(slow, front=True)
        if lane is self._fast:
            for key in self._pace.slow_keys():
                self._slow.add(lane.take_queue(key))

    def _commit(self, group, items):
        for attempt in range(ATTEMPTS):
            try:
                return group.run(items)
            except TransientError:
                self.counts["conflicts"] += 1
                time.sleep(random.random() * 0.01 * 2 ** attempt)
            except Exception as error:
                return self._failed(group, items, error)
        return self._one_by_one(group, items, None)

    def _failed(self, group, items, error):
        outcome = store_outcome(error)
        if outcome is None:
            return self._one_by_one(group, items, error)
        log.error("The store did not take a group of %d: %s", len(items), error)
        return [(item, outcome) for item in items]

    def _one_by_one(self, group, items, error):
        if len(items) > 1:
            return [answer for item in items for answer in self._commit(group, [item])]
        incident = secrets.token_hex(4)
        log.error("Incident %s: %s could not be committed.", incident, items[0].command.path, exc_info=error)
        return [(items[0], Outcome("failed", incident=incident, retryable=error is None))]

    # -- where a school is kept --
    def _database_of(self, slug):
        if slug not in self._databases:
            self._databases[slug] = self._look_up_database(slug)
        return self._databases[slug]

    def _look_up_database(self, slug):
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self._store.connection("main", manager)
        try:
            return connection.root()["alliance"].schools[slug]
        finally:
            manager.abort()
            connection.close()


def answer(answers):
    for item, outcome in answers:
        if not item.future.done():
            item.future.set_result(outcome)
