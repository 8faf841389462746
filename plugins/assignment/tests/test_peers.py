"""Who reviews whom: as many each, nobody their own, and the same wherever it is worked out."""

import pytest
from mooctang_assignment.peers import add_late, aggregated, allocate, reviewers


@pytest.mark.parametrize("authors", [2, 3, 4, 7, 60, 501])
@pytest.mark.parametrize("number", [1, 3, 5])
def test_each_reviews_and_is_reviewed_as_often_and_never_by_oneself(authors, number):
    people = [f"a{n}" for n in range(authors)]
    reviews = allocate(people, number, "seed")
    wanted = min(number, authors - 1)
    assert set(reviews) == set(people)
    for aid, works in reviews.items():
        assert len(works) == len(set(works)) == wanted and aid not in works
    assert all(len(by) == wanted for by in reviewers(reviews).values()) and len(reviewers(reviews)) == authors
    assert allocate(reversed(people), number, "seed") == reviews
    assert authors < 7 or allocate(people, number, "another") != reviews


def test_one_alone_reviews_nobody():
    assert allocate(["a"], 3, "s") == {} and allocate([], 3, "s") == {}


@pytest.mark.parametrize("late", [["x"], ["x", "y", "z"]])
def test_those_who_came_later_are_reviewed_too_and_nothing_else_changes(late):
    before = allocate([f"a{n}" for n in range(6)], 3, "s")
    after = add_late(before, late, 3, "s")
    assert all(after[aid][:3] == works for aid, works in before.items())
    by = reviewers(after)
    assert all(len(by[aid]) == 3 and aid not in by[aid] for aid in late)
    loads = [len(after[aid]) for aid in before]
    assert max(loads) - min(loads) <= 1 and add_late(after, [], 3, "s") == after


def test_the_median_counts_not_the_one_who_is_angry():
    assert aggregated([9, 8, 0], 10, 100) == 80.0 and aggregated([7, 8], 10, 50) == 37.5 and aggregated([], 10, 100) is None
