"""Many answers, one transaction: each has its own fate, and everybody hears after the commit."""
import threading
import time

import colander
import pytest
import transaction
from ZODB.POSException import ConflictError

from mooctang_core.activity import Refused
from mooctang_core.changes import changed
from mooctang_core.committer import Outcome, look_up, remember

from .house import House


def save(school, command, host, now):
    school["records"][command.aid]["answer"] = command.answer
    changed(school, command.path, "record", (command.aid,))
    return Outcome("done")


def told(house):
    return [change for changes in house.published for change in changes]


def held(house, kind="save"):
    """Hold the committer inside a first command, so that what comes after is one group."""
    entered, go = threading.Event(), threading.Event()

    def wait(school, command, host, now):
        entered.set()
        go.wait(10)
        return Outcome("done")

    house.executors["wait"] = wait
    house.put(kind="wait", plugin="waiting")
    entered.wait(10)
    return go


def test_an_answer_is_stored_when_it_is_told(house):
    house.executors["save"] = save
    assert house.ask("s1", "present").state == "done"
    assert house.records()["s1"] == {"answer": "present"}


def test_what_changed_is_published_once_for_a_group(house):
    house.executors["save"] = save
    go = held(house)
    futures = [house.put(f"s{n}") for n in range(10)]
    go.set()
    assert {future.result(10).state for future in futures} == {"done"}
    assert [len(change["a"]) for change in told(house)] == [10]
    assert house.committer.counts["groups"] == 2


def test_who_is_refused_writes_and_tells_nothing(house):
    def far_away(school, command, host, now):
        save(school, command, host, now)
        if command.aid == "s2":
            raise Refused("too far")
        return Outcome("done")

    house.executors["save"] = far_away
    go = held(house)
    one, two, three = house.put("s1"), house.put("s2"), house.put("s3")
    go.set()
    assert (one.result(10).state, three.result(10).state) == ("done", "done")
    assert two.result(10) == Outcome("refused", "too far")
    assert house.records()["s2"] == {}
    assert [change["a"] for change in told(house)] == [["s1", "s3"]]


def test_an_error_is_an_incident_of_its_own(house):
    def bad(school, command, host, now):
        save(school, command, host, now)
        return 1 / (command.aid != "s2") and Outcome("done")

    house.executors["save"] = bad
    go = held(house)
    futures = [house.put(aid) for aid in ("s1", "s2", "s3")]
    go.set()
    assert [future.result(10).state for future in futures] == ["done", "failed", "done"]
    assert futures[1].result().incident and not futures[1].result().retryable
    assert house.host.failures[0][:2] == ("checkin", "save")


def test_an_invalid_answer_is_refused_with_its_fields(house):
    def strict(school, command, host, now):
        raise colander.Invalid(colander.SchemaNode(colander.Int(), name="n"), "not a number")

    house.executors["save"] = strict
    assert house.ask().fields == {"n": "not a number"}


def test_what_cannot_be_stored_fails_alone(house):
    def unstorable(school, command, host, now):
        school["records"][command.aid]["answer"] = threading.Lock() if command.aid == "s2" else "yes"
        return Outcome("done")

    house.executors["save"] = unstorable
    go = held(house)
    futures = [house.put(aid) for aid in ("s1", "s2", "s3")]
    go.set()
    assert [future.result(10).state for future in futures] == ["done", "failed", "done"]
    assert house.records()["s3"] == {"answer": "yes"}


@pytest.mark.parametrize("times", [1, 4, 7])
def test_a_conflict_is_tried_again_and_nothing_is_done_twice(house, times):
    left = [times]

    def conflicting(school, command, host, now):
        if left[0]:
            left[0] -= 1
            raise ConflictError("somebody was faster")
        record = school["records"][command.aid]
        record["count"] = record.get("count", 0) + 1
        changed(school, command.path, "record", (command.aid,))
        return Outcome("done")

    house.executors["save"] = conflicting
    go = held(house)
    futures = [house.put(aid) for aid in ("s1", "s2", "s3")]
    go.set()
    assert {future.result(20).state for future in futures} == {"done"}
    assert [house.records()[aid]["count"] for aid in ("s1", "s2", "s3")] == [1, 1, 1]
    assert sorted(aid for change in told(house) for aid in change["a"]) == ["s1", "s2", "s3"]


def test_endless_conflicts_end_in_an_answer_that_may_be_sent_again(house):
    def never(school, command, host, now):
        raise ConflictError("always")

    house.executors["save"] = never
    outcome = house.ask()
    assert outcome.state == "failed" and outcome.retryable


def test_a_store_that_is_down_says_come_again(house, monkeypatch):
    from mooctang_core.store import StoreDown, StoreFull

    house.executors["save"] = save
    house.ask("s1", "warm")
    for error, word in ((StoreDown("gone"), "down"), (StoreFull("no room"), "full")):
        monkeypatch.setattr(house.store, "connection", lambda *_, error=error: (_ for _ in ()).throw(error))
        outcome = house.ask("s1", "again")
        assert (outcome.state, outcome.retryable, outcome.fields["store"]) == ("failed", True, word)
        monkeypatch.undo()
    assert house.ask("s1", "again").state == "done"


