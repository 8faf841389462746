"""The token of a form belongs to one host and one browser."""
import pytest
from pyramid.request import Request
from pyramid.response import Response

from mooctang_core.identity.cookies import DEVICE, VISITOR, Jar
from mooctang_core.identity.csrf import Tokens

SECRET = b"s" * 32
HTTP, HTTPS = Jar(False), Jar(True)
BROWSER = "b" * 24


def request(host="pku.test", headers=(), **cookies):
    asked = Request.blank("/", host=host, headers=dict(headers))
    for name, value in cookies.items():
        asked.cookies[name.replace("host_", "__Host-")] = value
    return asked


@pytest.fixture
def tokens():
    return Tokens(SECRET, HTTP)


def test_the_same_browser_on_the_same_host(tokens):
    token = tokens.get_csrf_token(request(visitor=BROWSER))
    assert tokens.check_csrf_token(request(visitor=BROWSER), token)


@pytest.mark.parametrize("other", [
    request("fudan.test", visitor=BROWSER), request(visitor="c" * 24), request(visitor=BROWSER, mooctang="a1.d.s"), request(),
])
def test_another_host_browser_or_sign_in_is_refused(tokens, other):
    assert not tokens.check_csrf_token(other, tokens.get_csrf_token(request(visitor=BROWSER)))


@pytest.mark.parametrize("token", ["", None, "x", "é"])
def test_no_or_a_made_up_token_is_refused(tokens, token):
    assert not tokens.check_csrf_token(request(visitor=BROWSER), token)


@pytest.mark.parametrize("headers, good", [
    ({"Origin": "http://pku.test"}, True), ({"Origin": "http://evil.test"}, False), ({"Origin": "null"}, False), ({}, True),
    ({"Sec-Fetch-Site": "same-origin"}, True), ({"Sec-Fetch-Site": "same-site"}, False), ({"Sec-Fetch-Site": "cross-site"}, False),
])
def test_a_form_from_elsewhere_is_refused_even_with_the_token(tokens, headers, good):
    token = tokens.get_csrf_token(request(visitor=BROWSER))
    assert bool(tokens.check_csrf_token(request(visitor=BROWSER, headers=headers), token)) is good


def test_a_new_browser_gets_its_cookie_with_the_page(tokens):
    asked = request()
    token = tokens.get_csrf_token(asked)
    response = Response()
    for callback in asked.response_callbacks:
        callback(asked, response)
    [line] = response.headers.getall("Set-Cookie")
    assert "HttpOnly" in line and "SameSite=Lax" in line and "Domain" not in line
    assert tokens.check_csrf_token(request(visitor=line.split("=")[1].split(";")[0]), token)


def test_over_https_no_neighbour_can_plant_a_cookie():
    response = Response()
    HTTPS.put(response, DEVICE, "x", 10)
    line = response.headers["Set-Cookie"]
    assert line.startswith("__Host-mooctang=x;") and "secure" in line.lower() and "path=/" in line.lower() and "domain" not in line.lower()
    assert HTTPS.get(request(mooctang="planted"), DEVICE) is None and HTTPS.get(request(host_visitor="v"), VISITOR) == "v"
