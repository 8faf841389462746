"""Threads that hand work to one another stay on one core, evade whoever else is busy there, and take nobody with them."""

import os
import subprocess
import sys
import threading
import time

import pytest

from mooctang_core import cores

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2, reason="one core, or not Linux")


class Figures:
    """What the system would tell: seconds that each core worked, and that our threads ran."""

    def __init__(self):
        self.now, self.busy, self.own = 0.0, {}, 0.0

    def pass_by(self, seconds, own=0.0, **busy):
        self.now += seconds
        self.own += own
        for core in os.sched_getaffinity(0):
            self.busy[core] = self.busy.get(core, 0.0) + busy.get(f"c{core}", 0.0)
        return self

    def __call__(self):
        return self.now, dict(self.busy), self.own


@pytest.fixture
def figures(monkeypatch):
    found = Figures().pass_by(0)
    monkeypatch.setattr(cores.Home, "_figures", lambda self: found())
    return found


@pytest.fixture
def home(figures):
    return cores.Home(0, os.sched_getaffinity(0))


def in_thread(function):
    """What a function gives that runs on a thread of its own."""
    found = []
    thread = threading.Thread(target=lambda: found.append(function()))
    thread.start()
    thread.join()
    return found[0]


def where():
    return os.sched_getaffinity(0)


def test_each_process_begins_on_a_core_of_its_own(figures):
    allowed = sorted(os.sched_getaffinity(0))
    assert [cores.Home(place, allowed).core for place in (0, 1, len(allowed))] == [allowed[0], allowed[1], allowed[0]]


def test_who_stays_is_on_that_core_and_nobody_else(home):
    everywhere = where()
    assert in_thread(lambda: (home.stay(), where())[1]) == {home.core}
    assert where() == everywhere


def test_our_own_work_is_no_reason_to_move(home, figures):
    first = home.core
    figures.pass_by(1, own=1.0, **{f"c{first}": 1.0})
    home.look()
    assert home.core == first


def test_who_else_is_busy_there_is_evaded_and_the_threads_come_along(home, figures):
    first, gate, moved = home.core, threading.Event(), []

    def staying():
        home.stay()
        begun.set()
        gate.wait(5)
        moved.append(where())

    begun, thread = threading.Event(), threading.Thread(target=staying)
    thread.start()
    begun.wait(5)
    figures.pass_by(1, own=0.3, **{f"c{first}": 1.0})
    home.look()
    gate.set()
    thread.join()
    assert home.core != first and moved == [{home.core}]


def test_a_little_more_is_not_worth_a_move(home, figures):
    first = home.core
    figures.pass_by(1, own=0.3, **{f"c{first}": 0.5})
    home.look()
    assert home.core == first


def test_a_thread_that_has_ended_is_forgotten():
    home = cores.Home(0, os.sched_getaffinity(0))
    in_thread(home.stay)
    for _ in range(200):
        # The system takes a moment longer than join() to see a thread off.
        home.look()
        if not home._threads:
            return
        time.sleep(0.01)
    raise AssertionError("it is still counted")


def test_without_a_home_nothing_is_bound_and_with_one_whoever_roams_is_free(monkeypatch, home):
    everywhere = where()
    monkeypatch.setattr(cores, "_home", None)
    assert in_thread(lambda: (cores.stay(), where())[1]) == everywhere
    monkeypatch.setattr(cores, "_home", home)
    assert in_thread(lambda: (cores.stay(), where(), cores.roam(), where())[1::2]) == ({home.core}, everywhere)


def test_what_the_system_says_of_itself_can_be_read():
    """The real figures: this thread's work is found, and some core has worked for as long."""
    before = cores._ran(threading.get_native_id())
    sum(range(2_000_000))
    assert cores._ran(threading.get_native_id()) > before
    assert max(cores._busy().values()) > 0 and cores._ran(1 << 30) is None


def test_long_work_that_needs_no_interpreter_leaves_the_core_for_as_long_and_a_child_inherits_nothing(monkeypatch, home):
    monkeypatch.setattr(cores, "_home", home)
    everywhere = where()

    def work():
        home.stay()
        with cores.roaming():
            child = subprocess.run([sys.executable, "-c", "import os; print(len(os.sched_getaffinity(0)))"], capture_output=True, text=True, check=True)
            meanwhile = where()
        return meanwhile, int(child.stdout), where()

    assert in_thread(work) == (everywhere, len(everywhere), {home.core})


def test_who_never_stayed_is_not_made_to_by_long_work(monkeypatch, home):
    monkeypatch.setattr(cores, "_home", home)
    with cores.roaming():
        pass
    assert len(where()) > 1
