"""One core for the threads that share the interpreter.

Only one of them runs at a time, so more cores make none of it faster; but each time they change hands between two cores, what the
first had near is far from the second, which has to be woken too: a fifth of the processor's time while a whole class signs in.
So the threads that answer `stay` on one core, and what needs no interpreter (passwords, the sums of a film, a child that reads a
table) or may take its time goes where there is room.
Whoever else is busy on that core is evaded: every second we look whether another one is less taken.
"""

import os
import random
import threading
import time
from contextlib import contextmanager, suppress

LOOK_EVERY = 1.0        # seconds
WORTH = 0.25            # of a core, that another one must be less taken by others before we move
TICK = 1 / os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 0.01


class Home:
    """The core where some threads of this process stay, and the look round for a better one."""

    def __init__(self, place, allowed):
        self._allowed = sorted(allowed)
        self.core = self._allowed[place % len(self._allowed)]
        self._threads, self._lock = set(), threading.Lock()
        self._seen = self._figures()

    def stay(self):
        """Have the calling thread run here."""
        thread = threading.get_native_id()
        with self._lock:
            self._threads.add(thread)
            self._bind(thread)

    def roam(self):
        """Have the calling thread run anywhere; whoever stays comes back with `stay`."""
        with suppress(OSError):
            os.sched_setaffinity(0, self._allowed)

    def has(self, thread):
        return thread in self._threads

    def look(self):
        """Move, when others have taken much of this core and less of another."""
        (before, busy, own), now = self._seen, self._figures()
        self._seen, seconds = now, now[0] - before
        if seconds <= 0:
            return
        taken = {core: (now[1].get(core, 0.0) - busy.get(core, 0.0)) / seconds for core in self._allowed}
        taken[self.core] -= (now[2] - own) / seconds
        best = min(self._allowed, key=taken.__getitem__)
        if taken[self.core] - taken[best] > WORTH:
            self._move(best)

    def _move(self, core):
        with self._lock:
            self.core = core
            for thread in list(self._threads):
                self._bind(thread)

    def _bind(self, thread):
        try:
            os.sched_setaffinity(thread, {self.core})
        except OSError:
            self._threads.discard(thread)  # it has ended, or the system does not let us

    def _figures(self):
        """(now, {core: seconds that it was busy}, seconds that our threads ran)"""
        with self._lock:
            ran = {thread: _ran(thread) for thread in self._threads}
            # The number of one that has ended may soon be another's, who would be moved along.
            self._threads = {thread for thread, seconds in ran.items() if seconds is not None}
        return time.monotonic(), _busy(), sum(seconds or 0.0 for seconds in ran.values())


def _ran(thread):
    with suppress(OSError, ValueError, IndexError), open(f"/proc/self/task/{thread}/schedstat") as file:
        return int(file.read().split()[0]) / 1e9
    return None


def _busy():
    """{core: seconds that it worked, for whomever} since the system started."""
    found = {}
    with open("/proc/stat") as file:
        for line in file:
            name, *ticks = line.split()
            if name.startswith("cpu") and name[3:].isdigit():
                user, nice, system, _idle, _waiting, *rest = map(int, ticks[:8])
                found[int(name[3:])] = (user + nice + system + sum(rest)) * TICK
    return found


_home: Home | None = None


def settle(place):
    """Choose a core for this process, the `place`-th of the server's; nothing happens where there is one core, or no telling how busy they are."""
    global _home
    try:
        allowed = os.sched_getaffinity(0)
        _home = Home(place, allowed) if len(allowed) > 1 and _busy() else None
    except (AttributeError, OSError):
        _home = None
    if _home is not None:
        threading.Thread(target=_look_round, args=(_home,), name="cores", daemon=True).start()


def stay():
    """The calling thread is one of those that hand work to one another: it stays where they are."""
    if _home is not None:
        _home.stay()


def roam():
    """The calling thread was started by one that stays, and goes where there is room."""
    if _home is not None:
        _home.roam()


@contextmanager
def roaming():
    """For long work that needs no interpreter: meanwhile the calling thread, and the children it starts, go where there is room."""
    if _home is None or not _home.has(threading.get_native_id()):
        yield
        return
    roam()
    try:
        yield
    finally:
        _home.stay()


def _look_round(home):
    while True:
        # Several processes that looked at the same moment would all move to the same core.
        time.sleep(LOOK_EVERY * random.uniform(0.75, 1.25))
        with suppress(OSError):
            home.look()
