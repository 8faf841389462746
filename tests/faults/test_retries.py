"""Every view that writes, with its commit refused one to five times: the answer and what is stored are those of a quiet day."""
import collections
import itertools

import pytest
from persistent import Persistent
from ZODB.blob import Blob
from ZODB.POSException import ConflictError

from bench.ground import with_our_plugins
from mooctang_core.identity import passwords
from mooctang_core.store.durable import DurableFileStorage
from mooctang_core.testing.campus import ROOM, Campus

MOST = 5
HELD_ELSEWHERE = {
    # What a plugin's own suite drives, or what needs a browser that is not signed in; none of them is reached by this story.
    "wall_door", "wall_hide", "wall-pair", "first_password", "judge",
    # What the suites of these parts drive: drafts, results, tasks, grading, care, catching up, questions brought in, simulated students.
    "draft", "release", "unrelease", "remind", "allow", "due", "hand", "add-column", "fill-column", "remove-column", "grade", "rules", "undo-grading", "warn",
    "care", "catch-up-opened", "import", "simulate", "unsimulate", "unstart", "unpublish",
    # Classrooms and courses.
    "new-classroom", "settings", "archive", "unarchive", "delete", "renew-code", "appoint", "dismiss", "leave", "let-in", "put-back", "write", "take", "details", "review",
    # Accounts, certification, verification: codes and proofs come before each of them.
    "register", "register_new", "code_login", "forgot", "forgot_new", "identity", "methods", "merge", "profile", "privacy", "message_settings", "second", "second_factor",
    "prove_second", "certify", "verify", "introduce", "introduction", "record", "visit_end",
    # Administration of a school and of the alliance.
    *(f"manage_{word}" for word in (
        "access", "certifications", "changes", "class", "classes", "codes", "course", "courses", "enrol", "import", "import_back", "imports", "licence", "look", "managers",
        "merges", "new", "outbox", "passwords", "person", "verifications", "visits")),
    *(f"operate_{word}" for word in ("alliance", "course", "courses", "figures", "look", "new", "outbox", "school", "suitcases", "visits")),
}


class Refusals:
    """The hook of this test: the next so many commits that have something to write are refused at their vote."""

    def __init__(self, monkeypatch):
        self.left = self.done = 0
        vote = DurableFileStorage.tpc_vote

        def refusing(storage, transaction):
            if self.left:
                self.left -= 1
                self.done += 1
                raise ConflictError("as this test wishes")
            return vote(storage, transaction)

        monkeypatch.setattr(DurableFileStorage, "tpc_vote", refusing)

    def next(self, number):
        self.left = number


