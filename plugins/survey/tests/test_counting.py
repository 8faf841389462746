"""计入统计 / 不计入统计: what does not count is in no sum, and stays in history and export."""

import pytest
from mooctang_checkin.activity import CheckIn
from survey_samples import SINGLE

ROOM = "/courses/physics/2026-fall/r7"


def heads(campus):
    return campus.browser("teacher").app.get(ROOM + "/gradebook.csv").body.decode("utf-8-sig").splitlines()[0]


@pytest.mark.feature("SUR-04")
def test_it_can_be_left_out_of_the_sums_and_taken_in_again_later(campus, hall):
    url = hall.open(SINGLE, title="课程反馈")
    hall.send("s1", url, q1="a")
    campus.close_activity(url)
    assert "课程反馈" in heads(campus)
    campus.end()
    campus.post("teacher", url, "count", counted="no")
    assert "课程反馈" not in heads(campus) and "课程反馈" not in campus.get("teacher", ROOM + "/gradebook")
    assert "课程反馈" in campus.get("teacher", ROOM + "/history") and "课程反馈" in campus.get("s1", ROOM + "/history")
    assert "不计入统计" in campus.get("teacher", url) and "不计入统计" in campus.get("s1", url)
    browser = campus.browser("teacher").app
    assert browser.get(url + "tables.xlsx").body[:2] == b"PK" and "学生1" in browser.get(url + "table.csv", {"name": "details"}).text
    campus.post("teacher", url, "count", counted="yes")
    assert "课程反馈" in heads(campus) and "不计入统计" not in campus.get("s1", url)


def test_it_is_so_for_every_type_and_before_it_is_published_too(campus):
    url = campus.add(CheckIn)
    campus.post("teacher", url, "count", counted="no")
    campus.post("teacher", url, "publish")
    campus.post("s1", url, "submit")
    campus.close_activity(url)
    assert heads(campus).count("第") == 0
    report = campus.browser("teacher").app.get(ROOM + "/report.csv", {"name": "checkin.checkin"}).body.decode("utf-8-sig")
    assert "100" not in report.splitlines()[1].split(",")[3:]
    campus.post("teacher", url, "count", counted="yes")
    assert heads(campus).count("第1次") == 1


def test_only_a_teacher_may_say_so(campus, hall):
    url = hall.open(SINGLE)
    campus.post("s1", url, "count", status=(403, 404), counted="no")
    with campus.activity(url) as survey:
        assert survey.counted


def test_a_copy_counts_as_its_model_does(campus, hall):
    from mooctang_core.flows import preparing

    url = campus.add(type_of(campus), questions=[SINGLE])
    campus.post("teacher", url, "count", counted="no")
    with campus.activity(url) as survey:
        assert not preparing.copy_to(survey.session, survey).counted


def type_of(campus):
    return campus.host.kinds["survey"][1]
