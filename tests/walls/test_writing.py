"""S3: every text that people and schools write, in every page, fragment and file that shows it."""

import json

import pytest
from bs4 import BeautifulSoup

from mooctang_core.model.base import find
from mooctang_core.permissions import MANAGE, OPERATE, PARTICIPATE, TEACH, VIEW
from mooctang_core.plugins import Problem
from mooctang_core.tables import original_text
from mooctang_core.testing.campus import ROOM

from .payloads import ALL
from .table import OPEN, ROWS
from .test_matrix import address, browser, token_of
from .town import build, fill

ADDRESSES = ("href", "src", "action", "formaction", "srcdoc", "data", "content")
VISITORS = {VIEW: ("s1", "teacher"), PARTICIPATE: ("s1",), TEACH: ("teacher",), MANAGE: ("manager",), OPERATE: ("operator",), OPEN: ("s1", "operator", None)}


@pytest.fixture(scope="module")
def scribbled(tmp_path_factory):
    """A town where everybody wrote the payloads wherever a text is kept."""
    campus = build(tmp_path_factory.mktemp("scribbled"))
    urls = fill(campus)
    buzzer = campus.host.kinds["buzzer"][1]
    with campus.writing("alliance") as alliance:
        alliance.title = alliance.brand["short"] = alliance.brand["slogan"] = ALL
        for account in alliance.accounts.values():
            account.name = ALL
    for slug in ("east", "west"):
        with campus.writing(slug) as school:
            scribble(school, school if slug == "east" else None)
    urls["buzzer"] = campus.open(buzzer, title=ALL, question=ALL[:200])
    correct(campus, urls)
    campus.host.quarantined["broken"] = Problem("broken", ALL, ALL, ALL)
    campus.app.registry.themes.problem("broken", ALL)
    yield campus, urls, {view.word: view for view in _views(campus)}
    campus.close()


def _views(campus):
    from .views import views_of

    return views_of(campus.app.registry)


def scribble(school, whole):
    school.title = school.brand["short"] = school.brand["slogan"] = school.brand["logo"] = ALL
    school.brand["color"] = ALL
    if whole is None:
        return
    for course in school["courses"].values():
        course.title = course.summary = ALL
        for term in course.terms():
            term.title = ALL
            for room in term.classrooms():
                room.title = room.where = room.times = ALL
                for aid in list(room.members):
                    room.set_member(aid, name=ALL, number=ALL, cohort=ALL)
                for session in room["sessions"].values():
                    for node in session.values():
                        node.title = ALL
    for entry in school["people"].values():
        entry.name = entry.cohort = ALL


def correct(campus, urls):
    """A teacher's reason, and a device's name: what is typed and what a browser says of itself."""
    send(campus, "teacher", urls["closed"] + "correct", person=campus.aid("s1"), status="late", why=ALL.replace("\0", "")[:200])
    with campus.writing("alliance") as alliance:
        for account in alliance.accounts.values():
            for name in list(account.devices):
                account.devices[name] = {**account.devices[name], "label": ALL}


def send(campus, who, url, **fields):
    """The answer to a form of this person's."""
    return campus.browser(who).app.post(url, {"csrf_token": token_of(campus.browser(who)), **fields}, status="*")


def nothing_ran(html):
    """Neither an element nor an attribute nor an address was made of what people wrote, and no template's language spoke."""
    soup = BeautifulSoup(html, "html.parser")
    assert soup.find("xss7") is None
    for element in soup.find_all(True):
        for name, value in element.attrs.items():
            assert "xss7" not in name, f"{element.name} {name}"
            value = value if isinstance(value, str) else " ".join(value)
            assert name not in ADDRESSES or not value.strip().lower().startswith(("javascript:", "data:", "vbscript:")), f"{name}={value}"
            assert not name.startswith("on"), f"{element.name} {name}"
    assert "xss8" not in html


@pytest.mark.parametrize("word", [word for word, row in ROWS.items() if word.endswith(" GET")])
def test_what_people_write_is_shown_as_written(scribbled, word):
    campus, urls, views = scribbled
    url = address(views[word], ROWS[word], urls)
    for who in VISITORS[ROWS[word].permission]:
        found = browser(campus, who, views[word]).app.get(url, status="*", headers={"Accept": "application/json"} if url.endswith("live") else {})
        assert found.status_int < 500
        if found.content_type == "text/html":
            nothing_ran(found.text)
        elif url.endswith("live") and found.status_int == 200:
            [nothing_ran(fragment) for fragment in found.json.values()]
        elif found.content_type == "application/manifest+json":
            assert json.loads(found.text)["name"]


def test_the_pages_do_show_it(scribbled):
    """The other half: these pages hold what was written, so that the tests above look at something."""
    campus, urls, _views = scribbled
    for who, url in (("s1", ROOM), ("s1", ROOM + "/history"), ("teacher", ROOM), ("teacher", ROOM + "/gradebook"), ("teacher", ROOM + "/roster"), (None, "/"),
                     ("teacher", urls["buzzer"]), ("s1", urls["buzzer"]), ("s1", "/messages"), ("s1", "/devices"), ("manager", "/manage/plugins"),
                     ("teacher", urls["closed"] + "mark?person=east-s1"), ("teacher", urls["closed"] + "people")):
        assert "&lt;xss7&gt;" in campus.browser(who).app.get(url).maybe_follow().text, url


def test_the_wall_shows_it_as_written_too(scribbled):
    campus, urls, _views = scribbled
    campus.post("teacher", ROOM, "/wall-start")
    campus.post("teacher", urls["buzzer"], "shown", status=204)
    screen = campus.browser(None)
    with campus.reading() as school:
        from mooctang_projection.wall import state_of

        epoch = state_of(find(school, ROOM)).epoch
    digits = campus.store.scratch.get("wall-owner", f"wall {epoch}")
    nothing_ran(screen.post("/tp", code=digits))
    wall = screen.app.get("/tp/live", headers={"Accept": "application/json"}).json["wall"]
    assert "xss7" in wall
    nothing_ran(wall)


def test_what_is_asked_for_comes_back_as_written(scribbled):
    """Everything that a page repeats of its own address or form."""
    campus, urls, _views = scribbled
    text = ALL.replace("\0", "")
    for who, url in ((None, "/login"), (None, "/join"), ("teacher", ROOM + "/roster"), ("teacher", ROOM + "/gradebook"), ("teacher", urls["closed"] + "people"),
                     ("teacher", urls["closed"] + "table"), ("teacher", ROOM + "/report"), ("manager", "/manage/plugins/export")):
        for name in ("next", "code", "find", "sort", "page", "name", "school", "status", "plugin", "kind", "host", "from"):
            found = campus.browser(who).app.get(url, {name: text}, status="*")
            if found.content_type == "text/html":
                nothing_ran(found.text)
    for who, url, fields in ((None, "/login", {"name": text, "password": text, "next": text}), (None, "/tp", {"code": text}), ("outsider", "/join", {"code": "PHY234", "name": text}),
                             ("s1", "/password", {"old": text, "new": text, "again": "x"}), ("teacher", ROOM + "/add?kind=checkin", {"late_after": text, "title_": text}),
                             ("teacher", urls["closed"] + "correct", {"person": text, "status": text, "why": text, "score": text})):
        found = send(campus, who, url, **fields)
        assert found.status_int < 500
        nothing_ran(found.text)
    nothing_ran(campus.browser(None).app.get("/" + "<xss7>\"'>", status=404).text)


def test_a_file_that_comes_back_is_what_was_written():
    assert original_text(ALL) == ALL
