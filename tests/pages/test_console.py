"""The teacher's remote control: what is next in one tap, what can be taken back, and two teachers who hold the same page."""

from datetime import timedelta

import pytest

from mooctang_core.flows import preparing, reminding
from mooctang_core.model.base import find
from mooctang_core.model.classrooms import Classroom
from mooctang_core.model.outbox import Outbox
from mooctang_core.permissions import TEACHER
from mooctang_core.testing.campus import ROOM
from tests.pages.stage import play

HOME = f"{ROOM}/"


@pytest.fixture
def plan(campus):
    """What is planned for today: a question and a note."""
    with campus.writing() as school:
        room = find(school, ROOM)
        made = preparing.plan_for(room, preparing.day_of(room, campus.clock()))
        for title in ("动量守恒", "牛顿定律"):
            preparing.prepare(made, play().Ask, {"text": title}, campus.aid("teacher"), title=title)
        return made.__name__


def session_of(school):
    return find(school, ROOM)["sessions"].running


def count(campus):
    with campus.reading() as school:
        return [(node.title, node.state) for node in session_of(school).in_order()]


@pytest.mark.feature("PREP-05")
def test_what_was_prepared_is_published_in_one_tap_and_once(campus, plan):
    page = campus.get("teacher", HOME)
    assert "接下来" in page and "动量守恒" in page and "牛顿定律" in page
    for who in ("teacher", "teacher", "colleague"):
        said = campus.post(who, f"{ROOM}/plans/{plan}/1/", "bring", publish="yes", back=HOME)
        assert "已发布：动量守恒" in said and "撤销" in said
    assert count(campus) == [("动量守恒", "open")]
    with campus.reading() as school:
        assert [node.title for node in preparing.from_today(find(school, ROOM), campus.clock())] == ["牛顿定律"]


@pytest.mark.feature("PREP-05")
def test_a_publishing_is_taken_back_until_somebody_has_answered(campus, plan):
    campus.post("teacher", f"{ROOM}/plans/{plan}/1/", "bring", publish="yes", back=HOME)
    assert "已撤销发布" in campus.post("teacher", ROOM, "/sessions/1/1/unpublish", back=HOME)
    assert count(campus) == [("动量守恒", "draft")]
    campus.get("s1", f"{ROOM}/sessions/1/1/", status=404)
    campus.post("teacher", ROOM, "/sessions/1/1/publish", back=HOME)
    campus.post("s1", ROOM, "/sessions/1/1/submit", choice="A")
    assert "已经有人作答" in campus.post("teacher", ROOM, "/sessions/1/1/unpublish", back=HOME, status=422)
    assert count(campus) == [("动量守恒", "open")]


def test_after_a_minute_nothing_is_taken_back(campus):
    url = campus.open(play().Hello)
    campus.clock.forward(minutes=2)
    campus.post("teacher", url, "unpublish", status=422)
    campus.post("teacher", ROOM, "/unstart", status=422)


def test_a_double_click_makes_one(campus):
    for _again in range(2):
        campus.post("teacher", ROOM, "/add?kind=playhello", quick="yes", idem="one-tap")
    assert len(count(campus)) == 1
    campus.post("teacher", ROOM, "/add?kind=playhello", quick="yes", idem="another")
    assert len(count(campus)) == 2


@pytest.mark.feature("SES-04")
def test_two_who_start_are_in_one_class_and_the_second_reads_so(campus):
    campus.end()
    assert "已开始上课：物理一班" in campus.post("teacher", ROOM, "/start", idem="a")
    assert "已开始上课" in campus.post("teacher", ROOM, "/start", idem="a"), "a double tap says the same"
    assert "林老师已经在" in campus.post("colleague", ROOM, "/start", idem="b")
    campus.post("teacher", ROOM, "/end", number="2")
    assert "已经在" in campus.post("teacher", ROOM, "/start", idem="a"), "yesterday's page begins nothing"
    assert "这一下没有作用" in campus.browser("teacher").last.text
    with campus.reading() as school:
        assert len(find(school, ROOM)["sessions"]) == 2 and session_of(school) is None


@pytest.mark.feature("SES-01")
def test_the_wrong_class_is_left_without_a_trace(campus):
    campus.end()
    assert "撤销" in campus.post("teacher", ROOM, "/start")
    campus.post("teacher", ROOM, "/unstart", back=HOME)
    with campus.reading() as school:
        assert len(find(school, ROOM)["sessions"]) == 1 and session_of(school) is None


@pytest.mark.feature("SES-01")
def test_who_still_teaches_elsewhere_is_asked_first(campus):
    with campus.writing() as school:
        term = find(school, "/courses/physics/2026-fall")
        other = term["r8"] = Classroom("物理二班", "PHY888", times="周二 3–4 节")
        other.teachers[campus.aid("teacher")] = TEACHER
        school.remember_place(campus.aid("teacher"), "/courses/physics/2026-fall/r8")
    other = ROOM[:-1] + "8"
    assert "今天不是这个课堂的上课日" in campus.get("teacher", f"{other}/")
    asked = campus.post("teacher", other, "/start")
    assert "在哪个课堂上课" in asked and "物理一班" in asked
    assert "已开始上课：物理二班" in campus.post("teacher", other, "/start", sure="yes")


@pytest.mark.feature("SES-05")
def test_a_stale_page_changes_nothing_and_says_why(campus):
    url = campus.open(play().Hello, title="HELLO")
    campus.post("colleague", url, "close", back=HOME, round="1")
    for view in ("close", "extend", "publish"):
        said = campus.post("teacher", url, view, back=HOME, round="1")
        assert "“HELLO”已经在 10:00 结束，这一下没有作用" in said, view
    campus.post("colleague", url, "reopen", back=HOME)
    assert "已经不是刚才的样子" in campus.post("teacher", url, "close", back=HOME, round="1")
    assert count(campus) == [("HELLO", "open")]


@pytest.mark.feature("SES-01")
def test_ending_names_what_it_closes_and_an_old_page_ends_nothing(campus):
    campus.open(play().Hello, title="HELLO")
    page = campus.get("teacher", f"{ROOM}/end")
    assert "HELLO" in page and "结果从此固定" in page
    assert "这一下没有作用" not in campus.post("teacher", ROOM, "/end", number="1")
    campus.start("east")
    campus.post("colleague", ROOM, "/end", number="1")
    with campus.reading() as school:
        assert session_of(school).__name__ == "2"


@pytest.mark.feature("SES-02")
def test_the_teachers_are_told_once_when_a_class_rests(campus):
    with campus.writing() as school:
        session = session_of(school)
        assert not reminding.is_due(session, campus.clock() + timedelta(minutes=29), 30)
    campus.clock.forward(minutes=20)
    campus.post("teacher", campus.add(play().Hello), "publish")
    campus.clock.forward(minutes=20)
    campus.run_jobs()
    with campus.reading() as school:
        assert session_of(school).reminded is None, "a tap of the teacher is a sign of life"
    campus.clock.forward(minutes=11)
    for _again in range(2):
        campus.run_jobs()
    with campus.reading() as school:
        assert session_of(school).reminded == campus.clock()
        asked = [letter for letter in Outbox(school).all() if letter.notice["title"][0].startswith("还在上课吗")]
        assert sorted(letter.aid for letter in asked) == ["east-colleague", "east-teacher"]
