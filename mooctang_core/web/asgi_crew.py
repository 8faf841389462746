"""The threads that run the WSGI application: few, as the embedded store likes it, and more while some of them are stuck."""
import asyncio
import collections
import itertools
import queue
import threading
import time

from mooctang_core import cores

STUCK = 1.0             # seconds; when every thread is busy for so long and somebody waits, another one helps
HELPERS = 4             # at most
IDLE = 5.0              # seconds after which a helper goes home
PATIENT = 4             # one job in so many is a patient one while others wait, too


class Landing:
    """Where results from other threads come in. The loop is woken once for all that arrive together, not for each."""

    def __init__(self):
        self._landed = collections.deque()
        self._awake = False

    def settle(self, loop, future, result, error):
        """From any thread: have `future` settled on its loop."""
        self._landed.append((future, result, error))
        if not self._awake:
            self._awake = True
            try:
                loop.call_soon_threadsafe(self._unload)
            except RuntimeError:
                self._awake = False  # the loop has ended, and with it whoever asked

    def wait_for(self, pending):
        """A future on the running loop for one that another thread settles."""
        loop = asyncio.get_running_loop()
        future = loop.create_future()

        def landed(done):
            error = done.exception()
            self.settle(loop, future, None if error else done.result(), error)

        pending.add_done_callback(landed)
        return future

    def _unload(self):
        # Before looking: what lands from here on wakes the loop again.
        self._awake = False
        while self._landed:
            future, result, error = self._landed.popleft()
            if future.done():
                continue
            future.set_result(result) if error is None else future.set_exception(error)


class Overfull(Exception):
    """More requests wait than the threads could answer in time."""


class Crew:
    """A few threads with one queue, and one for the patient. Second halves of requests go first: they finish what somebody waits for."""

    def __init__(self, threads, most, rest=lambda: None, most_patient=0):
        """`rest()` is called by each thread that finds nothing to do, before it waits."""
        self._rest = rest
        self._jobs, self._patient, self._tokens = collections.deque(), collections.deque(), queue.SimpleQueue()
        self._choosing, self._turns = threading.Lock(), itertools.cycle(range(PATIENT))
        self._most, self._most_patient, self._size = most, most_patient, threads
        self._threads, self._busy = set(), {}
        self._looking = False
        self.landing = Landing()
        for _ in range(threads):
            self._hire(None)

    def run(self, function, *args, first=False):
        """A future of function(*args), to be awaited on the running loop."""
        if len(self._jobs) >= self._most and not first:
            raise Overfull
        return self._put(self._jobs.appendleft if first else self._jobs.append, function, args)

    def run_patiently(self, function, *args):
        """The same for those who have something to look at meanwhile: the others do not wait behind them."""
        if len(self._patient) >= self._most_patient:
            raise Overfull
        return self._put(self._patient.append, function, args)

    def waiting(self):
        return len(self._jobs) + len(self._patient)

    def __len__(self):
        return len(self._threads)

    def close(self):
        for _ in list(self._threads):
            self._tokens.put(False)
        for thread in list(self._threads):
            thread.join(1)

    def _hire(self, idle):
        thread = threading.Thread(target=self._work, args=(idle,), name="web", daemon=True)
        self._threads.add(thread)
        thread.start()

    def _put(self, append, function, args):
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        append((loop, future, function, args))
        self._tokens.put(True)
        if not self._looking:
            self._looking = True
            loop.call_later(STUCK, self._look_after, loop)
        return future

    def _look_after(self, loop):
        """One plugin's sleeping view must not take every thread from all the others."""
        self._looking = self.waiting() > 0
        if not self._looking:
            return
        since = list(self._busy.values())
        long_ago = time.monotonic() - STUCK
        if len(since) >= len(self._threads) < self._size + HELPERS and max(since) < long_ago:
            self._hire(IDLE)
        loop.call_later(STUCK / 2, self._look_after, loop)

    def _work(self, idle):
        me = threading.current_thread()
        cores.stay()
        try:
            while self._another(idle):
                self._busy[me] = time.monotonic()
                self._one()
                self._busy.pop(me, None)
        except queue.Empty:
            pass
        finally:
            self._threads.discard(me)

    def _another(self, idle):
        """Wait for a job; False when there is to be none any more."""
        try:
            return self._tokens.get_nowait()
        except queue.Empty:
            self._rest()
            return self._tokens.get(timeout=idle)

    def _one(self):
        loop, future, function, args = self._take()
        if future.cancelled():
            return
        result = failure = None
        try:
            result = function(*args)
        except BaseException as error:
            failure = error
        self.landing.settle(loop, future, result, failure)

    def _take(self):
        # Whoever took a token is owed a job; which queue it lies in is seen by one thread at a time.
        with self._choosing:
            patient = self._patient and (next(self._turns) == 0 or not self._jobs)
            return (self._patient if patient else self._jobs).popleft()
