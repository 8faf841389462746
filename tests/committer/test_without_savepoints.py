"""Commands that refuse before they write need no savepoint; one that fails half-way all the same takes nobody with it."""

import contextlib

import pytest
import transaction

from mooctang_core.activity import Refused

from .test_committer import held, save


@pytest.fixture
def savepoints(monkeypatch):
    """How many were made."""
    made, real = [], transaction.Transaction.savepoint

    def counted(self, optimistic=False):
        made.append(self)
        return real(self, optimistic)

    monkeypatch.setattr(transaction.Transaction, "savepoint", counted)
    return made


def group_of(house, executor, people=("s1", "s2", "s3")):
    """The outcomes of some people who are served in one group."""
    executor.raises_first = True
    house.executors["save"] = executor
    go = held(house)
    pending = [house.put(aid) for aid in people]
    go.set()
    return [one.result(10) for one in pending]


def test_a_whole_group_is_written_down_once(house, savepoints):
    found = group_of(house, lambda *given: save(*given))
    assert [outcome.state for outcome in found] == ["done"] * 3
    assert len(savepoints) == 1, "the one of the command that held the committer"
    assert all(house.records()[aid] == {"answer": "yes"} for aid in ("s1", "s2", "s3"))


def test_whoever_is_refused_has_written_nothing_and_the_others_stay(house):
    def strict(school, command, host, now):
        if command.aid == "s2":
            raise Refused("no")
        return save(school, command, host, now)

    assert [outcome.state for outcome in group_of(house, strict)] == ["done", "refused", "done"]
    assert [bool(house.records()[aid]) for aid in ("s1", "s2", "s3")] == [True, False, True]


def test_whoever_fails_half_way_fails_alone(house, savepoints):
    def breaks(school, command, host, now):
        outcome = save(school, command, host, now)
        return 1 / (command.aid != "s2") and outcome

    assert [outcome.state for outcome in group_of(house, breaks)] == ["done", "failed", "done"]
    assert [bool(house.records()[aid]) for aid in ("s1", "s2", "s3")] == [True, False, True]
    assert len(savepoints) > 1, "the second time each had its own"
    assert sum(change["a"] == ["s2"] for changes in house.published for change in changes) == 0


def test_a_kind_that_nobody_knows_fails_alone(house):
    go = held(house)
    pending = [house.put("s1", kind="nothing"), house.put("s2", kind="wait")]
    go.set()
    assert [one.result(10).state for one in pending] == ["failed", "done"]


def test_what_all_write_at_once_takes_turns_with_the_other_processes(house, monkeypatch):
    taken = []

    @contextlib.contextmanager
    def turn(word):
        taken.append(("in", word))
        yield
        taken.append(("out", bool(house.records()["s1"])))

    monkeypatch.setattr(house.store.scratch, "turn", turn)
    house.executors["save"] = lambda *given: save(*given)
    house.ask("s1")
    assert taken == []
    house.executors["save"].takes_turns = True
    house.ask("s2")
    assert taken == [("in", "commands of main"), ("out", True)], "until it is committed"