def test_at_most_fifty_in_a_transaction(house):
    house.executors["save"] = save
    go = held(house)
    futures = [house.put(f"s{n % 10}", plugin=f"p{n % 3}") for n in range(175)]
    go.set()
    assert all(future.result(20).state == "done" for future in futures)
    assert house.committer.counts["groups"] == 1 + 4


def test_a_rush_in_one_school_leaves_a_place_for_the_other(house):
    order = []

    def log(school, command, host, now):
        order.append(command.school)
        return Outcome("done")

    house.executors["save"] = log
    go = held(house)
    rush = [house.put("s1") for _ in range(200)]
    other = house.put("s1", school="thu")
    go.set()
    other.result(10)
    assert order.index("thu") < 50
    [future.result(10) for future in rush]


def test_a_sleeping_plugin_moves_to_the_slow_lane(house):
    def sleepy(school, command, host, now):
        time.sleep(0.08)
        return Outcome("done")

    house.executors.update(save=save, sleep=sleepy)
    for _ in range(2):
        house.ask(kind="sleep", plugin="sleepy")
    assert house.committer.slow() == [("pku", "sleepy")]
    naps = [house.put(kind="sleep", plugin="sleepy") for _ in range(10)]
    started = time.perf_counter()
    assert house.ask("s1").state == "done"
    assert time.perf_counter() - started < 0.3
    assert all(nap.result(10).state == "done" for nap in naps)


def test_one_that_sleeps_long_is_overtaken_and_still_answered(house):
    done = []

    def sleepy(school, command, host, now):
        time.sleep(1.5)
        return save(school, command, host, now)

    def quick(school, command, host, now):
        done.append(command.aid)
        return save(school, command, host, now)

    house.executors.update(save=quick, sleep=sleepy)
    go = held(house)
    before = house.put("s1", plugin="a")
    nap = house.put("s2", kind="sleep", plugin="sleepy")
    after = [house.put(f"s{n}", plugin="z", school="thu") for n in range(3, 6)]
    started = time.perf_counter()
    go.set()
    assert {future.result(5).state for future in [before, *after]} == {"done"}
    assert time.perf_counter() - started < 1.2
    assert house.ask("s7").state == "done"
    assert nap.result(10).state == "done"
    assert house.committer.slow() == [("pku", "sleepy")]
    assert house.records()["s2"] == {"answer": "yes"}


def test_too_many_are_told_to_come_again(tmp_path):
    house = House(tmp_path, queue_max=20)
    house.executors["save"] = save
    go = held(house)
    futures = [house.put("s1") for _ in range(30)]
    go.set()
    states = [future.result(10).state for future in futures]
    assert states.count("busy") == 20 and states.count("done") == 10
    house.close()


def test_stopping_finishes_what_waits_and_takes_nothing_more(house):
    house.executors["save"] = save
    go = held(house)
    futures = [house.put(f"s{n % 10}") for n in range(120)]
    threading.Timer(0.1, go.set).start()
    house.committer.close()
    assert {future.result(0).state for future in futures} == {"done"}
    assert house.ask().state == "busy"


def test_what_cannot_finish_in_time_is_told_to_come_again(house):
    house.executors["save"] = save
    go = held(house)
    future = house.put("s1")
    house.committer.close(seconds=0.2)
    assert future.result(0) == Outcome("busy", retryable=True)
    go.set()


def test_an_unknown_school_is_closed(house):
    assert house.ask(school="nowhere").state == "closed"


def test_the_same_key_has_the_same_outcome_and_another_answer_conflicts(house):
    def once(school, command, host, now):
        record = school["records"][command.aid]
        record.seen = getattr(record, "seen", ())
        known = look_up(record.seen, command.key, command.digest)
        if known:
            return known
        record["count"] = record.get("count", 0) + 1
        outcome = Outcome("done", fields={"count": record["count"]})
        remember(record, command.key, command.digest, outcome)
        return outcome

    house.executors["save"] = once
    first = house.ask(key="k1", digest="A")
    assert house.ask(key="k1", digest="A") == first
    assert house.ask(key="k1", digest="B").state == "conflict"
    for key in ("k2", "k3", "k4"):
        house.ask(key=key, digest="A")
    assert house.ask(key="k1", digest="A").fields["count"] == 1
    house.ask(key="k5", digest="A")
    assert house.ask(key="k1", digest="A").fields["count"] == 6, "only the last four are remembered"


def test_ordinary_requests_go_on_beside_it(house):
    """A teacher's writes to the same database and the committer's groups see each other's newest state."""
    house.executors["save"] = save

    def teacher(n):
        for _attempt in transaction.TransactionManager().attempts(5):
            house.write(lambda root: root["schools"]["pku"].__setitem__("word", n))
            return

    futures = []
    for n in range(50):
        futures.append(house.put(f"s{n % 10}", n))
        teacher(n)
    assert {future.result(10).state for future in futures} == {"done"}
    assert house.records()["s9"] == {"answer": 49}