def story(campus):
    """[(view, who, url, fields)]: one teacher's hour and what students and managers do in it, each step once."""
    checkin, buzzer = (campus.host.kinds[kind][1] for kind in ("checkin", "buzzer"))
    tap = campus.open(checkin, place=True)
    draft, other = (campus.add(buzzer) for _ in range(2))
    campus.close_activity(campus.open(buzzer))
    session = tap.rsplit("/", 2)[0]
    aid, tally = campus.aid("s2"), campus.open(campus.host.kinds["tally"][1])
    return [
        ("upload", "s1", f"{tally}upload", b"film" * 2_000),
        ("submit", "s3", f"{tally}submit", {"n": "1", "idem": "k0"}),
        ("submit", "s1", f"{tap}submit", {"ask": "place", "idem": "k1"}),
        ("place", "teacher", f"{tap}place", {"latitude": "30.5", "longitude": "114.3", "radius": "100"}),
        ("confirm", "teacher", f"{tap}confirm", {"person": campus.aid("s1"), "here": "yes"}),
        ("correct", "teacher", f"{tap}correct", {"person": aid, "status": "present", "why": "他在这里"}),
        ("extend", "teacher", f"{tap}extend", {"seconds": "30"}),
        ("shown", "teacher", f"{tap}shown", {}),
        ("close", "teacher", f"{tap}close", {}),
        ("reopen", "teacher", f"{tap}reopen", {}),
        ("edit", "teacher", f"{draft}edit", {"title_": "改过的", "question": "为什么？", "points": "3"}),
        ("publish", "teacher", f"{draft}publish", {}),
        ("submit", "s2", f"{draft}submit", {"idem": "k2"}),
        ("remove", "teacher", f"{other}remove", {}),
        ("add", "teacher", f"{session}/add", {"kind": "buzzer", "title_": "又一个", "question": "", "points": "1", "later": "yes"}),
        *preparing_story(),
        ("count", "teacher", f"{tap}count", {"counted": "no"}),
        ("messages", "s1", "/messages", {}),
        ("shown", "teacher", f"{ROOM}/shown", {}),
        ("wall-start", "teacher", f"{ROOM}/wall-start", {}),
        ("wall-code", "teacher", f"{ROOM}/wall-code", {}),
        ("wall-look", "teacher", f"{ROOM}/wall-look", {"privacy": "masked", "mode": "dark"}),
        ("wall-rest", "teacher", f"{ROOM}/wall-rest", {}),
        ("wall-stop", "teacher", f"{ROOM}/wall-stop", {}),
        ("end", "teacher", f"{ROOM}/end", {}),
        ("start", "teacher", f"{ROOM}/start", {}),
        ("add", "teacher", f"{ROOM}/add", {"kind": "buzzer", "quick": "yes"}),
        ("join", "outsider", "/join", {"code": "PHY234", "name": "外人", "number": "42"}),
        ("manage_plugins", "manager", "/manage/plugins", {"plugin": "buzzer", "step": "off"}),
        ("manage_plugins", "manager", "/manage/plugins", {"plugin": "buzzer", "step": "on"}),
        ("language", "s1", "/language", {"locale": "en"}),
        ("appearance", "s1", "/appearance", {"mode": "dark"}),
        ("password", "s1", "/password", {"old": "kqzva-93hmt", "new": "another-93hmt", "again": "another-93hmt"}),
        ("devices", "s1", "/devices", {"device": "none"}),
        ("login", None, "/login", {"name": "2026003", "password": "kqzva-93hmt"}),
        ("logout", "s2", "/logout", {"everywhere": "yes"}),
    ]


def preparing_story():
    """A plan and a library, from the first activity to a whole term."""
    plan, book, day = f"{ROOM}/plans/2026-09-14/", "/courses/physics/library/", "2026-09-14"
    steps = [
        (f"{ROOM}/prepare-add", {"kind": "buzzer", "day": day}), (f"{plan}1/keep", {"title_": "存着", "question": "问", "points": "3"}),
        (f"{ROOM}/prepare-add", {"kind": "buzzer", "day": day}), (f"{plan}order", {"item": "2", "to": "up"}), (f"{plan}length", {"minutes": "45"}),
        (f"{plan}copy", {"item": "all", "day": "2026-09-21"}), (f"{ROOM}/undo-copy", {"word": "1"}), (f"{ROOM}/prepare-last", {"day": "2026-09-28"}),
        (f"{plan}2/remove", {}), (f"{plan}restore", {"word": "2"}), (f"{plan}1/bring", {"publish": "yes"}), (f"{plan}1/to-library", {}),
        (f"{book}make", {"kind": "buzzer"}), (f"{book}1/share", {"shared": "yes"}), (f"{book}1/duplicate", {}),
        (f"{ROOM}/pick", {"day": day, "item": "1"}), (f"{ROOM}/reuse", {"source": ROOM, "take": day, f"to-{day}": "2026-10-05"}),
    ]
    return [(url.rpartition("/")[2], "teacher", url, fields) for url, fields in steps]


@pytest.fixture
def refusals(monkeypatch):
    return Refusals(monkeypatch)


@pytest.fixture
def campuses(refusals, tmp_path, monkeypatch):
    """Two campuses that are alike; their databases are opened with the hook in place."""
    made = [Campus(tmp_path / word, host=with_our_plugins()) for word in ("quiet", "busy")]
    credential = passwords.hash("kqzva-93hmt")
    for campus in made:
        monkeypatch.setattr(campus.host.kinds["buzzer"][1], "reusable", True)
        with campus.writing("alliance") as alliance:
            for aid in campus.people["east"].values():
                passwords.set_password(alliance.accounts[aid], credential)
    yield made
    for campus in made:
        campus.close()


