"""Walls between schools, between drafts and students, and between reading and writing."""

import pytest

from mooctang_core.testing.campus import ROOM


@pytest.fixture
def buzzer(campus):
    return campus.host.kinds["buzzer"][1]


@pytest.mark.feature("ALL-06", "BEY-08")
def test_a_foreign_place_answers_exactly_as_an_absent_one(campus, buzzer):
    campus.open(buzzer)
    for who in ("outsider", "west:teacher", "west:s1", "west:manager"):
        browser = campus.browser(who, slug="west" if ":" in who else "east")
        foreign = browser.app.get("/courses/physics/2026-fall/r7/sessions/1/99/", status=404)
        for path in (ROOM + "/sessions/1/1/", ROOM + "/sessions/1/1/live", "/courses/none/2026-fall/r7/"):
            if who == "outsider" or "none" in path:
                assert browser.app.get(path, status=404).body == foreign.body


@pytest.mark.feature("ALL-06", "BEY-08")
def test_a_cookie_of_one_school_is_nothing_at_the_other(campus):
    campus.get("s1", ROOM)
    cookie = campus.browser("s1").app.cookies["mooctang"]
    stranger = campus.browser(None, slug="west")
    stranger.app.set_cookie("mooctang", cookie)
    assert stranger.app.get(ROOM, status="*").status_int in (303, 404)


def test_an_unknown_host_gets_one_clear_sentence(campus):
    browser = campus.browser(None)
    answer = browser.app.get("/", extra_environ={"HTTP_HOST": "evil.example"}, status=421)
    assert "evil.example" in answer.text and "host add" in answer.text


def test_a_forged_root_is_dropped(campus):
    assert campus.browser("s1").app.get(ROOM, headers={"X-Vhm-Root": "/people"}).status_int == 200


def test_get_never_writes(campus, buzzer):
    url = campus.open(buzzer)
    people = [campus.browser(who) for who in ("s1", "teacher", "manager")]
    before = campus.store.main.lastTransaction()
    for browser in people:
        for path in ("/", "/my", ROOM, ROOM + "/history", url, ROOM + "/gradebook"):
            browser.app.get(path, status="*")
    assert campus.store.main.lastTransaction() == before


@pytest.mark.parametrize("who, path, view", [
    ("s1", ROOM, "/start"), ("s1", ROOM, "/end"), ("outsider", ROOM, "/start"), ("manager", ROOM, "/start"), ("s1", "/manage", "/plugins"),
])
def test_what_is_not_ones_part_is_refused(campus, who, path, view):
    campus.post(who, path, view, status=(403, 404))


def test_every_post_wants_its_token(campus, buzzer):
    url = campus.open(buzzer)
    for path in (url + "submit", ROOM + "/start", "/manage/plugins", "/join", "/logout"):
        for who in ("s1", "teacher", "manager"):
            campus.browser(who).post(path, token=False, status=(400, 403, 404))
    assert campus.record("s1", url) == (None, None, {})


def test_guessing_is_slowed_down(campus, buzzer):
    url = campus.open(buzzer)
    campus.post("s1", url, "submit")
    for _again in range(10):
        campus.post("s1", url, "submit", status=422)
    assert "Retry-After" in campus.browser("s1").app.post(url + "submit", {"csrf_token": campus.browser("s1").token()}, status=429).headers
    campus.post("s2", url, "submit")
