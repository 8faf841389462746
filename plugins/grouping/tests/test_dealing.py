"""Chance: sizes, remainders, and that nobody is lost."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from mooctang_grouping.dealing import dealt, filled, number_of_groups, sizes

PEOPLE, NUMBER = st.integers(1, 300), st.integers(1, 60)


def test_the_number_of_groups_comes_nearest_to_the_size():
    assert [number_of_groups(n, 5) for n in (23, 22, 25, 4, 1, 0)] == [5, 4, 5, 1, 1, 0]
    assert sizes(23, 5) == [5, 5, 5, 4, 4]
    assert sizes(3, 7) == [1, 1, 1]


@settings(max_examples=60, deadline=None)
@given(PEOPLE, NUMBER)
def test_everybody_is_dealt_once_and_evenly(people, number):
    hands = dealt(range(people), number, random.Random(people))
    assert sorted(one for hand in hands for one in hand) == list(range(people))
    assert max(map(len, hands)) - min(map(len, hands)) <= 1
    assert len(hands) == min(number, people)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 40), st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_late_ones_fill_the_emptiest(late, taken):
    found = filled(range(late), dict(enumerate(taken)), random.Random(late))
    after = [count + list(found.values()).count(at) for at, count in enumerate(taken)]
    assert sum(after) == sum(taken) + late
    grown = [count for count, before in zip(after, taken, strict=True) if count > before]
    assert all(count <= min(after) + 1 for count in grown)
