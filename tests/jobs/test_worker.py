"""One process does the jobs, another follows when it dies, and stopping takes no second."""

import time

from mooctang_core.jobs import Worker
from mooctang_core.jobs.worker import LEASE_SECONDS


def another(campus):
    registry = campus.app.registry
    return Worker(registry.store, registry.host, registry.publish, campus.clock, campus.settings)


def test_one_of_two_is_elected(campus, jobs):
    second = another(campus)
    assert jobs.elected()
    assert not second.elected()
    assert jobs.elected()


def test_the_second_follows_when_the_lease_runs_out(campus, jobs):
    second = another(campus)
    now = time.time()
    campus.store.scratch.clock = lambda: now
    assert jobs.elected()
    campus.store.scratch.clock = lambda: now + LEASE_SECONDS
    assert second.elected()
    assert not jobs.elected()


def test_who_stops_gives_the_lease_back(campus, jobs):
    jobs.start()
    time.sleep(1.5)
    began = time.monotonic()
    jobs.close()
    assert time.monotonic() - began < 1.0
    time.sleep(0.2)
    assert another(campus).elected()


def test_a_job_that_raises_does_not_end_the_thread(campus, jobs):
    calls = []

    def broken():
        calls.append(1)
        raise RuntimeError("a job with a fault")

    jobs.jobs = (jobs.jobs[0]._replace(do=broken, every=0.0),)
    jobs.start()
    time.sleep(3.3)
    jobs.close()
    assert len(calls) >= 2
