"""Where somebody is: near, far, unsure, refused; and what is kept of it."""

from datetime import timedelta

import pytest
from mooctang_checkin import places
from mooctang_checkin.activity import CheckIn

HERE = {"latitude": "30.5", "longitude": "114.4", "accuracy": "12"}
NEAR = {"latitude": "30.5003", "longitude": "114.4", "accuracy": "15"}
FAR = {"latitude": "30.51", "longitude": "114.4", "accuracy": "20"}
VAGUE = {"latitude": "30.5", "longitude": "114.4", "accuracy": "800"}
EDGE = {"latitude": "30.5010", "longitude": "114.4", "accuracy": "30"}


@pytest.mark.feature("CHK-02")
def test_near_is_present_and_the_student_sees_distance_and_accuracy(campus, placed):
    campus.post("s1", placed, "submit", **NEAR)
    assert campus.record("s1", placed)[0] == "present"
    page = campus.get("s1", placed)
    assert "约 33 米" in page and "±15 米" in page


@pytest.mark.feature("CHK-07")
def test_surely_outside_is_told_the_distance_and_may_ask_the_teacher(campus, placed):
    told = campus.post("s1", placed, "submit", status=422, **FAR)
    assert "1112 米" in told and "100 米" in told and "请老师确认" in told
    assert campus.record("s1", placed)[0] is None
    campus.post("s1", placed, "submit", ask="place", **FAR)
    assert campus.record("s1", placed)[0] == "pending"
    assert "1112 米" in campus.live("teacher", placed)["face"]


def test_after_being_told_one_may_try_again_nearer(campus, placed):
    campus.post("s1", placed, "submit", status=422, **FAR)
    campus.post("s1", placed, "submit", **HERE)
    assert campus.record("s1", placed)[0] == "present"


@pytest.mark.feature("CHK-02", "BEY-19")
def test_a_reading_less_accurate_than_the_fence_is_pending_and_explained(campus, placed):
    for who, reading in (("s1", VAGUE), ("s2", EDGE)):
        campus.post(who, placed, "submit", **reading)
        assert campus.record(who, placed)[0] == "pending"
        assert "定位不够准" in campus.get(who, placed)


@pytest.mark.feature("CHK-07")
def test_a_refused_location_is_kept_as_pending_with_its_evidence(campus, placed, hall):
    campus.post("s1", placed, "submit", no_place="denied")
    campus.post("s2", placed, "submit")
    assert campus.record("s1", placed)[2]["place"] == "denied" and campus.record("s2", placed)[0] == "pending"
    assert "没有允许定位" in campus.live("teacher", placed)["face"]
    assert "没有允许定位" in campus.get("teacher", f"{placed}mark?person={campus.aid('s1')}")


@pytest.mark.feature("CHK-07")
def test_the_teacher_confirms_one_or_all(campus, placed):
    for who in ("s1", "s2"):
        campus.at("10:01").post(who, placed, "submit", no_place="denied")
    campus.at("10:06").post("s3", placed, "submit", no_place="timeout")
    campus.at("10:30").post("teacher", placed, "confirm", person=campus.aid("s1"), here="no")
    campus.post("teacher", placed, "confirm", all="yes")
    assert [campus.record(who, placed)[0] for who in ("s1", "s2", "s3")] == ["absent", "present", "late"]


def test_confirming_somebody_who_does_not_wait_changes_nothing(campus, placed):
    campus.post("s1", placed, "submit", **HERE)
    campus.post("teacher", placed, "confirm", person=campus.aid("s1"), here="no")
    campus.post("teacher", placed, "confirm", person="nobody", here="yes")
    assert campus.record("s1", placed)[0] == "present"


def test_confirming_by_script_answers_with_the_fresh_board(campus, placed):
    campus.post("s1", placed, "submit", no_place="denied")
    answer = campus.browser("teacher").post(placed + "confirm", script=True, all="yes")
    assert "待确认 1" not in answer and "ci-board" in answer


def test_trying_again_after_the_deadline_makes_nobody_late_who_asked_in_time(campus, placed):
    campus.at("10:02").post("s1", placed, "submit", **VAGUE)
    campus.at("10:09").post("s1", placed, "submit", **HERE)
    assert campus.record("s1", placed)[0] == "pending"
    campus.post("teacher", placed, "confirm", all="yes")
    assert campus.record("s1", placed)[0] == "present"


def test_a_better_reading_in_time_settles_it_and_leaves_a_trace(campus, placed, hall):
    campus.at("10:02").post("s1", placed, "submit", **VAGUE)
    campus.at("10:03").post("s1", placed, "submit", **HERE)
    with campus.reading() as school:
        record = hall.activity(school, placed).record_of(campus.aid("s1"))
        steps = [(old[0], new[0], why) for _at, _by, old, new, why in record.history]
    assert record.status == "present" and record.data["accuracy"] == 12
    assert steps == [(None, "pending", "0 m ± 800 m"), ("pending", "present", "0 m ± 12 m")]


