"""Who is here: what the check-in tells others that ask."""

from mooctang_checkin.activity import CheckIn

from mooctang_core.api import find, present_now
from mooctang_core.testing.campus import ROOM


def here(campus):
    with campus.reading() as school:
        found = present_now(find(school, ROOM), school, campus.host, campus.clock())
        return None if found is None else {aid.rpartition("-")[2] for aid in found}


def test_nobody_knows_before_a_check_in(campus):
    assert here(campus) is None


def test_who_checked_in_is_here(campus):
    url = campus.open(CheckIn)
    campus.post("s1", url, "submit")
    assert here(campus) == {"s1"}
    campus.at("10:20").post("s2", url, "submit")
    assert here(campus) == {"s1", "s2"}


def test_who_is_not_at_the_second_check_in_has_gone(campus):
    first = campus.open(CheckIn)
    campus.post("s1", first, "submit")
    campus.post("s2", first, "submit")
    campus.close_activity(first)
    second = campus.open(CheckIn)
    campus.post("s2", second, "submit")
    assert here(campus) == {"s1", "s2"}
    campus.close_activity(second)
    assert here(campus) == {"s2"}


def test_who_left_the_classroom_and_whose_class_is_over_is_not_here(campus):
    url = campus.open(CheckIn)
    campus.post("s1", url, "submit")
    campus.leave("s1")
    assert here(campus) == set()
    campus.end()
    assert here(campus) is None
