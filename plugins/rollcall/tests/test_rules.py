"""The draw without a web: weights, tickets, and that chance is fair."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mooctang_rollcall import rules


def test_only_those_called_least_have_a_weight_in_fair_order():
    assert rules.weights({0, 1, 3}, rules.FAIR) == {0: 1, 1: 0, 3: 0}
    assert rules.weights({2, 3}, rules.FAIR) == {2: 1, 3: 0}
    assert rules.weights({0, 1, 3}, rules.EVEN) == {0: 1, 1: 1, 3: 1}
    assert rules.weights((), rules.FAIR) == {}


def test_a_seed_draws_the_same_one_again_and_can_be_checked_by_hand():
    people = [("a", 1), ("b", 0), ("c", 1), ("d", 1)]
    assert rules.fingerprint("0") == "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"
    assert rules.ticket("0", 3) == int(rules.fingerprint("0"), 16) % 3
    assert rules.pick("0", people) == ["a", "c", "d"][rules.ticket("0", 3)] == rules.pick("0", people)


def test_over_many_seeds_everybody_has_the_same_chance():
    drawn = Counter(rules.pick(f"seed {n}", [(person, 1) for person in "abcde"]) for n in range(5000))
    assert all(900 < drawn[person] < 1100 for person in "abcde")


def test_nobody_without_a_weight_is_drawn():
    assert {rules.pick(str(n), [("a", 0), ("b", 1), ("c", 0)]) for n in range(50)} == {"b"}
    with pytest.raises(ZeroDivisionError):
        rules.pick("0", [("a", 0)])


@settings(deadline=None, max_examples=25)
@given(st.sets(st.integers(0, 2000)))
def test_places_are_kept_as_bits(places):
    assert rules.from_mask(rules.as_mask(places)) == sorted(places)


def test_the_mean_is_of_what_was_scored():
    assert rules.mean([8, None, 9, 10]) == 9 and rules.mean([7, 8, 8]) == 7.7 and rules.mean([None]) is None
