"""One tap, and what the teacher makes of it."""

import pytest
from mooctang_checkin.activity import CheckIn

from mooctang_core.testing.campus import ROOM


@pytest.mark.feature("CHK-01")
def test_one_tap_in_time_is_present(campus):
    url = campus.open(CheckIn, at="10:00")
    campus.at("10:01").post("s1", url, "submit")
    page = campus.get("s1", url)
    assert "已签到" in page and "10:01" in page and "准时" in page
    assert ("学生1", "签到") == hall_row(campus, url, 1)


@pytest.mark.feature("CHK-01")
def test_one_tap_straight_from_the_class_page(campus):
    url = campus.open(CheckIn, at="10:00")
    assert f'action="{url}submit"' in campus.get("s1", ROOM)
    campus.post("s1", url, "submit", back=ROOM)
    assert "10:00" in campus.live("s1", ROOM)["mine"]


@pytest.mark.feature("CHK-01")
def test_after_the_deadline_one_is_late_and_once_only(campus):
    url = campus.open(CheckIn, at="10:00", late_after=10)
    campus.at("10:11").post("s1", url, "submit")
    campus.at("10:12").post("s1", url, "submit", idem="another")
    assert ("学生1", "迟到") == hall_row(campus, url, 1)
    assert "迟到" in campus.get("s1", url) and "10:11" in campus.get("s1", url)


def test_who_was_in_time_is_not_made_late_by_a_second_tap(campus):
    url = campus.open(CheckIn, at="10:00")
    campus.at("10:04").post("s1", url, "submit")
    campus.at("10:20").post("s1", url, "submit", idem="again")
    assert campus.record("s1", url)[0] == "present"


@pytest.mark.feature("CHK-01")
def test_absent_is_derived_and_never_written(campus):
    url = campus.open(CheckIn)
    campus.post("s1", url, "submit")
    campus.close_activity(url)
    assert campus.record("s2", url)[0] is None
    assert ("学生2", "缺课") == hall_row(campus, url, 2)
    assert "没有签到" in campus.get("s2", url)


@pytest.mark.feature("CHK-01")
def test_the_teacher_excuses(campus, hall):
    url = campus.open(CheckIn)
    hall.correct("teacher", url, "s1", "excused", "请假条")
    campus.post("s1", url, "submit")
    assert campus.record("s1", url)[0] == "excused"
    assert "请假" in campus.get("s1", url)


def test_thirty_more_seconds_move_the_line(campus):
    url = campus.open(CheckIn, at="10:00", late_after=5)
    campus.post("teacher", url, "extend", seconds="60")
    campus.at("10:06").post("s1", url, "submit")
    assert campus.record("s1", url)[0] == "present"


def test_after_the_close_a_tap_is_refused_in_words(campus):
    url = campus.open(CheckIn)
    campus.close_activity(url)
    assert "已经结束" in campus.post("s1", url, "submit", status=409)


@pytest.mark.feature("CHK-06")
def test_counts_and_names_live_on_the_teachers_page_and_the_wall(campus):
    url = campus.open(CheckIn, at="10:00")
    campus.post("s2", url, "submit")
    face = campus.live("teacher", url)["face"]
    assert "学生2" in face and ">1</b>" in face and "/ 3" in face
    assert "学生2" in campus.live("teacher", ROOM)["console"]
    wall = wall_of(campus, url)
    assert "学生2" in wall and "/ 3" in wall


def test_a_wall_that_hides_names_hides_them(campus):
    url = campus.open(CheckIn)
    campus.post("s2", url, "submit")
    assert "学生2" not in wall_of(campus, url, privacy="anonymous")


@pytest.mark.feature("CHK-03")
def test_lists_by_status_and_a_change_with_its_reason(campus, hall):
    url = campus.open(CheckIn, at="10:00")
    campus.post("s1", url, "submit")
    campus.close_activity(url)
    assert "学生2" in campus.get("teacher", url + "people?status=absent") and "学生1" not in campus.get("teacher", url + "people?status=absent")
    campus.at("10:30")
    hall.correct("teacher", url, "s2", "present", "手机没电")
    assert campus.record("s2", url)[0] == "present"
    page = campus.get("teacher", f"{url}mark?person={campus.aid('s2')}")
    assert "手机没电" in page and "林老师" in page and "10:30" in page
    assert "手机没电" in hall_cells(campus, url, 2)


@pytest.mark.feature("CHK-03")
def test_a_change_needs_a_reason(campus, hall):
    url = campus.open(CheckIn)
    assert "原因" in hall.correct("teacher", url, "s1", "present", " ", answers=422)
    assert campus.record("s1", url)[0] is None


