"""A transaction that meets another is run again: everything that people do is then done once, not twice and not half."""

import errno

import pytest
from ZODB.Connection import Connection
from ZODB.POSException import ConflictError

from mooctang_core.identity import handover, passwords
from mooctang_core.model.base import find
from mooctang_core.store import StoreDown
from mooctang_core.testing.campus import ROOM

from .test_matrix import token_of


@pytest.fixture
def meets(monkeypatch):
    """meets(2): the next two commits meet another."""
    vote, left = Connection.tpc_vote, []

    def meeting(self, transaction):
        if left and self._registered_objects:
            left.pop()
            raise ConflictError("made for this test")
        return vote(self, transaction)

    monkeypatch.setattr(Connection, "tpc_vote", meeting)

    def arm(times):
        left[:] = [True] * times

    yield arm
    assert left == [], "it was not met often enough: nothing was written"


def send(campus, who, url, **fields):
    return campus.browser(who).app.post(url, {"csrf_token": token_of(campus.browser(who)), **fields}, status="*")


def session(campus, school):
    return find(school, ROOM)["sessions"].running


@pytest.mark.parametrize("times", [1, 3])
def test_what_a_teacher_does_is_done_once(campus, urls, meets, times):
    told = []
    campus.app.registry.bus.subscribe(told.extend)
    with campus.reading() as school:
        before = len(session(campus, school))
    steps = [("add?kind=buzzer", {"quick": "yes"}), ("sessions/1/2/correct", {"person": campus.aid("s1"), "status": "late", "why": "x"}),
             ("sessions/1/2/close", {}), ("sessions/1/2/reopen", {}), ("wall-start", {}), ("wall-look", {"privacy": "masked"})]
    for view, fields in steps:
        token_of(campus.browser("teacher"))
        meets(times)
        assert send(campus, "teacher", f"{ROOM}/{view}", **fields).status_int == 303, view
    with campus.reading() as school:
        assert len(session(campus, school)) == before + 1
        node = find(school, ROOM + "/sessions/1/2")
        assert len(node.records[campus.aid("s1")].history) == 1 and (node.round, node.state) == (2, "open")


@pytest.mark.parametrize("times", [1, 4])
def test_what_a_student_does_is_done_once(campus, urls, meets, times):
    token_of(campus.browser("s1"))
    meets(times)
    assert send(campus, "s1", urls["checkin"] + "submit", idem="k").status_int == 303
    assert campus.record("s1", urls["checkin"])[0] == "present"
    token_of(campus.browser("outsider"))
    meets(times)
    assert send(campus, "outsider", "/join", code="PHY234", name="外人", number="1").status_int == 303
    with campus.reading() as school:
        assert len(find(school, ROOM).member(campus.aid("outsider")).spans) == 1
        assert len(find(school, urls["checkin"]).records[campus.aid("s1")].history) == 1


def test_a_manager_switches_once(campus, meets):
    token_of(campus.browser("manager"))
    meets(2)
    assert send(campus, "manager", "/manage/plugins", plugin="buzzer", step="off").status_int == 303
    with campus.reading() as school:
        assert "buzzer" not in school.enabled_plugins


def test_signing_in_and_out_is_done_once(campus, meets):
    with campus.writing("alliance") as alliance:
        passwords.set_password(alliance.accounts[campus.aid("s1")], passwords.hash("correct horse"))
        devices = len(alliance.accounts[campus.aid("s1")].devices)
    stranger = campus.browser(None)
    token = token_of(stranger)
    meets(2)
    assert stranger.app.post("/login", {"name": "100012026001", "password": "correct horse", "csrf_token": token}).status_int == 303
    assert stranger.app.get(ROOM).status_int == 200
    with campus.reading("alliance") as alliance:
        assert len(alliance.accounts[campus.aid("s1")].devices) == devices + 1
    del stranger.kept_token
    token = token_of(stranger)
    meets(2)
    assert stranger.app.post("/logout", {"csrf_token": token}).status_int == 303
    with campus.reading("alliance") as alliance:
        assert len(alliance.accounts[campus.aid("s1")].devices) == devices


def test_the_first_password_of_ones_own_is_kept(campus, meets):
    """The ticket is good once, and is not lost to a run that was not the last."""
    with campus.writing("alliance") as alliance:
        secret = passwords.give_one_time(alliance.accounts[campus.aid("s1")], campus.clock())
    stranger = campus.browser(None)
    token = token_of(stranger)
    ticket = stranger.app.post("/login", {"name": "100012026001", "password": secret, "csrf_token": token}).html.find("input", {"name": "word"})["value"]
    fields = {"word": ticket, "new": "battery staple", "again": "battery staple", "csrf_token": token}
    meets(2)
    assert stranger.app.post("/password/first", fields, status=303) and stranger.app.get(ROOM).status_int == 200
    fields["csrf_token"] = stranger.token("/offline")
    assert stranger.app.post("/password/first", fields, status="*").status_int == 422, "the ticket is used"


def test_whoever_is_handed_over_arrives(campus, meets):
    """A landing view: it writes on GET, and its ticket is good once however often it is run."""
    stranger, registry = campus.browser(None, slug="west"), campus.app.registry
    token_of(stranger)
    visitor = stranger.app.cookies["visitor"]
    ticket = handover.give(registry.store.scratch, registry.secret, campus.aid("s1"), "west.test", handover.mark(registry.secret, "west.test", visitor), "/my",
                           device=campus.browser("s1").app.cookies["mooctang"].split(".")[1])
    meets(2)
    answer = stranger.app.get("/arrive", {"ticket": ticket})
    assert answer.status_int == 303 and answer.location == "http://west.test/my" and stranger.app.get("/my").status_int == 200
    assert stranger.app.get("/arrive", {"ticket": ticket}).location.endswith("/login")


@pytest.mark.parametrize("error, status", [(OSError(errno.ENOSPC, "No space left on device"), 507), (StoreDown("The database does not answer"), 503), (ValueError("ours"), 500)])
def test_what_the_store_could_not_keep_is_said_and_nothing_is_half_done(campus, urls, monkeypatch, error, status):
    token_of(campus.browser("teacher"))
    with monkeypatch.context() as broken:
        broken.setattr(Connection, "tpc_vote", lambda *_args: (_ for _ in ()).throw(error))
        answer = send(campus, "teacher", urls["checkin"] + "close")
    assert answer.status_int == status and ("Retry-After" in answer.headers) == (status != 500)
    assert "Traceback" not in answer.text and "No space" not in answer.text
    with campus.reading() as school:
        assert find(school, urls["checkin"]).state == "open"
    assert send(campus, "teacher", urls["checkin"] + "close").status_int == 303, "and afterwards it goes on"


def test_whoever_meets_others_again_and_again_is_asked_to_come_back(campus, meets, urls):
    token_of(campus.browser("teacher"))
    meets(6)
    answer = send(campus, "teacher", urls["checkin"] + "close")
    assert answer.status_int == 503 and answer.headers["Retry-After"]
    with campus.reading() as school:
        assert find(school, urls["checkin"]).state == "open"
