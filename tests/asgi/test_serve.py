"""Processes: several sockets, several workers, one that dies, one whose store does, and the end of them all."""
import os
import signal
import time
from types import SimpleNamespace

import pytest

from mooctang_core.web.serve import CannotServe, open_sockets, serve

from .running import until


def test_several_addresses_in_one_process(start):
    server = start(ports=3)
    assert len({server.get("/pid", port=port)[2] for port in server.ports}) == 1


def test_workers_share_the_sockets_and_a_dead_one_is_replaced(start):
    server = start(workers=2, store="postgresql://nowhere", bus="memory")
    before = {worker.pid for worker in server.workers()}
    assert len(before) == 2
    os.kill(min(before), signal.SIGKILL)
    until(lambda: len({w.pid for w in server.workers() if w.status() != "zombie"} - {min(before)}) == 2)
    until(lambda: server.get("/hello")[0] == 200)
    seconds, code = server.stop()
    assert seconds < 5 and code == 0


def test_a_dead_store_is_a_fresh_process(start):
    server = start()
    before = server.text("/pid")
    server.get("/dead")

    def again():
        try:
            return server.text("/pid") not in ("", before)
        except ConnectionError:
            return False

    until(again, 10)
    assert server.text("/hello") == "hello"


def test_an_unsupervised_process_says_by_its_code_that_its_store_died(start):
    server = start(supervised=False)
    server.get("/dead")
    assert server.process.wait(10) == 70


def test_a_worker_does_not_outlive_its_supervisor(start):
    server = start()
    worker = server.workers()[0]
    server.process.kill()
    until(lambda: not worker.is_running() or worker.status() == "zombie")


def test_a_start_that_fails_is_not_repeated_for_ever(capfd):
    def never(settings):
        raise CannotServe("The store is somewhere else.")

    settings = SimpleNamespace(workers=1, store="file", bus="memory", one_core=False)
    started = time.monotonic()
    assert serve(settings, never, [("127.0.0.1", 0)]) == 1
    assert time.monotonic() - started < 5
    assert "The store is somewhere else." in capfd.readouterr().err


@pytest.mark.parametrize("store, bus", [("file", "auto"), ("zeo://127.0.0.1:1", "auto")])
def test_several_workers_need_a_store_and_a_bus_for_several(store, bus):
    with pytest.raises(CannotServe, match="workers"):
        serve(SimpleNamespace(workers=4, store=store, bus=bus), None)


def test_a_taken_port_is_one_clear_sentence():
    taken = open_sockets([("127.0.0.1", 0)])[0]
    with taken, pytest.raises(CannotServe, match="127.0.0.1:"):
        open_sockets([("127.0.0.1", 0), taken.getsockname()[:2]])


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2, reason="one core, or not Linux")
def test_what_answers_stays_on_one_core_and_nothing_else(start):
    server = start(one_core=True)
    worker = server.workers()[0]

    def cores():
        return [len(os.sched_getaffinity(thread.id)) for thread in worker.threads()]

    until(lambda: len(os.sched_getaffinity(worker.pid)) == 1)    # the loop itself, once it is ready
    assert cores().count(1) == 6, "the loop, the taps, the drawings and three for pages"
    assert max(cores()) == len(os.sched_getaffinity(0))


def test_a_process_may_be_left_on_all_cores(start):
    worker = start(one_core=False).workers()[0]
    assert {len(os.sched_getaffinity(thread.id)) for thread in worker.threads()} == {len(os.sched_getaffinity(0))}
