"""What time does to a class, through the running application."""

from datetime import timedelta

import pytest

from mooctang_core.model.base import find
from mooctang_core.testing import Campus
from mooctang_core.testing.campus import ROOM

from .conftest import Timed, Untimed


def session_of(campus, slug="east", number="1"):
    with campus.reading(slug) as school:
        session = find(school, ROOM)["sessions"][number]
        return session.running, session.ended, session.ended_by


def state_of(campus, url):
    with campus.reading() as school:
        return find(school, url).state


@pytest.mark.feature("SES-02")
def test_a_forgotten_session_ends_by_itself_after_a_day(campus, jobs):
    url = campus.open(Untimed)
    campus.post("s1", url, "submit")
    begun = campus.clock()
    campus.clock.forward(hours=23, minutes=59, seconds=59)
    jobs.run_all()
    assert session_of(campus)[0]
    campus.clock.forward(seconds=1)
    jobs.run_all()
    assert session_of(campus) == (False, begun + timedelta(hours=24), None)
    assert state_of(campus, url) == "closed"
    assert "当前课堂还没开始上课" in campus.get("s1", ROOM) or "还没" in campus.get("s1", ROOM)
    campus.post("s2", url, "submit", status=409)


@pytest.mark.feature("SES-02")
def test_also_when_the_server_was_down_at_that_moment(campus, tmp_path):
    url = campus.open(Untimed)
    begun = campus.clock()
    store_settings, host = campus.settings, campus.host
    campus.close()
    from mooctang_core.store import open_store
    from mooctang_core.web import close_app, make_app

    campus.clock.forward(days=3)
    campus.store = open_store(store_settings)
    campus.app = make_app(store_settings, campus.store, host, campus.clock)
    campus._browsers.clear()
    campus.app.registry.jobs.run_all()
    assert session_of(campus) == (False, begun + timedelta(hours=24), None)
    assert state_of(campus, url) == "closed"
    close_app(campus.app)
    campus.close = lambda: None


def test_the_worker_ends_it_within_a_minute(campus, jobs):
    """The thread itself, with a lease, on a clock that has passed the day."""
    campus.clock.forward(hours=24, seconds=2)
    jobs.start()
    deadline = wait(lambda: not session_of(campus)[0], seconds=20)
    assert deadline
    jobs.close()


def wait(true, seconds):
    import time

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.1)
    return False


def test_a_session_of_another_length_when_the_setting_says_so(tmp_path):
    campus = Campus(tmp_path / "short", settings={"auto_end_hours": 2})
    campus.clock.forward(hours=2)
    campus.app.registry.jobs.run_all()
    assert not session_of(campus)[0]
    campus.close()


def test_an_activity_closes_at_its_deadline_and_another_does_not(campus, jobs):
    timed, untimed = campus.open(Timed), campus.open(Untimed)
    with campus.writing() as school:
        for url in (timed, untimed):
            find(school, url).deadline = campus.clock() + timedelta(minutes=5)
    jobs.run_all()
    assert state_of(campus, timed) == "open"
    campus.clock.forward(minutes=5)
    jobs.run_all()
    assert state_of(campus, timed) == "closed"
    assert state_of(campus, untimed) == "open"


def test_what_begins_later_is_heard_of_by_the_bus(campus, jobs):
    jobs.classes.watched.clear()
    url = campus.open(Timed)
    campus.post("teacher", url, "extend", status=None)
    with campus.writing() as school:
        find(school, url).deadline = campus.clock()
    jobs.classes.heard([{"s": "east", "p": url.rstrip("/"), "k": "node", "a": []}])
    jobs.classes.tend()
    assert state_of(campus, url) == "closed"


def test_a_plugin_that_cannot_close_does_not_keep_the_class_open(campus, jobs, monkeypatch):
    url = campus.open(Timed)
    monkeypatch.setattr(Timed, "fails", ("on_close",))
    campus.clock.forward(hours=24)
    jobs.run_all()
    assert not session_of(campus)[0]
    assert state_of(campus, url) == "closed"
    with campus.reading() as school:
        assert campus.host.health_of(school, "timed").failures >= 1


def test_one_school_that_fails_does_not_stop_the_other(campus, jobs, monkeypatch):
    from mooctang_core.flows import ending

    real = ending.tend

    def stumble(room, school, *rest):
        if school.slug == "east":
            raise RuntimeError("the room of one school is damaged")
        return real(room, school, *rest)

    monkeypatch.setattr(ending, "tend", stumble)
    campus.clock.forward(hours=24)
    jobs.run_all()
    assert session_of(campus, "east")[0]
    assert not session_of(campus, "west")[0]


def test_closed_activities_are_sealed_and_read_the_same(campus, jobs):
    url = campus.open(Untimed)
    campus.post("s1", url, "submit")
    campus.close_activity(url)
    before = campus.table(url, "records").rows
    campus.clock.forward(minutes=9)
    jobs.run_all()
    with campus.reading() as school:
        assert find(school, url).sealed is None
    campus.clock.forward(minutes=1)
    jobs.run_all()
    with campus.reading() as school:
        assert find(school, url).sealed is not None
        assert len(find(school, url).own_records) == 0
    assert campus.table(url, "records").rows == before


def test_a_reopened_one_is_sealed_again(campus, jobs):
    url = campus.open(Untimed)
    campus.close_activity(url)
    campus.end()
    campus.clock.forward(minutes=20)
    jobs.run_all()
    with campus.writing() as school:
        from mooctang_core.flows import teaching

        activity = campus.host.live(find(school, url), school)
        teaching.reopen(activity, school, campus.host, campus.clock())
        activity.submit(campus.aid("s1"), {}, campus.clock())
        teaching.close(activity, school, campus.host, campus.clock())
    jobs.classes.heard([{"s": "east", "p": url.rstrip("/"), "k": "node", "a": []}])
    campus.clock.forward(minutes=20)
    jobs.run_all()
    with campus.reading() as school:
        assert len(find(school, url).own_records) == 0
    assert campus.record("s1", url)[0] == "done"


def test_what_is_kept_for_a_time_is_gone_from_sealed_records_too(campus, jobs):
    url = campus.open(Timed)
    with campus.writing() as school:
        campus.host.live(find(school, url), school).save(campus.aid("s1"), "done", place="31.2,121.4")
    campus.close_activity(url)
    campus.clock.forward(minutes=11)
    jobs.classes.seal()
    jobs.classes.tidy()
    assert campus.record("s1", url)[2] == {"place": ""}
    with campus.reading() as school:
        node = find(school, url)
        assert len(node.own_records) == 0
        assert "31.2" not in str(node.sealed.rows)


def test_tidying_is_done_once_a_day(campus, jobs, monkeypatch):
    campus.open(Timed)
    calls = []
    monkeypatch.setattr(Timed, "tidy", lambda self, now: calls.append(now))
    jobs.classes.tidy()
    jobs.classes.tidy()
    assert len(calls) == 1
    campus.clock.forward(days=1)
    jobs.classes.tidy()
    assert len(calls) == 2


def test_a_plugin_that_cannot_tidy_leaves_the_others_alone(campus, jobs, monkeypatch):
    url = campus.open(Timed)
    with campus.writing() as school:
        campus.host.live(find(school, url), school).save(campus.aid("s1"), "done", place="x")
    monkeypatch.setattr(Timed, "fails", ("tidy",))
    jobs.classes.tidy()
    assert campus.record("s1", url)[2] == {"place": "x"}