def send(campus, who, url, fields, refuse=lambda: None):
    """(status, where to) of one post; `refuse()` is called when all is ready for it."""
    browser = campus.browser(who)
    token = browser.token("/login" if who is None else None)
    refuse()
    if isinstance(fields, bytes):
        answer = browser.app.post(url, fields, headers={"X-CSRF-Token": token, "Content-Type": "application/octet-stream"}, status="*")
        return answer.status_int, answer.text  # the hash of what arrived
    answer = browser.app.post(url, {**fields, "csrf_token": token}, status="*")
    return answer.status_int, (answer.location or "").partition("?")[0]


def test_conflicts_repeat_no_effect(campuses, refusals):
    quiet, busy = campuses
    numbers = itertools.cycle(range(1, MOST + 1))
    seen, refused = collections.Counter(), 0
    for (view, who, url, fields), (_v, _w, same_url, same_fields) in zip(story(quiet), story(busy), strict=True):
        calm = send(quiet, who, url, fields)
        before = refusals.done
        troubled = send(busy, who, same_url, same_fields, lambda: refusals.next(next(numbers)))
        refused += refusals.done > before
        refusals.left = 0
        assert calm[0] < 400, (view, calm)
        assert troubled == calm, view
        assert differences(shape(quiet), shape(busy)) == [], f"{view} left something else behind"
        seen[view] += 1
    assert refused >= 18, "most of these views write, and each of those commits was refused at least once"
    assert writing_views(quiet) <= set(seen) | HELD_ELSEWHERE


def writing_views(campus):
    """The name (or route) of every view that takes a POST, of the core and of the plugins in this story; other plugins have stories of their own."""
    found = set()
    for entry in campus.app.registry.introspector.get_category("views"):
        view = entry["introspectable"]
        methods = view["request_methods"] or ()
        ours = view["callable"].__module__.startswith(("mooctang_core", "mooctang_checkin", "mooctang_projection", "mooctang_buzzer"))
        if ours and "POST" in ((methods,) if isinstance(methods, str) else methods):
            found.add(view["route_name"] or view["name"])
    return found


def differences(one, other, where=""):
    """[(where, the one, the other)], the first few."""
    if type(one) is type(other) and isinstance(one, (list, tuple)) and len(one) == len(other):
        return [found for n, pair in enumerate(zip(one, other)) for found in differences(*pair, f"{where}/{n}")][:3]
    return [] if one == other else [(where, one, other)]


def shape(campus):
    """Everything that is stored, with random words only by their kind and length."""
    with campus.reading() as school:
        root = school._p_jar.root()
        return [drawn(root["alliance"], set()), drawn(root["schools"], set()), scratch(campus)]


def scratch(campus):
    """How much lies in scratch, by space: tickets, codes, counted tries."""
    return {space: len(campus.store.scratch.items(space)) for space in ("handover", "wall", "screen", "guesses", "outbox")}


def drawn(thing, met):
    if isinstance(thing, Persistent):
        if thing._p_oid in met or isinstance(thing, Blob):
            return type(thing).__name__
        met.add(thing._p_oid)
        if hasattr(thing, "items") and hasattr(thing, "keys") and type(thing).__module__.startswith("BTrees"):
            return type(thing).__name__, [drawn(pair, met) for pair in thing.items()]
        thing._p_activate()
        state = thing.__getstate__()
        return type(thing).__name__, drawn(state, met)
    if isinstance(thing, dict):
        return sorted(((str(word(key)), drawn(value, met)) for key, value in thing.items()), key=repr)
    if isinstance(thing, (list, tuple)):
        return [drawn(item, met) for item in thing]
    if isinstance(thing, (set, frozenset)):
        return sorted(str(word(item)) for item in thing)
    return word(thing)


def word(value):
    """Signatures, secrets and the random ids of devices differ between two campuses; their lengths do not."""
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, str) and (len(value) in (8, 12, 16, 20, 32) or value.startswith("$argon2")) and value.isascii() and " " not in value:
        return f"{len(value)} letters"
    return value
