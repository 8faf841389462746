"""S11: what a client says about hosts and addresses reaches no link, no redirect and no ticket."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from webob import Request

from mooctang_core.identity.csrf import visitor_of
from mooctang_core.identity.handover import mark
from mooctang_core.testing.campus import ROOM
from mooctang_core.web.asgi_environ import environ_of
from mooctang_core.web.roots import may_hand_over, slug_of

from .test_matrix import token_of

FORGED = (
    "evil.test", "east.test.evil.test", "evil.test.east.test", "xeast.test", "east.test@evil.test", "user:x@east.test", "east.test:80@evil.test", "east.test:evil", "east.test:",
    "east.test:99999999", "east.test:-1", "east.test:８０", "east.test:80:80", "east.test, evil.test", "east.test/evil", "east.test#evil", "east.test?evil", "east.test\\evil",
    "east.test\t", "127.0.0.1", "[::1]:6543", "localhost", ".", ":", ":80", "east..test", "*", "east.test evil.test", "ＥＡＳＴ.test", "%65ast.test",
)


@pytest.mark.parametrize("host", FORGED)
def test_a_forged_host_is_nobodys(settled, host):
    campus, _urls, _views = settled
    for path in ("/", "/my", "/tp", "/login", ROOM):
        # Asked without a browser: one of the test's own would try to make sense of such a name itself.
        answer = Request.blank(path, environ={"HTTP_HOST": host.encode().decode("latin-1")}).get_response(campus.app)
        assert answer.status_int in (400, 421) and answer.content_type == "text/plain" and "Location" not in answer.headers and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Forwarded-Server", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-Vhm-Root", "X-Forwarded-Prefix",
                                  "X-Forwarded-Proto", "X-Forwarded-For", "X-Http-Method-Override", "X-Script-Name"])
def test_no_header_moves_an_address(settled, name):
    """The same pages to the byte, whatever a header says about where they are."""
    campus, urls, _views = settled
    for who, path in ((None, "/login"), ("s1", ROOM), ("teacher", urls["checkin"]), (None, "/tp"), ("s1", ROOM + "/code")):
        browser = campus.browser(who)
        token_of(browser)
        value = "host=evil.test" if name == "Forwarded" else "/evil.test" if "URL" in name or "Root" in name else "evil.test"
        plain, forged = browser.app.get(path, status="*"), browser.app.get(path, headers={name: value}, status="*")
        assert forged.status_int == plain.status_int and "evil" not in forged.text and "evil" not in str(forged.headers)


def test_only_a_proxy_of_ours_says_who_asks():
    def said(peer, trusted=("10.0.0.1",), **headers):
        scope = {"method": "GET", "raw_path": b"/", "query_string": b"", "http_version": "1.1", "client": (peer, 1), "server": ("a", 80),
                 "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]}
        return environ_of(scope, Nothing, "http", frozenset(trusted))

    assert said("9.9.9.9", x_forwarded_for="127.0.0.1")["REMOTE_ADDR"] == "9.9.9.9"
    assert said("10.0.0.1", x_forwarded_for="127.0.0.1, 8.8.8.8")["REMOTE_ADDR"] == "8.8.8.8"
    assert said("9.9.9.9", x_forwarded_proto="https")["wsgi.url_scheme"] == "http"
    assert not any(key.startswith("HTTP_X_") or key == "HTTP_FORWARDED" for key in said("9.9.9.9", x_forwarded_host="evil.test", forwarded="host=evil.test"))


class Nothing:
    """A request without a body."""

    file, length = None, 0


def test_a_proxy_that_nobody_named_shows_no_figures_to_the_world(campus):
    """Behind it everybody seems to be this machine."""
    browser = campus.browser(None)
    assert browser.app.get("/metrics").status_int == 200
    for path in ("/metrics", "/readyz", "/healthz"):
        assert browser.app.get(path, extra_environ={"mooctang.forwarded": True}, status="*").status_int == 404
        assert browser.app.get(path, extra_environ={"REMOTE_ADDR": "9.9.9.9"}, status="*").status_int == 404


# Tickets ------------------------------------------------------------------------------------------------------------

OTHERS = ("east.test:80@evil.test", "east.test:6544", "west.test:1", "evil.test", "east.test@evil.test", "east.test/evil", "east.test#", "east.test\\@evil.test", "//evil.test", "")


@pytest.mark.parametrize("host", OTHERS)
@pytest.mark.parametrize("path, name", [("/handover", "host"), ("/enter", "from")])
def test_a_sign_in_is_carried_to_no_other_place(settled, host, path, name):
    """Not to a stranger's host that begins like ours, and not to another port where a stranger may listen."""
    campus, _urls, _views = settled
    answer = campus.browser("s1").app.get(f"{path}?{name}={quote(host, safe='')}", status="*")
    assert answer.status_int == 404 or (host == "" and path == "/enter")
    assert "evil" not in answer.text and "evil" not in str(answer.headers)