def test_the_history_holds_every_step(campus, hall):
    url = campus.open(CheckIn, at="10:00")
    campus.post("s1", url, "submit")
    campus.at("10:02")
    hall.correct("teacher", url, "s1", "absent", "替人签到")
    campus.at("10:03")
    hall.correct("colleague", url, "s1", "late", "弄错了")
    with campus.reading() as school:
        steps = [(by, old[0], new[0], why) for _at, by, old, new, why in hall.activity(school, url).record_of(campus.aid("s1")).history]
    assert steps == [
        (campus.aid("s1"), None, "present", ""), (campus.aid("teacher"), "present", "absent", "替人签到"),
        (campus.aid("colleague"), "absent", "late", "弄错了")]


@pytest.mark.feature("BEY-17")
def test_the_page_names_course_room_teacher_and_time_before_the_tap(campus):
    url = campus.open(CheckIn, at="10:00")
    page = campus.get("s1", url)
    for word in ("大学物理", "物理一班", "教三 204", "林老师", "10:00"):
        assert word in page


def test_in_english(campus):
    url = campus.open(CheckIn, code="true", place="true")
    page = campus.browser("s1", language="en").get(url)
    assert "Ask" in page or "ask the teacher" in page
    assert "On time until" in page
    for view in ("people", "place", "code", f"mark?person={campus.aid('s1')}"):
        campus.browser("teacher", language="en").get(url + view)


def test_in_english_the_activity_is_a_check_in_and_who_came_is_present(campus):
    url = campus.open(CheckIn, at="10:00")
    campus.at("10:01").post("s1", url, "submit")
    teacher = campus.browser("teacher", language="en")
    open_pages = [teacher.get(url), teacher.get(url + "people"), teacher.get(f"{url}mark?person={campus.aid('s1')}")]
    assert all("Present" in page for page in open_pages)
    campus.close_activity(url)
    session = url.rsplit("/", 2)[0] + "/"
    for page in (url + "table.csv?name=records", url + "table.csv?name=detail", f"{ROOM}/report.csv?name=checkin.checkin", f"{ROOM}/gradebook.csv"):
        said = teacher.get(page)
        assert "Present" in said and ",Check-in," not in said, page
    assert "Present" in campus.browser("s1", language="en").get(ROOM) + campus.browser("s1", language="en").get(session)
    assert "签到" in campus.get("teacher", url + "people")


def test_students_and_strangers_see_none_of_the_teachers_pages(campus):
    url = campus.open(CheckIn, code="true", place="true")
    for view in ("people", "mark?person=x", "place", "code", "code-live"):
        campus.get("s1", url + view, status=403)
        campus.get("outsider", url + view, status=404)
    campus.post("s1", url, "confirm", status=403, all="yes")
    campus.post("s1", url, "place", status=403, latitude="1", longitude="1", radius="100")


def test_gone_when_the_school_has_it_off(campus):
    url = campus.open(CheckIn, code="true")
    with campus.writing() as school:
        school.enabled_plugins.remove("checkin")
    campus.get("teacher", url + "people", status=404)
    campus.get("s1", url)


def wall_of(campus, url, privacy="names"):
    from mooctang_core.live.fragments import FragmentKey
    from mooctang_core.web.streams import Renderer

    key = FragmentKey("east", url.rstrip("/"), "projection", None, "zh_CN", "light", privacy, "east.test")
    return Renderer(campus.app.registry)(key)


def hall_cells(campus, url, number):
    return next(row for row in campus.table(url, "records").rows if f"学生{number}" in row)


def hall_row(campus, url, number):
    cells = hall_cells(campus, url, number)
    return cells[1], cells[4]


def test_the_rates_of_a_classroom_are_those_of_each_student(campus):
    """One walk through each check-in says the same as asking for every person alone, sealed or not."""
    from mooctang_checkin import attendance

    from mooctang_core.api import find
    from mooctang_core.flows import teaching

    first, second = (campus.open(CheckIn, at="10:00") for _ in range(2))
    campus.post("s1", first, "submit")
    campus.at("10:06").post("s2", first, "submit")
    campus.post("s1", second, "submit")
    for url in (first, second):
        campus.close_activity(url)
    with campus.writing() as school:
        teaching.seal(find(school, first))
    with campus.reading() as school:
        room = find(school, campus.room)
        checkins = attendance.held(room, campus.host, school)
        assert attendance.rates(room, campus.host, school) == {m.aid: attendance.rate_of(checkins, m) for m in room.present()}
