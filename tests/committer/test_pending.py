"""What is pending is settled once, and whoever asked is told once."""

import threading

import pytest

from mooctang_core.committer import Outcome
from mooctang_core.committer.pending import Pending

DONE = Outcome("done")


def test_who_asks_before_and_who_asks_after_are_told_once():
    pending, told = Pending(), []
    pending.add_done_callback(lambda settled: told.append(("before", settled.result().state)))
    assert not pending.done() and told == []
    pending.settle(DONE)
    pending.add_done_callback(lambda settled: told.append(("after", settled.result().state)))
    assert pending.done() and told == [("before", "done"), ("after", "done")]


def test_one_who_stumbles_does_not_keep_the_word_from_the_others(caplog):
    pending, told = Pending(), []
    pending.add_done_callback(lambda settled: 1 / 0)
    pending.add_done_callback(told.append)
    pending.settle(DONE)
    assert told == [pending] and "could not be told" in caplog.text


def test_waiting_ends_with_the_outcome_or_with_patience():
    pending = Pending()
    with pytest.raises(TimeoutError):
        pending.result(0.01)
    threading.Timer(0.02, pending.settle, [DONE]).start()
    assert pending.result(5) is DONE


def test_asking_and_settling_at_the_same_time_lose_nobody():
    for _again in range(200):
        pending, told = Pending(), []
        asking = [threading.Thread(target=pending.add_done_callback, args=[told.append]) for _ in range(4)]
        settling = threading.Thread(target=pending.settle, args=[DONE])
        for thread in (*asking[:2], settling, *asking[2:]):
            thread.start()
        for thread in (*asking, settling):
            thread.join()
        assert len(told) == 4