def test_nobody_is_signed_in_by_a_host_with_a_name_in_front(campus):
    """The whole theft: a host the server takes for its own, a mark made for it, and a victim who follows a link."""
    host, thief = "west.test:80@evil.test", campus.browser(None, slug="west")
    began = thief.app.get("/enter?from=east.test", extra_environ={"HTTP_HOST": host}, status="*")
    assert began.status_int == 421
    request = type("Asked", (), {"__dict__": {"_visitor": "v" * 24}})()
    forged = mark(campus.app.registry.secret, host, visitor_of(request, campus.app.registry.jar))
    assert campus.browser("s1").app.get(f"/handover?host={quote(host)}&browser={forged}", status="*").status_int == 404


def test_where_a_sign_in_may_go(campus):
    with campus.reading("alliance") as alliance:
        assert slug_of(alliance, "EAST.test.") == "east" and slug_of(alliance, "east.test:6543") == "east"
        assert may_hand_over(alliance, "west.test", "east.test") and may_hand_over(alliance, "west.test:6543", "east.test:6543")
        assert not may_hand_over(alliance, "west.test:6543", "east.test") and not may_hand_over(alliance, "west.test:6544", "east.test:6543")


@pytest.mark.parametrize("way", ["//evil.test", "/\\evil.test", "https://evil.test", "/%09/evil.test", "/\t/evil.test", "javascript:alert(1)", "/..//evil.test", "\\\\evil.test",
                                 "/%0d%0aLocation:%20//evil.test", "http:evil.test", "///evil.test", "/ /evil.test", "?next=//evil.test", "@evil.test", "/\u2028/evil.test"])
def test_no_redirect_leads_away(settled, way):
    campus, _urls, _views = settled
    for who, path, fields in ((None, "/language", {"locale": "zh_CN", "next": way}), ("s1", "/appearance", {"mode": "dark", "next": way}),
                              ("teacher", ROOM + "/shown", {"back": way}), ("teacher", ROOM + "/wall-look", {"mode": "light", "back": way})):
        browser = campus.browser(who)
        answer = browser.app.post(path, {"csrf_token": token_of(browser), **fields}, status="*")
        where = urlsplit(answer.headers.get("Location", "http://east.test/"))
        assert where.netloc == "east.test"
    link = campus.browser(None).app.get("/login", {"next": way}).html.find("input", {"name": "next"})
    assert link is None or urlsplit(link["value"]).netloc == ""


def test_the_way_back_after_signing_in_stays_in_the_house(settled):
    campus, _urls, _views = settled
    answer = campus.browser(None).app.get(ROOM + "/gradebook?sort=2", status=303)
    assert parse_qs(urlsplit(answer.location).query)["next"] == [ROOM + "/gradebook?sort=2"] and urlsplit(answer.location).netloc == "east.test"
