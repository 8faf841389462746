"""The rules, one by one."""

import math
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from mooctang_checkin import rules

OPENED = datetime(2026, 9, 7, 0, 0, tzinfo=UTC)
SECRET = "0f" * 16
POINTS = st.tuples(st.floats(-89, 89), st.floats(-180, 180))
METRES = st.floats(0, 1e7)


def after(seconds):
    return OPENED + timedelta(seconds=seconds)


def test_the_deadline_itself_is_in_time():
    assert rules.punctuality(after(300), after(300)) == "present"
    assert rules.punctuality(after(300.001), after(300)) == "late"
    assert rules.punctuality(after(9999), None) == "present"


# -- places --

@given(POINTS, POINTS)
def test_a_distance_is_the_same_both_ways_and_fits_on_the_earth(here, there):
    assert math.isclose(rules.distance(here, there), rules.distance(there, here), abs_tol=1e-6)
    assert 0 <= rules.distance(here, there) <= math.pi * rules.EARTH + 1


def test_a_thousandth_of_a_degree_north_is_111_metres():
    assert round(rules.distance((30.5, 114.4), (30.501, 114.4))) == 111


@given(METRES, METRES, st.integers(20, 5000))
def test_outside_only_when_it_is_sure_and_inside_only_when_the_reading_is_good(metres, accuracy, radius):
    found = rules.verdict(metres, accuracy, radius)
    assert (found == "outside") == (metres - accuracy > radius)
    if found == "inside":
        assert metres <= radius and accuracy <= radius
    if accuracy > radius and metres <= radius:
        assert found == "unsure"


def test_who_may_ask_for_a_place():
    assert rules.may_locate("https", "east.test")
    assert rules.may_locate("http", "127.0.0.1:6543") and rules.may_locate("http", "east.localhost:6543")
    assert not rules.may_locate("http", "192.168.1.7:6543") and not rules.may_locate("http", "east.test")


# -- codes --

@given(st.floats(0, 90_000))
def test_the_code_on_the_wall_is_taken_now_and_one_step_later_but_not_two(seconds):
    now = after(seconds)
    shown = rules.shown(SECRET, OPENED, now)
    assert rules.age_of_digits(SECRET, OPENED, now, shown.digits) is not None
    later = now + timedelta(seconds=rules.STEP)
    assert rules.age_of_digits(SECRET, OPENED, later, shown.digits) >= rules.STEP - 0.1
    step = rules.step_of_word(SECRET, shown.word)
    assert rules.is_fresh(OPENED, later, step)
    assert not rules.is_fresh(OPENED, later + timedelta(seconds=rules.STEP), step)
    assert 0 < shown.left <= rules.STEP


def test_digits_two_steps_old_are_nothing():
    shown = rules.shown(SECRET, OPENED, after(3))
    assert rules.age_of_digits(SECRET, OPENED, after(23), shown.digits) is None


def test_digits_may_be_typed_as_people_type():
    digits = rules.digits(SECRET, 0)
    full_width = "".join(chr(ord(c) - ord("0") + ord("０")) for c in digits)
    for typed in (f"{digits[:3]} {digits[3:]}", full_width, f" {digits}\n"):
        assert rules.age_of_digits(SECRET, OPENED, after(4), typed) == 4


@given(st.text(max_size=40))
def test_no_text_is_a_word_but_ours(text):
    assert rules.step_of_word(SECRET, text) is None
    assert rules.age_of_digits("another", OPENED, after(5), text) is None or rules.only_digits(text) in (
        rules.digits("another", 0),)


def test_a_word_belongs_to_one_activity_and_cannot_be_moved_to_another_step():
    word = rules.word(SECRET, 7)
    assert rules.step_of_word(SECRET, word) == 7
    assert rules.step_of_word("other secret", word) is None
    assert rules.step_of_word(SECRET, "8-" + word.partition("-")[2]) is None
    assert rules.step_of_word(SECRET, "٧-" + word.partition("-")[2]) is None


def test_a_code_of_the_future_is_not_known_yet():
    assert not rules.is_fresh(OPENED, after(5), 1)
    assert rules.age_of_digits(SECRET, OPENED, after(5), rules.digits(SECRET, 1)) is None


# -- hints --

def hints(marks):
    return rules.hints({aid: rules.traits(kept) for aid, kept in marks.items()})


def test_one_device_for_two_is_a_hint_and_no_device_is_none():
    marks = {"a": {"device": "x"}, "b": {"device": "x"}, "c": {"device": ""}, "d": {"device": ""}, "e": {"device": "y"}}
    assert [(hint.sort, hint.people) for hint in hints(marks)] == [("device", ("a", "b"))]


def test_odd_places_and_old_codes():
    marks = {
        "far": {"place": "outside", "distance": 9000.0, "accuracy": 50.0},
        "exact": {"place": "inside", "distance": 0.0, "accuracy": 0.0},
        "old": {"age": 17.5}, "slow": {"age": 2, "waited": 400}, "fine": {"age": 3, "waited": 5, "distance": 20.0, "accuracy": 15.0},
    }
    assert {(hint.sort, hint.people) for hint in hints(marks)} == {
        ("far", ("far",)), ("too_exact", ("exact",)), ("old_code", ("old",)), ("slow", ("slow",))}


def test_copied_readings_are_a_hint_but_coarse_ones_are_not():
    same = {"distance": 31.4, "accuracy": 8.0}
    assert [hint.sort for hint in hints({"a": same, "b": same})] == ["same_place"]
    coarse = {"distance": 31.4, "accuracy": 65.0}
    assert hints({"a": coarse, "b": coarse}) == []


# -- rates --

def test_excused_and_pending_enter_no_rate():
    worths = [rules.worth(status, 80) for status in ("present", "late", "absent", "excused", "pending")]
    assert rules.rate(worths) == 180 / 300
    assert rules.rate([None, None]) is None


@given(st.lists(st.sampled_from(["present", "late", "absent", "excused", "pending", None])), st.integers(0, 100))
def test_a_rate_is_a_share(statuses, late_worth):
    found = rules.rate(rules.worth(status, late_worth) for status in statuses)
    assert found is None or 0 <= found <= 1
