"""The committer: takes what waits, has it executed and committed, and answers after the commit."""
import collections
import logging
import random
import secrets
import threading
import time
from collections.abc import Callable

import transaction
from transaction.interfaces import TransientError

from mooctang_core import cores
from mooctang_core.committer.group import Group, Overtaken, store_outcome
from mooctang_core.committer.lanes import Lane, Waiting
from mooctang_core.committer.outcome import Outcome
from mooctang_core.committer.pace import Pace
from mooctang_core.committer.pending import Pending

log = logging.getLogger("mooctang.committer")
EXECUTORS: dict[str, Callable] = {}
"""kind -> function(school, command, host, now) -> Outcome; it may raise Refused."""
ATTEMPTS, ALONE_ATTEMPTS = 5, 10
STUCK = 0.15            # seconds for one command; then the others go on without its thread
STUCK_MOST = 8          # threads that may be waiting so
WATCH_EVERY = 0.03
KNOWN = 30              # seconds that we trust where a school is kept
COME_AGAIN = Outcome("busy", retryable=True)


class Committer:
    """`put` a command, get its `Pending`. One thread serves the quick plugins and one the slow."""

    def __init__(self, store, host, publish, clock, settings, executors=EXECUTORS):
        self._store, self._most = store, settings.queue_max
        self._pace = Pace()
        self._databases = {}
        self.counts = collections.Counter()
        self._fast, self._slow = Lane("fast"), Lane("slow")
        self._make_group = lambda: Group(store, host, publish, clock, executors, self._pace)
        self._stuck = []
        self._fast_worker, self._slow_worker = Worker(self, self._fast), Worker(self, self._slow)
        self._closed = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="committer-watch", daemon=True)
        self._watcher.start()

    def put(self, command):
        """The Pending of the command's Outcome; already `busy` when too many wait or the committer is stopping."""
        pending = Pending()
        try:
            item = Waiting(command, self._database_of(command.school), pending)
        except KeyError:
            return Pending(Outcome("closed"))
        if not self._queue(item):
            self.counts["busy"] += 1
            return Pending(COME_AGAIN)
        return pending

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

    def close(self, seconds=3):
        """Take nothing more, finish what waits; what cannot be finished in time is told to come again."""
        deadline = time.monotonic() + seconds
        self._closed.set()
        self._watcher.join()
        for worker in (self._fast_worker, self._slow_worker):
            worker.lane.close()
            worker.thread.join(max(0, deadline - time.monotonic()))
            answer([(item, COME_AGAIN) for item in worker.lane.take_rest()])
        answer([(item, COME_AGAIN) for worker in self._stuck for item in worker.items])

    # -- whoever takes too long --
    def _watch(self):
        while not self._closed.wait(WATCH_EVERY):
            self._stuck = [worker for worker in self._stuck if worker.thread.is_alive()]
            taken = self._fast_worker.group.overtake(STUCK) if len(self._stuck) < STUCK_MOST else None
            if taken:
                self._overtake(*taken)

    def _overtake(self, item, others):
        log.warning("Plugin %s of %s keeps the others waiting: they go on without it.", item.command.plugin, item.command.school)
        self._pace.strike_out(item.key)
        self._stuck.append(self._fast_worker)
        self._fast_worker.items = [item]
        self._later(self._fast, others)
        self._fast_worker = Worker(self, self._fast)

    def start_again(self, item):
        """The thread that was overtaken has come back; its transaction is undone, and its command has the slow lane."""
        if not self._slow.put(item):
            answer([(item, COME_AGAIN)])

    # -- one group --
    def finish(self, group, lane, items):
        """Have a group executed, answer it, and send on what was left of it."""
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
        for attempt in range(ALONE_ATTEMPTS if len(items) == 1 else ATTEMPTS):
            try:
                return group.run(items)
            except TransientError:
                self.counts["conflicts"] += 1
                time.sleep(random.random() * min(0.1, 0.005 * 2 ** attempt))
            except Overtaken:
                raise
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
            for item in items:
                item.alone = True
            return []
        incident = secrets.token_hex(4)
        log.error("Incident %s: %s could not be committed.", incident, items[0].command.path, exc_info=error)
        return [(items[0], Outcome("failed", incident=incident, retryable=error is None))]

    # -- where a school is kept --
    def _database_of(self, slug):
        name, until = self._databases.get(slug, (None, 0))
        if time.monotonic() > until:
            name = self._look_up_database(slug)
            self._databases[slug] = (name, time.monotonic() + KNOWN)
        return name

    def _look_up_database(self, slug):
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self._store.connection("main", manager)
        try:
            return connection.root()["alliance"].schools[slug]
        finally:
            manager.abort()
            connection.close()


class Worker:
    """A thread that serves a lane until it is closed, or until others had to go on without it."""

    def __init__(self, committer, lane):
        self.committer, self.lane, self.group = committer, lane, committer._make_group()
        self.items = []
        self.thread = threading.Thread(target=self._serve, name=f"committer-{lane.name}", daemon=True)
        self.thread.start()

    def _serve(self):
        cores.stay()
        while (items := self.lane.take()) is not None:
            try:
                self.committer.finish(self.group, self.lane, items)
            except Overtaken as late:
                return self.committer.start_again(late.item)
            except Exception:
                # Nothing may end this thread while somebody waits for its answers.
                log.exception("The committer could not answer a group of %d.", len(items))
                answer([(item, Outcome("failed", incident=secrets.token_hex(4), retryable=True)) for item in items])


def answer(answers):
    for item, outcome in answers:
        if not item.pending.done():
            item.pending.settle(outcome)
