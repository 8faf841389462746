"""Signing in with an identity that a plugin vouches for: good once, in the browser that began, for an account that is bound."""

import types

import pytest

from mooctang_core.activity import Refused
from mooctang_core.hookspecs import hookimpl
from mooctang_core.plugins import PluginHost
from mooctang_core.testing.campus import Campus


class Card:
    """An identity service on the same table."""

    word, title = "card", "校园卡"

    def begin(self, request):
        return f"https://id.example.edu/?service={request.login_back}&state={request.login_state}"

    def finish(self, request):
        said = request.GET.get("ticket")
        if said == "nobody":
            raise Refused("校园卡系统不认识你。")
        return "id.example.edu", {"one": "1", "broken": None}[said] if said != "stranger" else "99", {}


@pytest.fixture
def campus(tmp_path):
    module = types.ModuleType("mooctang_cards")
    module.auth_providers = hookimpl(lambda school: [Card()])
    host = PluginHost()
    host.add("cards", module)
    made = Campus(tmp_path, host=host)
    with made.writing("alliance") as alliance:
        alliance.bind(alliance.accounts[made.aid("s1")], "external:id.example.edu:1")
    yield made
    made.close()


def away(browser, path="/my"):
    """Set out; the word to come back with."""
    there = browser.app.get("/login/with/card", {"next": path}, status=303).location
    assert there.startswith("https://id.example.edu/?service=http://east.test/login/back/card&state=")
    return there.rpartition("=")[2]


def back(browser, state, ticket="one"):
    return browser.app.get("/login/back/card", {"state": state, "ticket": ticket}, status="*")


def test_the_login_page_offers_it_and_it_leads_to_where_one_was_going(campus):
    browser = campus.browser(None)
    assert "用校园卡登录" in browser.get("/login?next=/my")
    answer = back(browser, away(browser))
    assert answer.status_int == 303 and answer.location == "http://east.test/my"
    assert "学生1" in browser.get("/account")


def test_a_word_is_good_once(campus):
    browser = campus.browser(None)
    state = away(browser)
    back(browser, state)
    assert "已经过期" in back(browser, state).text


def test_a_link_that_somebody_else_began_signs_nobody_in(campus):
    state = away(campus.browser(None))
    victim = campus.browser(None, language="en")
    answer = back(victim, state)
    assert answer.status_int == 422 and "mooctang" not in victim.app.cookies


def test_it_never_leads_to_another_host(campus):
    browser = campus.browser(None)
    assert back(browser, away(browser, "https://evil.example/")).location == "http://east.test/"


@pytest.mark.parametrize("ticket, said", [("stranger", "还没有绑定账号"), ("nobody", "校园卡系统不认识你"), ("no such", "现在不能用")])
def test_whoever_cannot_be_let_in_reads_why_and_may_use_another_way(campus, ticket, said):
    browser = campus.browser(None)
    page = back(browser, away(browser), ticket).text
    assert said in page and "密码" in page
    assert "mooctang" not in browser.app.cookies


def test_a_shut_account_stays_shut(campus):
    with campus.writing("alliance") as alliance:
        alliance.accounts[campus.aid("s1")].disabled = True
    browser = campus.browser(None)
    assert back(browser, away(browser)).status_int == 422


def test_the_other_school_and_the_alliance_do_not_offer_what_they_have_not_on(campus):
    with campus.writing("west") as school:
        school.enabled_plugins.remove("cards")
    for slug in ("west", "alliance"):
        browser = campus.browser(None, slug=slug)
        assert "校园卡" not in browser.get("/login")
        browser.app.get("/login/with/card", status=404)


def test_looking_without_getting_writes_nothing(campus):
    browser = campus.browser(None)
    state = away(browser)
    browser.app.head("/login/back/card?state=" + state, status=404)
    assert back(browser, state).status_int == 303
