"""A class from 上课 to 下课, and the rules that hold when two people act at once."""

import pytest

from mooctang_core.activity import Refused
from mooctang_core.flows import joining, teaching
from mooctang_core.model.base import find
from mooctang_core.testing.campus import ROOM


@pytest.fixture
def buzzer(campus):
    return campus.host.kinds["buzzer"][1]


def test_starting_twice_is_one_session(campus):
    campus.end()
    for who in ("teacher", "colleague"):
        campus.post(who, ROOM, "/start")
    with campus.reading() as school:
        sessions = find(school, ROOM)["sessions"]
        assert len(sessions) == 2 and sessions.running.__name__ == "2"


def test_ending_closes_every_open_activity_and_fixes_who_was_there(campus, buzzer):
    urls = [campus.open(buzzer), campus.open(buzzer)]
    campus.post("teacher", ROOM, "/end")
    with campus.reading() as school:
        assert [find(school, url).state for url in urls] == ["closed", "closed"]
        session = find(school, ROOM)["sessions"]["1"]
        assert len(session.people_then) == 3 and not session.running


def test_what_a_teacher_corrected_stands_over_a_later_submit(campus, buzzer):
    url = campus.open(buzzer)
    with campus.writing() as school:
        activity = campus.host.live(find(school, url), school)
        teaching.correct(activity, school, campus.host, "east-s1", "tapped", 5.0, by="east-teacher", why="口头回答", now=campus.clock())
    campus.at("10:05").post("s1", url, "submit")
    with campus.reading() as school:
        record = find(school, url).records["east-s1"]
        assert (record.score, record.by) == (5.0, "east-teacher")
        assert [entry[1] for entry in record.history] == ["east-teacher", "east-s1"]


def test_a_late_joiner_gets_a_record_of_what_is_open(campus, buzzer):
    url = campus.open(buzzer)
    with campus.writing() as school:
        joining.add_member(find(school, ROOM), school, campus.host, "east-outsider", campus.clock(), name="外人", number="9")
    campus.post("outsider", url, "submit")
    assert campus.record("outsider", url)[0] == "tapped"


def test_leaving_during_class_is_refused_and_removing_is_not(campus):
    with campus.writing() as school:
        room = find(school, ROOM)
        with pytest.raises(Refused):
            joining.leave(room, school, campus.host, "east-s1", campus.clock())
        joining.leave(room, school, campus.host, "east-s2", campus.clock(), removed=True)
        assert not room.member("east-s2").active and room.member("east-s2").spans
    campus.get("s2", ROOM, status=404)


def test_a_full_classroom_says_so(campus):
    with campus.writing() as school, pytest.raises(Refused, match="满"):
        joining.add_member(find(school, ROOM), school, campus.host, "east-outsider", campus.clock(), limit=3, name="外人", number="9")


def test_a_draft_cannot_be_reopened_nor_a_closed_one_published(campus, buzzer):
    url = campus.add(buzzer)
    campus.post("teacher", url, "reopen", status=422)
    campus.post("teacher", url, "publish")
    campus.post("teacher", url, "close")
    campus.post("teacher", url, "publish", status=422)
    campus.post("teacher", url, "reopen")
    with campus.reading() as school:
        assert (find(school, url).state, find(school, url).round) == ("open", 2)
