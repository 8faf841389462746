"""S4: whoever is signed out, thrown out or not what they were is refused on the next request, and their live page ends."""

import contextlib
import threading

import pytest

from mooctang_core.identity import passwords
from mooctang_core.model.base import find
from mooctang_core.testing.campus import ROOM
from mooctang_core.web.serve import served

from .phones import Phone, seconds_to_end
from .town import build


@pytest.fixture
def phones(campus):
    with served(campus.app, campus.settings) as port, contextlib.ExitStack() as all_of_them:
        yield lambda who: all_of_them.enter_context(contextlib.closing(Phone(campus, port, who)))


def ends_in_time(streams, act):
    """Do it, and see each of these live pages say good-bye within two seconds."""
    found = []
    readers = [threading.Thread(target=lambda one=one: found.append(seconds_to_end(one))) for one in streams]
    act()
    [reader.start() for reader in readers]
    [reader.join(12) for reader in readers]
    assert len(found) == len(streams) and all(seconds <= 2 and b"event: gone" in rest for seconds, rest in found), found


def give_password(campus, who, password):
    with campus.writing("alliance") as alliance:
        passwords.set_password(alliance.accounts[campus.aid(who)], passwords.hash(password))


def test_signed_out_here_the_cookie_is_worth_nothing_and_other_devices_go_on(phones):
    here, there = phones("s1"), phones("s1")
    there.watch(ROOM + "/live")
    ends_in_time([here.watch(ROOM + "/live")], lambda: here.send("/logout"))
    assert here.status(ROOM) == 303 and here.ask(ROOM + "/live", Accept="text/event-stream").status == 303
    assert there.status(ROOM) == 200


def test_signed_out_everywhere(phones):
    here, there = phones("s1"), phones("s1")
    streams = [one.watch(ROOM + "/live") for one in (here, there)]
    ends_in_time(streams, lambda: here.send("/logout", everywhere="yes"))
    assert {one.status("/my") for one in (here, there)} == {303} and there.send("/language", locale="en") in (303, 400)


def test_a_new_password_signs_every_other_device_out(campus, phones):
    give_password(campus, "s1", "correct horse")
    here, there = phones("s1"), phones("s1")
    stream = there.watch(ROOM + "/live")
    ends_in_time([stream], lambda: here.send("/password", old="correct horse", new="battery staple", again="battery staple"))
    assert here.status(ROOM) == 200 and there.status(ROOM) == 303


def test_a_lost_device_is_closed_from_another(campus, phones):
    here, lost = phones("s1"), phones("s1")
    ends_in_time([lost.watch(ROOM + "/live")], lambda: here.send("/devices", device=lost.cookie.split(".")[1]))
    assert here.status(ROOM) == 200 and lost.status(ROOM) == 303


def test_a_device_of_somebody_else_is_not_closed(phones):
    mine, theirs = phones("s1"), phones("s2")
    assert mine.send("/devices", device=theirs.cookie.split(".")[1]) == 303 and theirs.status(ROOM) == 200


def test_taken_out_of_the_class(campus, phones):
    student, teacher = phones("s1"), phones("teacher")
    url = campus.open(campus.host.kinds["checkin"][1])
    streams = [student.watch(ROOM + "/live"), student.watch(url + "live")]
    ends_in_time(streams, lambda: campus.leave("s1"))
    assert {student.status(path) for path in (ROOM, ROOM + "/live", url, url + "live")} == {404}
    assert student.send(url + "submit") == 404 and campus.record("s1", url)[0] is None
    assert teacher.status(ROOM) == 200


def test_no_longer_a_teacher(campus, phones):
    colleague = phones("colleague")
    assert colleague.status(ROOM + "/gradebook") == 200
    with campus.writing() as school:
        del find(school, ROOM).teachers[campus.aid("colleague")]
    assert colleague.status(ROOM + "/gradebook") == colleague.status(ROOM) == colleague.send(ROOM + "/end") == 404


def test_no_longer_a_manager_and_shut_out(campus, phones):
    manager, student = phones("manager"), phones("s1")
    with campus.writing() as school:
        school.managers.remove(campus.aid("manager"))
    with campus.writing("alliance") as alliance:
        alliance.accounts[campus.aid("s1")].disabled = True
    assert manager.status("/manage/plugins") == 404 and student.status(ROOM) == 303


def test_the_cookie_is_nobody_elses(tmp_path):
    """Over https: of this host alone, unreadable for scripts, never sent along from foreign pages."""
    campus = build(tmp_path, public_scheme="https")
    try:
        give_password(campus, "s1", "correct horse")
        browser = campus.browser(None)
        page = browser.app.get("/login", extra_environ={"wsgi.url_scheme": "https"})
        token = page.html.find("meta", {"name": "csrf-token"})["content"]
        fields = {"name": "100012026001", "password": "correct horse", "csrf_token": token, "keep": "yes"}
        answer = browser.app.post("/login", fields, extra_environ={"wsgi.url_scheme": "https"}, headers={"Referer": "https://east.test/login"})
        cookies = {line.split("=")[0]: line for line in answer.headers.getall("Set-Cookie")}
        line = cookies["__Host-mooctang"].lower()
        assert answer.status_int == 303 and "max-age=31536000" in answer.headers["Strict-Transport-Security"]
        assert all(flag in line for flag in ("; secure", "; httponly", "; samesite=lax", "path=/")) and "domain" not in line
    finally:
        campus.close()


def test_a_cookie_of_one_school_is_nothing_at_the_other(phones):
    phone = phones("s1")
    assert phone.ask("/my", Host="west.test").status == 303 and phone.status("/my") == 200
