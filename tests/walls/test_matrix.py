"""S1: every view × every role × own and foreign ids. What is not one's own answers exactly as what does not exist."""

import re
from pathlib import Path

import pytest

import mooctang_core
from mooctang_core.testing.campus import ROOM

from .answers import absent, answer
from .table import FOR_TEACHERS, HOLD, LANDING, OPEN, PATHS, ROLES, ROWS, STRANGERS
from .town import R9

NO_TOKEN = {"csrf_token": ""}


def place_of(context, urls):
    """Where a view of this context stands in the class r7."""
    session = f"{ROOM}/sessions/1"
    places = {"Classroom": ROOM, "Sessions": f"{ROOM}/sessions", "Session": session, "Tasks": f"{ROOM}/tasks", "Activity": urls["buzzer"], "CheckIn": urls["checkin"],
              "Buzzer": urls["buzzer"], "School": "", "Alliance": "", "Course": "/courses/physics"}
    # An activity of any other type stands in the town under its kind.
    return (places[context] if context in places else urls[context.lower()]).rstrip("/")


def address(view, row, urls, place=None):
    if view.route:
        return PATHS.get(view.route, view.path) + row.more
    place = place_of(view.context, urls) if place is None else place
    return f"{place}/{view.name}{row.more}"


def browser(campus, who, view=None):
    return campus.browser(who, slug="alliance" if view is not None and view.context == "Alliance" else "east")


def ask(campus, who, view, url, token=True):
    """The answer to one view's method, with this browser's token unless it is left out."""
    one = browser(campus, who, view)
    if view.safe:
        return one.app.get(url, status="*", headers={"Accept": "application/json"} if url.endswith("live") else {})
    if view.method != "POST":
        return getattr(one.app, view.method.lower())(url, status="*", headers={"X-CSRF-Token": token_of(one) if token else ""})
    fields = {"csrf_token": token_of(one)} if token else NO_TOKEN
    return one.app.post(url, fields, status="*")


def token_of(one):
    """Asked for once: it is the same on every page of a browser."""
    if not hasattr(one, "kept_token"):
        one.kept_token = one.token("/offline")
    return one.kept_token


def test_every_view_has_a_row_and_every_row_a_view(settled):
    _campus, _urls, views = settled
    assert sorted(set(views) - set(ROWS)) == [], "a view that nobody thought about: give it a row in tests/walls/table.py"
    assert sorted(set(ROWS) - set(views)) == [], "a row for a view that is no more"


def test_every_view_asks_for_what_its_row_says(settled):
    _campus, _urls, views = settled
    assert {word: view.permission for word, view in views.items()} == {word: ROWS[word].permission for word in views}
    assert all(row.why for row in ROWS.values() if row.permission == OPEN)


def test_every_view_names_its_methods_and_few_may_write_on_get(settled):
    """A view for any method would be read by a GET; and only the modules of the landing views call `landing`."""
    campus, _urls, _views = settled
    found = [each["introspectable"] for each in campus.app.registry.introspector.get_category("views")]
    assert [facts["callable"] for facts in found if not facts["request_methods"] and not facts["exception_only"] and facts["callable"].__module__.startswith("mooctang")] == []
    core = Path(mooctang_core.__file__).parent
    assert {path.name for path in core.rglob("*.py") if re.search(r"^\s+landing\(request\)", path.read_text(encoding="utf-8"), re.MULTILINE)} == {"handover.py", "external.py"}


@pytest.mark.feature("ALL-06", "BEY-08")
@pytest.mark.parametrize("word", ROWS)
def test_everybody_gets_what_the_row_says_and_reading_writes_nothing(settled, word):
    campus, urls, views = settled
    view, row = views[word], ROWS[word]
    url, tokens = address(view, row, urls), row.permission != OPEN
    [token_of(browser(campus, who, view)) for who in ROLES]
    before = campus.store.main.lastTransaction()
    for who in ROLES:
        allowed = row.permission == OPEN or who in (*HOLD[row.permission], *row.also) and who not in row.less
        found = ask(campus, who, view, url, token=tokens and not allowed)
        if allowed:
            assert found.status_int in row.ok, f"{who}: {found.status}\n{found.text[:2000]}"
        elif who in HOLD["view"] and not view.route and view.context not in FOR_TEACHERS:
            assert found.status_int == 403, f"{who} sees the place and may not do this, but got {found.status}"
        else:
            assert found.status_int == 404 or (who is None and found.status_int in (303, 403)), f"{who}: {found.status}"
    assert word in LANDING or campus.store.main.lastTransaction() == before, "it wrote"


