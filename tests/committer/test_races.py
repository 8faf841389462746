"""A close against the answers that arrive at the same moment: what is acknowledged was in before it."""
import random
import threading
import time

import pytest
import transaction
from transaction.interfaces import TransientError

from mooctang_core.committer import Outcome
from mooctang_core.model.base import hold_current
from mooctang_core.store import StoreDown
from mooctang_core.testing.postgres import postgres_bin, private_postgres

from .house import House


def submit(school, command, host, now):
    hold_current(school)
    if school["state"] != "open":
        return Outcome("closed")
    school["records"][command.aid]["round"] = command.answer
    return Outcome("done")


def set_state(house, state):
    """A teacher's request: an ordinary transaction, tried again on a conflict."""
    while True:
        try:
            return house.write(lambda root: root["schools"]["pku"].__setitem__("state", state))
        except TransientError:
            time.sleep(random.random() * 0.002)


def race(house, number):
    """One round: six answers against one close. The records as they are at the moment that the close is acknowledged."""
    set_state(house, "open")
    futures = []

    def send():
        for n in range(6):
            futures.append(house.put(f"s{n}", number))
            time.sleep(random.random() * 0.0006)

    sender = threading.Thread(target=send)
    sender.start()
    time.sleep(random.random() * 0.004)
    set_state(house, "closed")
    at_close = house.records()
    sender.join()
    return at_close, [future.result(20) for future in futures]


def rounds(house, number):
    house.executors["save"] = submit
    seen = {"done": 0, "closed": 0}
    for n in range(number):
        at_close, outcomes = race(house, n)
        for student, outcome in enumerate(outcomes):
            seen[outcome.state] += 1
            was_in = at_close[f"s{student}"].get("round") == n
            assert was_in == (outcome.state == "done"), f"round {n}, student {student}: {outcome.state}, {was_in}"
    assert house.records() == at_close, "nothing came in after the last close"
    return seen


@pytest.mark.slow
def test_a_thousand_closes_against_submits(tmp_path):
    house = House(tmp_path)
    seen = rounds(house, 1000)
    house.close()
    assert seen["done"] > 500 and seen["closed"] > 500, "both sides won often enough to have met"


def test_answers_get_in_once_each_while_a_teacher_writes_without_pause(house):
    """The node is bumped a hundred times a second; who is not let in after ten tries is told to send the same key again."""
    def count(school, command, host, now):
        hold_current(school)
        record = school["records"][command.aid]
        record["count"] = record.get("count", 0) + 1
        return Outcome("done")

    house.executors["save"] = count
    stop = threading.Event()

    def teach():
        for n in range(100_000):
            if stop.is_set():
                return
            set_state(house, f"open {n}")
            time.sleep(0.01)

    teacher = threading.Thread(target=teach)
    teacher.start()
    futures = []
    for n in range(100):
        futures.append(house.put(f"s{n % 10}"))
        time.sleep(0.002)
    outcomes = [future.result(30) for future in futures]
    stop.set()
    teacher.join()
    done = sum(outcome.state == "done" for outcome in outcomes)
    assert done >= 90 and all(outcome.state == "done" or outcome.retryable for outcome in outcomes)
    assert sum(record["count"] for record in house.records().values()) == done


@pytest.mark.postgres
def test_closes_against_submits_and_a_crash_on_postgresql(tmp_path):
    if postgres_bin() is None:
        pytest.skip("PostgreSQL is not installed")
    with private_postgres() as server:
        house = House(tmp_path, str(server))
        rounds(house, 60)
        _crash(house, server)
        house.close()


def _crash(house, server):
    """The server dies among answers: those acknowledged are there, the others are told to send the same key again."""
    def save(school, command, host, now):
        school["records"][command.aid][command.key] = True
        return Outcome("done")

    house.executors["save"] = save
    futures = {}
    for n in range(300):
        futures[n] = _put(house, n)
        time.sleep(0.002)
        if n == 100:
            server.kill()
        if n == 200:
            server.start()
    outcomes = {n: future.result(30) for n, future in futures.items() if future is not None}
    assert {outcome.state for outcome in outcomes.values()} <= {"done", "failed"}
    assert all(outcome.retryable for outcome in outcomes.values() if outcome.state == "failed")
    deadline = time.monotonic() + 20
    again = None
    while again is None or again.state != "done":
        assert time.monotonic() < deadline, again
        future = _put(house, 100)
        again = future.result(30) if future is not None else None
    stored = house.records()
    lost = [n for n, outcome in outcomes.items() if outcome.state == "done" and not stored[f"s{n % 10}"].get(f"k{n}")]
    assert not lost


def _put(house, n):
    try:
        return house.put(f"s{n % 10}", key=f"k{n}")
    except (StoreDown, transaction.interfaces.TransientError):
        return None
