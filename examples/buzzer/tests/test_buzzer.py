"""The buzzer, through the running application."""

import pytest
from mooctang_buzzer import Buzzer

from mooctang_core.testing import ActivityConformance


class TestBuzzerConforms(ActivityConformance):
    activity = Buzzer
    settings = {"question": "心脏有几个腔？"}


@pytest.mark.feature("PLG-02")
def test_the_first_tap_is_on_the_wall(campus):
    url = campus.open(Buzzer, question="心脏有几个腔？")
    campus.post("s2", url, "submit")
    campus.at("10:01").post("s1", url, "submit")
    assert "已抢答" in campus.get("s1", url)
    assert "学生2" in campus.wall(url) and "学生1" not in campus.wall(url)
    assert "学**" in campus.wall(url, privacy="masked")
    assert "学生2" in campus.live("teacher", url)["face"]


def test_the_teacher_scores_and_a_new_round_begins(campus):
    url = campus.open(Buzzer, points=2)
    campus.post("s2", url, "submit")
    campus.post("teacher", url, "judge", right="yes")
    assert ("100012026002", "学生2", 2) in campus.table(url, "scores").rows
    assert "抢！" in campus.get("s2", url)


def test_one_tap_a_round(campus):
    url = campus.open(Buzzer)
    campus.post("s1", url, "submit")
    campus.post("s1", url, "submit", status=422)


def test_judging_nobody_is_refused(campus):
    url = campus.open(Buzzer)
    campus.post("teacher", url, "judge", status=422, right="yes")


def test_a_student_cannot_judge(campus):
    url = campus.open(Buzzer)
    campus.post("s1", url, "submit")
    campus.post("s1", url, "judge", status=403, right="yes")