@pytest.mark.feature("BEY-19")
def test_coordinates_are_never_kept(campus, placed):
    campus.post("s1", placed, "submit", latitude="30.500321", longitude="114.400123", accuracy="15")
    kept = repr(campus.record("s1", placed))
    assert "30.5003" not in kept and "114.4001" not in kept and set(campus.record("s1", placed)[2]) == {"way", "place", "distance", "accuracy", "device"}


@pytest.mark.feature("BEY-19")
def test_distances_are_forgotten_after_a_month(campus, placed, hall):
    campus.post("s1", placed, "submit", **NEAR)
    campus.end()
    with campus.writing() as school:
        hall.activity(school, placed).node.seal()
    campus.clock.forward(days=29)
    campus.start("east")
    assert "distance" in campus.record("s1", placed)[2]
    campus.end()
    campus.clock.forward(days=2)
    campus.start("east")
    status, _score, data = campus.record("s1", placed)
    assert status == "present" and "distance" not in data and "accuracy" not in data
    with campus.reading() as school:
        node = hall.activity(school, placed).node
        assert "33" not in repr(node.sealed.rows[campus.aid("s1")])


def test_forget_places_spares_what_is_newer(campus, placed, hall):
    campus.at("10:00").post("s1", placed, "submit", **HERE)
    campus.at("10:03").post("s2", placed, "submit", **HERE)
    with campus.writing() as school:
        assert places.forget_places(hall.activity(school, placed).records, campus.clock() - timedelta(minutes=1)) == 1
    assert "distance" not in campus.record("s1", placed)[2] and "distance" in campus.record("s2", placed)[2]


# -- the centre --

@pytest.mark.feature("CHK-02")
def test_the_teacher_sets_the_centre_and_radius_while_it_is_open(campus):
    url = campus.open(CheckIn, place="true")
    assert "还没有设定上课地点" in campus.live("teacher", url)["face"]
    campus.post("s1", url, "submit", **HERE)
    assert campus.record("s1", url)[2]["place"] == "no_centre"
    campus.post("teacher", url, "place", latitude="30.5", longitude="114.4", radius="350")
    assert "30.5" in campus.get("teacher", url + "place") and 'value="350"' in campus.get("teacher", url + "place")
    campus.post("s2", url, "submit", latitude="30.503", longitude="114.4", accuracy="10")
    assert campus.record("s2", url)[0] == "present"


@pytest.mark.feature("CHK-02")
def test_the_next_class_starts_from_the_same_place(campus, placed):
    campus.post("teacher", placed, "place", latitude="31", longitude="115", radius="200")
    campus.close_activity(placed)
    campus.post("teacher", "/courses/physics/2026-fall/r7/", "add", kind="checkin", quick="yes")
    assert 'value="31.0"' in campus.get("teacher", "/courses/physics/2026-fall/r7/sessions/1/2/place")


@pytest.mark.parametrize("wrong", [
    {"latitude": "nan"}, {"latitude": "91"}, {"longitude": "181"}, {"latitude": ""}, {"radius": "0"}, {"radius": "1e9"}, {"latitude": "教室"}])
def test_a_centre_that_is_no_place_is_refused(campus, placed, wrong):
    fields = {"latitude": "30", "longitude": "114", "radius": "100", **wrong}
    campus.post("teacher", placed, "place", status=422, **fields)


def test_the_centre_stands_once_it_is_over(campus, placed):
    campus.close_activity(placed)
    campus.post("teacher", placed, "place", status=422, latitude="1", longitude="1", radius="100")


def test_over_plain_http_the_page_says_why_there_is_no_location(campus, placed):
    page = campus.get("s1", placed)
    assert "不是安全连接" in page
    campus.post("s1", placed, "submit", no_place="insecure")
    assert campus.record("s1", placed)[0] == "pending"


def test_a_place_is_not_kept_where_none_is_asked_for(campus):
    url = campus.open(CheckIn)
    campus.post("s1", url, "submit", **NEAR)
    assert set(campus.record("s1", url)[2]) == {"way", "device"}


def test_code_and_place_together(campus, hall):
    url = campus.open(CheckIn, code="true", place="true", latitude="30.5", longitude="114.4")
    campus.post("s1", url, "submit", code=hall.code(url).digits, **HERE)
    hall.scan("s2", url)
    campus.post("s2", url, "submit", status=422, **FAR)
    campus.post("s2", url, "submit", ask="scan", **FAR)
    campus.post("s3", url, "submit", status=422, **HERE)
    assert [campus.record(who, url)[0] for who in ("s1", "s2", "s3")] == ["present", "pending", None]
