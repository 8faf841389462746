"""Nobody answers with the key in hand: what comes once somebody may read the results is the teacher's to decide."""

from datetime import timedelta

import pytest
from quiz_samples import RIGHT, WRONG, Sheet

from mooctang_core.api import find


def test_the_grace_ends_when_results_are_published(quiz, campus):
    begun, other = quiz.begun("s1"), quiz.begun("s2")
    quiz.draft("s1", **WRONG)
    quiz.teach("release")
    campus.at("10:00:03").run_jobs()
    before = quiz.record("s1")[:2]
    assert before[0] == "server"
    assert "没有算进去" in quiz.submit("s1", status=409, begun=begun, **RIGHT)
    quiz.submit("s2", status=409, begun=other, **RIGHT)
    assert quiz.record("s1")[:2] == before and quiz.record("s2")[0] is None
    assert "晚到的作答" in campus.get("teacher", quiz.url)


@pytest.mark.parametrize("feedback", ["close", "submit"])
def test_the_grace_ends_where_ones_results_can_be_read(campus, feedback):
    sheet = Sheet(campus, feedback=feedback)
    begun = sheet.begun("s1")
    sheet.draft("s1", **WRONG)
    sheet.teach("close")
    campus.at("10:00:03").run_jobs()
    sheet.submit("s1", status=409, begun=begun, **RIGHT)
    assert sheet.record("s1")[0] == "server"


@pytest.mark.parametrize("feedback", ["release", "close"])
def test_more_time_and_the_key_never_meet(campus, feedback):
    sheet = Sheet(campus, feedback=feedback, minutes="10")
    campus.at("10:10:01").run_jobs()
    with campus.writing() as school:
        find(school, sheet.url.rstrip("/")).extended = {campus.aid("s1"): campus.clock() + timedelta(hours=1)}
    if feedback == "close":
        assert "SECRET-EXPLAIN" in campus.get("s2", sheet.url)
        assert "SECRET-EXPLAIN" not in campus.get("s1", sheet.url), "who may still answer does not read the key"
        sheet.submit("s1", **RIGHT)
    else:
        sheet.teach("release")
        sheet.submit("s1", status=409, **RIGHT)


def test_one_unreadable_draft_does_not_keep_the_hall_from_the_second_round(campus):
    sheet = Sheet(campus, two_rounds="true")
    sheet.draft("s1", nobody_asked="1")
    sheet.teach("discuss")
    campus.at("10:00:05").run_jobs()
    sheet.teach("second", status=422)
    campus.at("10:00:40").run_jobs()
    sheet.teach("second")
    sheet.submit("s2", **RIGHT)
