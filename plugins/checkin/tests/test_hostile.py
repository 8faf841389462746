"""What a clever student may send, and what comes of it."""

import pytest
from mooctang_checkin.activity import CheckIn

from mooctang_core.api import find
from mooctang_core.testing.campus import Campus
from mooctang_core.testing.loads import records_loaded

GOOD = {"latitude": "30.5", "longitude": "114.4", "accuracy": "12"}


@pytest.mark.parametrize("wrong", [
    {"latitude": "NaN"}, {"latitude": "inf"}, {"latitude": "1e400"}, {"longitude": "-1e400"}, {"latitude": "90.01"}, {"longitude": "180.5"},
    {"accuracy": "-1"}, {"accuracy": "nan"}, {"accuracy": "1e300"}, {"latitude": "三十"}, {"latitude": ""}, {"accuracy": ""},
    {"ask": "present"}, {"no_place": "x"}, {"code": "1" * 21}, {"latitude": "\x00"}])
def test_nonsense_is_refused_and_nothing_is_written(campus, placed, wrong):
    campus.post("s1", placed, "submit", status=422, **{**GOOD, **wrong})
    assert campus.record("s1", placed) == (None, None, {})


@pytest.mark.parametrize("extra", [
    {"person": "east-s2"}, {"person_id": "east-s2"}, {"at": "2020-01-01"}, {"device": "x"}, {"claim": "{}"}, {"by": "east-teacher"}])
def test_a_field_nobody_asked_for_is_refused(campus, extra):
    url = campus.open(CheckIn)
    campus.post("s1", url, "submit", status=422, **extra)
    assert campus.record("s1", url)[0] is None and campus.record("s2", url)[0] is None


def test_only_members_of_this_class_check_in(campus):
    url = campus.open(CheckIn)
    for who in ("outsider", "teacher", "manager"):
        campus.post(who, url, "submit", status=(403, 404))
    campus.browser(None).post(url + "submit", status=(401, 403))
    assert campus.table(url, "records").rows[0][4] == ""


def test_the_same_tap_twice_is_one(campus):
    url = campus.open(CheckIn, at="10:00")
    campus.post("s1", url, "submit", idem="once")
    before = campus.record("s1", url)
    campus.at("10:20").post("s1", url, "submit", idem="once")
    assert campus.record("s1", url) == before


def test_a_tap_without_a_token_is_nothing(campus):
    url = campus.open(CheckIn)
    campus.browser("s1").post(url + "submit", token=False, status=(400, 403))
    assert campus.record("s1", url)[0] is None


def test_a_late_sender_of_an_early_claim_cannot_undo_the_teacher(campus, hall, coded):
    hall.scan("s1", coded)
    campus.close_activity(coded)
    hall.correct("teacher", coded, "s1", "absent", "没有来")
    campus.at("10:05").post("s1", coded, "submit")
    assert campus.record("s1", coded)[0] == "absent"


def test_trying_again_and_again_does_not_grow_the_record(campus, placed, hall):
    for number in range(12):
        campus.post("s1", placed, "submit", no_place="denied", idem=f"k{number}")
    with campus.reading() as school:
        assert len(hall.activity(school, placed).record_of(campus.aid("s1")).history) == 1


def test_get_changes_nothing(campus, coded):
    campus.get("s1", coded + "submit", status=404)
    campus.get("teacher", coded + "confirm", status=404)


def test_a_wrong_person_in_a_list_is_a_sentence(campus, coded):
    assert "不在这个课堂" in campus.get("teacher", coded + "mark?person=west-s1", status=422)
    campus.get("teacher", coded + "people?status=x&page=99999999999&find=%00")
    campus.get("teacher", coded + "people?page=-1")


def test_two_thousand_members_and_one_tap_reads_one_record(tmp_path):
    campus = Campus(tmp_path, students=5)
    try:
        url = campus.open(CheckIn, place="true", latitude="30.5", longitude="114.4")
        with campus.writing() as school:
            find(school, url).lay_out(f"crowd-{number}" for number in range(2000))
        person = campus.aid("s1")
        answer = {"code": "", "ask": "", "no_place": "", "latitude": 30.5, "longitude": 114.4, "accuracy": 10.0}
        assert records_loaded(campus, url, lambda activity: activity.submit(person, answer, campus.clock())) <= 2
        assert records_loaded(campus, url, lambda activity: activity.student(person)) <= 2
    finally:
        campus.close()