@pytest.mark.feature("ALL-06", "BEY-08")
@pytest.mark.parametrize("word", [word for word in ROWS if not word.startswith(("@", "School", "Alliance"))])
def test_what_is_foreign_answers_as_what_is_absent(settled, word):
    """A stranger of this school's classroom learns nothing of what stands there: not by status, not by a header, not by a byte."""
    campus, urls, views = settled
    view, row = views[word], ROWS[word]
    place = place_of(view.context, urls)
    nowhere = list(absent(place))[-1]
    for who in STRANGERS:
        there = ask(campus, who, view, address(view, row, urls))
        none = ask(campus, who, view, address(view, row, urls, nowhere))
        assert answer(there, place) == answer(none, nowhere), f"{who} can tell {place} from {nowhere}"


@pytest.mark.feature("ALL-06", "BEY-08")
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options"])
@pytest.mark.parametrize("who", [None, "outsider", "west:teacher"])
def test_no_name_of_a_path_can_be_felt_for(settled, method, who):
    """Each id of a path in turn, with every method: an id of another class, or of nobody, is all the same."""
    campus, urls, _views = settled
    one = browser(campus, who)
    token_of(one)   # from here on it is a known browser, and gets no new cookie
    for path in (urls["checkin"].rstrip("/"), urls["draft"].rstrip("/") + "/edit", f"{R9}/gradebook.csv", f"{ROOM}/plans", f"{ROOM}/tasks/1",
                 "/people/100012026001", "/cohorts/x", "/files/x"):
        there = getattr(one.app, method)(path, status="*")
        for nowhere in absent(path):
            assert answer(there, path) == answer(getattr(one.app, method)(nowhere, status="*"), nowhere), (path, nowhere)


@pytest.mark.feature("ALL-06", "BEY-08")
@pytest.mark.parametrize("who", ["west:s1", "west:teacher", "west:manager", None])
def test_on_the_host_of_one_school_the_other_does_not_exist(settled, who):
    """With every view: on west's host an address of east, a class of west with the same name, and nonsense."""
    campus, urls, views = settled
    one = campus.browser(who, slug="west")
    for word, row in ROWS.items():
        view = views[word]
        if view.route or view.context in ("School", "Alliance", "Library", "Course"):
            continue  # (a library is its course's, and west has a course of this name)
        place = place_of(view.context, urls).replace(ROOM, R9)
        nowhere = next(absent(place))
        asked = [one.app.get(address(view, row, urls, at), status="*") for at in (place, nowhere)]
        assert answer(asked[0], place) == answer(asked[1], nowhere), word
        assert "东湖" not in asked[0].text and "SECRETWORD" not in asked[0].text


@pytest.mark.feature("ALL-06", "BEY-08")
@pytest.mark.parametrize("who", STRANGERS[1:] + ("s1", "manager"))
def test_a_draft_and_its_views_are_the_teachers_alone(settled, who):
    campus, urls, views = settled
    draft, nowhere = urls["draft"].rstrip("/"), list(absent(urls["draft"]))[-1]
    for word, row in ROWS.items():
        view = views[word]
        if view.context in ("Activity", "CheckIn"):
            pair = [ask(campus, who, view, address(view, row, urls, place)) for place in (draft, nowhere)]
            assert answer(pair[0], draft) == answer(pair[1], nowhere), f"{who} can tell a draft from nothing with {word}"


PARAMETERS = [
    ("teacher", "checkin", "mark?person={}", ("west-s1", "east-s9", "nobody--")),
    ("s1", "", "/join?code={}", ("ZZZZ22", "ZZZZ33")),
    (None, "", "/tp/wait?code={}", ("111111", "222222")),
    (None, "", "/handover?host={}", ("evil.test", "eve2.test")),
]


@pytest.mark.feature("ALL-06")
@pytest.mark.parametrize("who, place, view, values", PARAMETERS)
def test_an_id_in_a_parameter_opens_nothing_foreign(settled, who, place, view, values):
    campus, urls, _views = settled
    url = (urls[place] if place else "") + view
    one = browser(campus, who)
    token_of(one)  # the first answer to a stranger brings a cookie
    told = [answer(one.app.get(url.format(value), status="*"), value) for value in values]
    assert all(each == told[0] for each in told)


@pytest.mark.feature("ALL-06")
@pytest.mark.parametrize("view, field", [("correct", "person"), ("confirm", "person")])
def test_an_id_in_a_body_reaches_nobody_of_another_class(settled, view, field):
    campus, urls, _views = settled
    before = campus.store.main.lastTransaction()
    told = []
    for person in ("west-s1", "east-s9", "nobody--"):
        fields = {field: person, "status": "late", "why": "x", "csrf_token": token_of(browser(campus, "teacher"))}
        told.append(answer(browser(campus, "teacher").app.post(urls["checkin"] + view, fields, status="*"), person))
    assert told[0] == told[1] == told[2] and campus.store.main.lastTransaction() == before
