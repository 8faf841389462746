"""What the demo writes, whatever plugins are there."""

import csv
import gzip
import re
import stat
from datetime import UTC, datetime, timedelta

import pytest
from webob import Request

from mooctang_core.demo import prepare
from mooctang_core.demo.laying import Builder, NotADemo, writing
from mooctang_core.flows import certifying, verifying
from mooctang_core.flows.ending import classrooms
from mooctang_core.flows.enrolling import enrolled_in, linked_term
from mooctang_core.model.base import find
from mooctang_core.plugins import PluginHost
from mooctang_core.settings import load
from mooctang_core.store import open_store
from mooctang_core.testing.browser import Browser
from mooctang_core.web import close_app, make_app


def quiet(line):
    pass


@pytest.fixture
def settings(tmp_path):
    return load(environ={}, home=str(tmp_path / "home"))


def root_of(settings, look):
    store = open_store(settings)
    try:
        with writing(store) as root:
            return look(root)
    finally:
        store.close()


def test_two_schools_with_their_people_and_past_classes(settings):
    made = prepare(settings, 12, 6543, quiet)
    assert made.fresh

    def look(root):
        for slug in ("jianghai", "dongling"):
            school = root["schools"][slug]
            assert sum(1 for entry in school["people"].values() if entry.aid) == 12
            assert all(number.startswith(school.unit) for number in school["people"])
            for room in filter(linked_term, classrooms(school)):
                ended = [session for session in room["sessions"].in_order() if not session.running]
                assert len(ended) == 3 and all(session.ended > session.started for session in ended)
                assert all(node.sealed is not None for session in ended for node in session.values())
        physics = next(iter(classrooms(root["schools"]["jianghai"])), None)
        running = [room for room in classrooms(root["schools"]["jianghai"]) if room["sessions"].running]
        assert physics is not None and len(running) == 1
        looks = {slug: (root["schools"][slug].theme, root["schools"][slug].brand["color"]) for slug in root["schools"]}
        assert len(set(looks.values())) == 2
        states = {course.title: course.state for course in root["schools"]["jianghai"]["courses"].values()}
        assert (states["大学物理"], states["医学统计学"], states["医患沟通"]) == ("approved", "waiting", "rejected")
        assert [list(course.licences) for course in root["alliance"]["courses"].values()] == [["dongling"]]

    root_of(settings, look)


def test_a_teacher_has_an_independent_classroom_with_an_assistant_and_one_that_was_put_away(settings):
    prepare(settings, 15, 6543, quiet)

    def look(root):
        school = root["schools"]["jianghai"]
        club, past = [room for room in classrooms(school) if linked_term(room) is None]
        assert (club.number_present(), len(club.kept_out), list(club.duties.values())) == (11, 1, [("class", "people")])
        assert past.archived and all(root["alliance"].codes[room.code][0] == "jianghai" for room in (club, past))
        physics = find(school, "/courses/physics")
        assert [len(enrolled_in(term)) for term in physics.terms()] == [15]

    root_of(settings, look)


def test_the_accounts_are_written_for_their_owner_only(settings):
    prepare(settings, 5, 6543, quiet)
    path = settings.home / "accounts.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["school", "role", "login", "password", "name"]
    assert sorted({row["role"] for row in rows}) == ["manager", "operator", "student", "teacher", "visitor"]
    assert len({row["password"] for row in rows}) == len(rows)


def test_names_and_numbers_are_the_same_each_time_and_passwords_are_not(tmp_path):
    found = []
    for place in ("one", "two"):
        settings = load(environ={}, home=str(tmp_path / place))
        prepare(settings, 5, 6543, quiet)
        with (settings.home / "accounts.csv").open(encoding="utf-8", newline="") as file:
            found.append(list(csv.DictReader(file)))
    assert [(r["login"], r["name"]) for r in found[0]] == [(r["login"], r["name"]) for r in found[1]]
    assert not {r["password"] for r in found[0]} & {r["password"] for r in found[1]}


def test_run_again_it_is_kept_and_its_hosts_follow_the_port(settings):
    prepare(settings, 5, 6543, quiet)
    before = (settings.home / "accounts.csv").read_text()
    again = prepare(settings, 99, 7000, quiet)
    assert not again.fresh
    assert (settings.home / "accounts.csv").read_text() == before
    hosts = root_of(settings, lambda root: dict(root["alliance"].hosts))
    assert {host: slug for host, slug in hosts.items() if host.startswith(":")} == {":7001": "jianghai", ":7002": "dongling"}
    assert hosts["jianghai.localhost"] == "jianghai" and hosts["localhost"] == ""


