"""Time: the server keeps it, drafts are submitted at its end, extra time is a person's own, the late are told so and kept."""

import pytest
from quiz_samples import ASKED, RIGHT, WRONG, Sheet

from mooctang_core.api import find


def give(campus, who, **care):
    browser = campus.browser("teacher")
    browser.post(campus.room + "/care", status=200, person=campus.aid(who), **care)


@pytest.mark.feature("QUZ-03")
@pytest.mark.feature("BEY-02")
def test_what_was_kept_is_submitted_by_the_server(timed, campus):
    campus.at("10:04")
    timed.draft("s1", **{**RIGHT, "q5": ""})
    timed.draft("s2", **WRONG)
    campus.at("10:06")
    timed.submit("s2", **RIGHT)
    campus.at("10:10:01").run_jobs()
    assert timed.record("s1")[:2] == ("server", 16)
    assert timed.record("s2")[:2] == ("done", 20), "who submitted is left alone"
    assert timed.record("s3")[0] is None
    assert "时间到的时候，系统提交了" in campus.get("s1", timed.url)
    campus.run_jobs()
    assert timed.record("s1")[:2] == ("server", 16)
    assert campus.app.registry.store.scratch.items("draft") == []


@pytest.mark.feature("BEY-02")
def test_a_draft_is_there_again_on_any_device(timed, campus):
    timed.draft("s1", q1="c", q5="写了一半")
    page = campus.browser("s1").app.get(timed.url)
    form = page.forms["sheet"]
    assert form["q1"].value == "c" and form["q5"].value == "写了一半"
    timed.draft("s1", q1="b", q5="")
    assert campus.browser("s1").app.get(timed.url).forms["sheet"]["q1"].value == "b"


@pytest.mark.feature("QUZ-03")
def test_the_clock_is_on_every_page(timed, campus):
    for html in (campus.get("s1", timed.url), campus.get("s1", campus.room), campus.get("teacher", timed.url)):
        assert 'role="timer"' in html
    assert timed.campus.browser("s1").app.get(timed.url).html.find(attrs={"class": "sheet-bar"}).find(attrs={"role": "timer"})


@pytest.mark.feature("BEY-02")
@pytest.mark.feature("QUZ-03")
def test_begun_in_time_and_a_little_late_is_taken_and_marked(timed, campus):
    begun = timed.begun("s1")
    timed.draft("s1", **WRONG)
    campus.at("10:10:01").run_jobs()
    assert timed.record("s1")[0] == "server"
    campus.at("10:10:12")
    timed.submit("s1", begun=begun, **RIGHT)
    status, score, data = timed.record("s1")
    assert (status, score, data["late"]) == ("late", 20, 12.0)
    assert "晚到了几秒" in campus.get("s1", timed.url)


@pytest.mark.feature("QUZ-03")
def test_later_than_that_is_refused_kept_and_the_teachers_to_decide(timed, campus):
    begun = timed.begun("s1")
    campus.at("10:10:01").run_jobs()
    campus.at("10:10:30")
    assert "没有算进去。它已经留给老师" in timed.submit("s1", status=409, begun=begun, **RIGHT)
    timed.submit("s2", status=409, **WRONG)
    assert timed.record("s1")[0] is None
    assert "晚到的作答" in campus.get("teacher", timed.url)
    timed.teach("late", person=campus.aid("s1"), take="yes")
    timed.teach("late", person=campus.aid("s2"), take="no")
    assert timed.record("s1")[:2] == ("late", 20) and timed.record("s2")[0] is None
    assert "晚到的作答" not in campus.get("teacher", timed.url)
    timed.teach("late", status=422, person=campus.aid("s1"), take="yes")


def test_a_begun_word_is_its_persons_and_its_rounds(timed, campus):
    mine = timed.begun("s1")
    campus.at("10:10:01").run_jobs()
    campus.at("10:10:05")
    timed.submit("s2", status=409, begun=mine, **RIGHT)
    timed.submit("s1", status=409, begun="99999999999-abc", **RIGHT)
    timed.submit("s1", begun=mine, **RIGHT)


@pytest.mark.feature("BEY-02")
def test_closing_while_students_type_loses_nothing(quiz, campus):
    begun = quiz.begun("s2")
    quiz.draft("s1", **RIGHT)
    quiz.teach("close")
    campus.at("10:00:03")
    quiz.draft("s2", status=409, **RIGHT)
    quiz.submit("s2", begun=begun, **RIGHT)
    campus.run_jobs()
    assert quiz.record("s1")[:2] == ("server", 20) and quiz.record("s2")[:2] == ("late", 20)


