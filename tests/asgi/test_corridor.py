"""The short way of a tap and the long way through Pyramid: whatever is sent, they answer alike and keep alike."""
import contextlib
import http.client
import re
from urllib.parse import urlencode

import pytest
from pyramid.interfaces import ITweens, IViewDerivers

from mooctang_core.testing import ground
from mooctang_core.web.serve import served

HOST = "east.test"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MINIMAL = {"HX-Request": "true", "Prefer": "return=minimal"}
RANDOM = ("date", "set-cookie")


class Phone:
    def __init__(self, campus, port, who):
        self.port = port
        self.cookie = f"mooctang={ground.sign_in(campus.store, campus.aid(who), HOST, campus.clock())}" if who else ""
        page = self.ask("GET", "/offline")[2]
        self.token = re.search('<meta name="csrf-token" content="([^"]+)"', page)[1]

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, body, {"Host": HOST, "Cookie": self.cookie, **headers})
        with contextlib.closing(connection), connection.getresponse() as answer:
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()

    def submit(self, url, more=None, token=None, **fields):
        given = urlencode({**fields, "csrf_token": self.token if token is None else token})
        return self.ask("POST", f"{url}submit", given, **{**FORM, **(more or {})})


@pytest.fixture(params=["short", "long"])
def hall(request, campus):
    """(campus, a phone for anybody, how many taps went the short way)"""
    corridor, taken = campus.app.corridor, []
    wrapped = (lambda environ: taken.append(corridor(environ)) or taken[-1]) if request.param == "short" else None
    if wrapped is not None:
        wrapped.fits, wrapped.rest = corridor.fits, corridor.rest
    campus.app.corridor = wrapped
    with served(campus.app, campus.settings) as port:
        yield campus, lambda who: Phone(campus, port, who), taken, request.param == "short"
    campus.app.corridor = corridor


def test_an_ordinary_tap_takes_the_short_way_and_is_kept(hall, one_tap):
    campus, phone, taken, short = hall
    url = campus.open(one_tap)
    status, headers, body = phone("s1").submit(url, MINIMAL, idem="k1")
    assert (status, body) == (204, "") and headers["preference-applied"] == "return=minimal"
    assert "default-src 'self'" in headers["content-security-policy"] and headers["cache-control"] == "no-store"
    assert campus.record("s1", url)[0] is not None
    assert len([pending for _answer, pending in taken if pending]) == (1 if short else 0)


def test_without_a_script_the_page_comes_back(hall, one_tap):
    campus, phone, _taken, _short = hall
    url = campus.open(one_tap)
    status, headers, _body = phone("s2").submit(url, idem="k1")
    assert status == 303 and url.rstrip("/") in headers["location"]
    status, _headers, body = phone("s3").submit(url, {"HX-Request": "true"}, idem="k1")
    assert status == 200 and body.strip()


@pytest.mark.parametrize(("who", "token", "more", "expected"), [
    ("s1", "wrong", {}, 400), ("s1", "", {}, 400), ("outsider", None, {}, 404), (None, None, {}, 403),
    ("s1", None, {"Origin": "https://elsewhere.test"}, 400), ("s1", None, {"Sec-Fetch-Site": "cross-site"}, 400),
    ("s1", None, {"Host": "nobody.test"}, 421), ("west:s1", None, {}, 404), ("s1", None, {"X-Vhm-Root": "/courses"}, 204),
])
def test_who_may_not_is_told_the_same_on_both_ways(hall, one_tap, who, token, more, expected):
    campus, phone, _taken, _short = hall
    url = campus.open(one_tap)
    status, _headers, _body = phone(who).submit(url, {**MINIMAL, **more}, token=token, idem="k1")
    assert status == expected or (expected in (403, 404) and status in (302, 303, 403, 404))
    kept = campus.record("s1", url)[0]
    assert (kept is not None) == (expected == 204)


def test_what_is_late_doubled_or_unreadable_is_told_the_same(hall, one_tap):
    campus, phone, _taken, _short = hall
    url, mine = campus.open(one_tap), phone("s1")
    assert mine.submit(url, MINIMAL, idem="k1")[0] == mine.submit(url, MINIMAL, idem="k1")[0] == 204
    assert mine.submit(url, MINIMAL, idem="k2", nobody_asked="x")[0] == 422
    assert mine.submit(url, MINIMAL, idem="a\0b")[0] == 422
    assert mine.ask("POST", f"{url}submit", b"\xff\xfe=%ff%", **FORM, **MINIMAL)[0] == 400
    assert mine.ask("POST", f"{url}submit", b"a=" + b"x" * (3 << 20), **FORM, **MINIMAL)[0] == 413
    assert mine.submit(url.replace("/sessions/", "/sessions/9"), MINIMAL, idem="k3")[0] == 404
    campus.close_activity(url)
    status, _headers, body = mine.submit(url, MINIMAL, idem="k4")
    assert status == 409 and "<" in body


def test_every_gate_of_the_long_way_is_known_to_the_short_one(campus):
    """Whoever adds a tween or a view deriver says here that the short way has it too, or does without it."""
    registry = campus.app.registry
    tweens = {name for name, _factory in registry.getUtility(ITweens).implicit()}
    assert {name.rpartition("mooctang_core.web.")[2] for name in tweens} <= {
        "logs.tween", "gates.header_tween", "reading.tween", "simulating.tween_factory",  # the last: by another address
        "pyramid_tm.tm_tween_factory", "pyramid.tweens.excview_tween_factory"}
    derivers = {name for name, _deriver in registry.getUtility(IViewDerivers).sorted()}
    assert derivers <= {"secured_view", "csrf_view", "owrapped_view", "http_cached_view", "decorated_view", "rendered_view", "mapped_view", "plugin_gate", "texts_only",
                        "noted", "looks", "dutiful",  # for teachers
                        "second_factor",  # for those who run a school
                        "visiting"}  # asked for at the short way too


@pytest.fixture
def one_tap(campus):
    return next(cls for _plugin, cls in campus.host.kinds.values() if cls.one_tap)


def test_an_operator_who_only_looks_on_cannot_answer_for_somebody(hall, one_tap):
    campus, phone, taken, _short = hall
    url = campus.open(one_tap)
    campus.browser("operator", "alliance").post(
        "/operate/visits", page="/operate", step="begin", school="east", login="100012026001", reason="the clock of s1 stands still", minutes="30")
    status, _headers, body = phone("operator").submit(url, MINIMAL, idem="k1")
    assert status == 422 and "代为查看" in body
    assert not [pending for _answer, pending in taken if pending] and campus.record("s1", url)[0] is None