def test_one_that_was_cut_off_half_way_is_done_again(settings, monkeypatch):
    real = Builder._courses
    monkeypatch.setattr(Builder, "_courses", lambda *words: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        prepare(settings, 5, 6543, quiet)
    monkeypatch.setattr(Builder, "_courses", real)
    assert prepare(settings, 5, 6543, quiet).fresh
    assert root_of(settings, lambda root: len(list(filter(linked_term, classrooms(root["schools"]["jianghai"]))))) == 3


def test_somebodys_own_alliance_is_left_alone(settings):
    from mooctang_core.flows import operating

    store = open_store(settings)
    house = operating.House(store, PluginHost(), lambda: datetime.now(UTC))
    operating.operate(house, "school_create", slug="law", title="法学院", unit="10001")
    store.close()
    with pytest.raises(NotADemo):
        prepare(settings, 5, 6543, quiet)
    assert root_of(settings, lambda root: list(root["alliance"].hosts)) == []


def test_a_class_begins_again_on_another_day_and_not_on_the_same(settings):
    prepare(settings, 5, 6543, quiet)
    store, host = open_store(settings), PluginHost().load()

    def sessions():
        with writing(store) as root:
            room = next(room for room in classrooms(root["schools"]["jianghai"]) if room.title == "大学物理 1 班")
            return [(one.__name__, one.running) for one in room["sessions"].in_order()]

    from mooctang_core.flows import ending

    first = sessions()
    later = datetime.now(UTC)
    for hours, wanted in ((2, len(first)), (30, len(first) + 1)):
        with writing(store) as root:
            school = root["schools"]["jianghai"]
            room = next(room for room in classrooms(school) if room.title == "大学物理 1 班")
            if room["sessions"].running:
                ending.end_surely(room["sessions"].running, school, host, later)
        Builder(store, host, quiet, now=later + timedelta(hours=hours)).build(5, settings.home)
        assert len(sessions()) == wanted
    store.close()


def test_without_any_plugin_there_is_still_a_demo(settings, monkeypatch):
    monkeypatch.setattr(PluginHost, "load", lambda self, points=None: self)
    made = prepare(settings, 5, 6543, quiet)
    assert made.fresh and made.left_out == {}


def test_a_telephone_comes_by_the_machines_number_and_a_schools_port(settings):
    prepare(settings, 5, 6543, quiet)
    app = make_app(settings)
    try:
        assert "江海大学" in Browser(app, "192.168.1.5:6544").get("/")
        assert "东陵师范学院" in Browser(app, "192.168.1.5:6545").get("/")
        Browser(app, "192.168.1.5:6546").get("/", status=421)
        Browser(app, "evil.example:6544").get("/", status=421)
    finally:
        close_app(app)


def test_the_open_check_in_takes_one_who_has_not_come_yet(settings):
    prepare(settings, 30, 6543, quiet)
    app = make_app(settings)
    try:
        host = app.registry.host
        if "checkin" not in host.kinds:
            pytest.skip("the plugin checkin is not installed")
        store = app.registry.store
        with writing(store) as root:
            school = root["schools"]["jianghai"]
            session = next(room["sessions"].running for room in classrooms(school) if room["sessions"].running)
            node = next(node for node in session.in_order() if node.kind == "checkin")
            activity = host.live(node, school)
            statuses = [activity.record_of(person.aid).status for person in activity.people()]
            assert node.state == "open" and 10 < statuses.count("present") < 30 and None in statuses
            assert find(school, "/courses/physics") is not None
    finally:
        close_app(app)


def test_a_students_first_visit_is_small_with_every_plugin_on(settings):
    """At most 100 KB and 12 requests over the wire, in the class that is running."""
    prepare(settings, 5, 6543, quiet)
    app = make_app(settings)
    try:
        student = Browser(app, "jianghai.localhost:6543")
        student.post("/login", **account_of(settings, "student"))
        room = re.search(r'href="(/courses/[^"/]+/[^"/]+/[^"/]+/)"', student.get("/my"))[1]
        page = student.get(room)
        files = sorted(set(re.findall(r'(?:href|src)="(/(?:s|brand|looks)/[^"#]+)', page)))
        sizes = {path: on_the_wire(app, path) for path in files}
        # The server packs the page itself; the stream is the request that is not named in it.
        assert len(gzip.compress(page.encode())) + sum(sizes.values()) <= 100_000 and len(sizes) + 2 <= 12, sizes
    finally:
        close_app(app)


def on_the_wire(app, path):
    """How many bytes a file has for a browser that takes gzip."""
    return len(Request.blank(path, host="jianghai.localhost:6543", headers={"Accept-Encoding": "gzip"}).get_response(app).body)


def account_of(settings, role):
    """What the first of a role types at the door."""
    with (settings.home / "accounts.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["role"] == role and row["school"] == "jianghai")
    return {"name": row["login"], "password": row["password"]}


def test_somebody_waits_for_the_school(settings):
    prepare(settings, 5, 6543, quiet)

    def look(root):
        school = root["schools"]["jianghai"]
        waiting = [root["alliance"].accounts[aid].name for aid, _kept in verifying.queue(school)]
        said = school.peek_many("certification", "provisional").values()
        return waiting, len(certifying.claims_of(school)), [kept["name"] for kept in said if kept["number"] in school["people"] and not school["people"][kept["number"]].aid]

    assert root_of(settings, look) == (["周清"], 1, ["林小雨"])