@pytest.mark.feature("BEY-02")
def test_the_end_of_the_class_submits_too(quiz, campus):
    quiz.draft("s1", **RIGHT)
    campus.end()
    campus.run_jobs()
    assert quiz.record("s1")[:2] == ("server", 20)


def test_an_oversized_draft_is_refused(quiz):
    quiz.draft("s1", status=413, q5="长" * 70_000)
    quiz.draft("s1", status=204, q5="长" * 4000)


def test_a_malformed_draft_harms_nobody(quiz, campus):
    quiz.draft("s1", **{"nobody.asked": "for this"})
    assert campus.browser("s1").app.get(quiz.url).forms["sheet"]["q1"].value is None
    quiz.draft("s2", **RIGHT)
    campus.close_activity(quiz.url)
    campus.run_jobs()
    campus.run_jobs()
    assert quiz.record("s1")[0] is None and quiz.record("s2")[0] == "server"


@pytest.mark.feature("BEY-25")
def test_more_time_is_a_persons_own(timed, campus):
    give(campus, "s1", time="1.5")
    assert "15:00" in campus.get("s1", timed.url) and "10:00" in campus.get("s2", timed.url)
    assert "15:00" in campus.live("s1", campus.room)["room"] and "15:00" not in campus.live("s2", campus.room)["room"]
    timed.draft("s1", **WRONG)
    timed.draft("s2", **WRONG)
    campus.at("10:10:20").run_jobs()
    assert timed.record("s2")[0] == "server", "their time is over, the quiz is not"
    assert timed.record("s1")[0] is None
    timed.submit("s3", status=409, **RIGHT)
    campus.at("10:14").get("s1", timed.url)
    timed.submit("s1", **RIGHT)
    assert timed.record("s1")[:2] == ("done", 20)
    campus.run_jobs()
    with campus.activity(timed.url) as one:
        assert one.state == "closed"


@pytest.mark.feature("BEY-25")
def test_the_core_closes_when_the_last_has_had_their_time(timed, campus):
    give(campus, "s1", time="2")
    timed.draft("s1", **RIGHT)
    campus.at("10:12").run_jobs()
    with campus.activity(timed.url) as one:
        assert one.open
    campus.at("10:20:01").run_jobs()
    assert timed.record("s1")[:2] == ("server", 20)


@pytest.mark.feature("BEY-25")
def test_large_print_is_everywhere_in_the_room(quiz, campus):
    give(campus, "s1", time="1", large="yes")
    assert 'data-print="large"' in campus.get("s1", quiz.url) and 'data-print="large"' in campus.get("s1", campus.room)
    assert 'data-print="large"' not in campus.get("s2", quiz.url)
    assert "特别安排" in campus.get("teacher", campus.room + "/member?person=" + campus.aid("s1"))
    campus.post("s1", campus.room, "/care", status=403, person=campus.aid("s1"), time="2")
    campus.post("teacher", campus.room, "/care", status=422, person="east-nobody", time="2")


def test_thirty_seconds_more_are_everybodys(timed, campus):
    timed.teach("extend", seconds="30")
    campus.at("10:10:20").run_jobs()
    timed.submit("s1", **RIGHT)
    assert timed.record("s1")[0] == "done"


@pytest.mark.feature("BEY-02")
def test_collecting_goes_on_where_it_was_left(campus, monkeypatch):
    """The process dies in the middle of collecting: nothing is forgotten, nothing counted twice."""
    sheet = Sheet(campus)
    for who in ("s1", "s2", "s3"):
        sheet.draft(who, **RIGHT)
    campus.close_activity(sheet.url)
    jobs = campus.app.registry.jobs.collecting
    monkeypatch.setattr("mooctang_core.jobs.collecting.SLICE", 1)
    put, calls = jobs.put, []

    def dies(command):
        calls.append(command)
        if len(calls) == 2:
            raise SystemExit
        return put(command)

    jobs.put = dies
    with pytest.raises(SystemExit):
        jobs.run()
    assert [sheet.record(who)[0] for who in ("s1", "s2", "s3")].count("server") == 1
    jobs.put = put
    jobs.run()
    assert [sheet.record(who)[:2] for who in ("s1", "s2", "s3")] == [("server", 20)] * 3
    with campus.reading() as school:
        assert all(not record.history for record in find(school, sheet.url).records.values())


def test_without_a_limit_a_draft_waits_for_the_close(campus):
    sheet = Sheet(campus, questions=ASKED[:1])
    sheet.draft("s1", q1="b")
    campus.at("18:00").run_jobs()
    assert sheet.record("s1")[0] is None
