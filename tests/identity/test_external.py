"""Signing in with an identity that a plugin vouches for: good once, in the browser that began, for an account that is bound."""

import re
import threading
import types

import pytest

from mooctang_core.activity import Refused
from mooctang_core.hookspecs import hookimpl
from mooctang_core.identity import passwords
from mooctang_core.identity.external import vouched
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


CARDS = types.ModuleType("mooctang_cards")
CARDS.auth_providers = hookimpl(lambda school: [Card()])


@pytest.fixture
def campus(tmp_path):
    host = PluginHost()
    host.add("cards", CARDS)
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


# -- somebody whom nobody knows is asked before there is an account ----------------------------------------------------------------

def asked(campus, who=None, **more):
    """(browser, the question) of somebody whose identity opens no account."""
    browser = campus.browser(who, language="zh_CN" if who is None else None)
    return browser, back(browser, browser.app.get("/login/with/card", {"next": "/my", **more}, status=303).location.rpartition("=")[2], "stranger")


def just_in(campus, browser):
    campus.app.registry.store.scratch.put("fresh", browser.app.cookies["mooctang"].split(".")[1], 1, ttl=900)


def form_with(page, text):
    return next(form for form in page.forms.values() if text in form.text)


@pytest.mark.feature("ACC-10")
def test_a_stranger_is_asked_and_a_new_account_is_made_only_then(campus):
    browser, page = asked(campus)
    assert "我已有账号" in page.text and "新用户" in page.text and "校园卡确认了你的身份" in page.text
    form = form_with(page, "新建账号")
    form["called"] = "  新同学\u202e "
    assert form.submit("step", status=303).location == "http://east.test/my"
    with campus.reading("alliance") as alliance:
        assert alliance.account_by("external:id.example.edu:99").name == "新同学"
    again = browser.post("/login/identity", 422, ticket=form["ticket"].value, step="new", called="又一个")
    assert "什么都没有改变" in again, "the word to it is gone with the first"


@pytest.mark.feature("ACC-10")
def test_the_question_belongs_to_the_browser_that_was_asked(campus):
    _browser, page = asked(campus)
    ticket = form_with(page, "新建账号")["ticket"].value
    campus.browser("s2").post("/login/identity", 422, ticket=ticket, step="this")
    campus.browser("s2").post("/login/identity", 422, ticket="no such", step="this")
    with campus.reading("alliance") as alliance:
        assert alliance.account_by("external:id.example.edu:99") is None


@pytest.mark.feature("ACC-10")
def test_one_account_has_one_identity_of_one_server(campus):
    browser, page = asked(campus, "s1")
    assert "/account/confirm?" in form_with(page, "绑定到这个账号").submit("step", status=303).location, "they show once more who they are"
    just_in(campus, browser)
    refused = form_with(page, "绑定到这个账号").submit("step", status=422)
    assert "已经绑定了另一个校园卡身份" in refused.text
    assert "姓名" in form_with(refused, "新建账号").submit("step", status=422).text, "a name is needed"


def test_who_changes_accounts_on_the_way_binds_nothing(campus):
    browser = campus.browser("s2")
    assert "/account/confirm?" in browser.app.get("/login/with/card", {"for": "bind"}, status=303).location
    just_in(campus, browser)
    state = browser.app.get("/login/with/card", {"for": "bind"}, status=303).location.rpartition("=")[2]
    browser.post("/logout")
    assert "已经过期" in back(browser, state, "stranger").text
    assert "/login" in browser.app.get("/login/with/card", {"for": "bind"}, status=303).location


def test_a_provider_that_asks_somebody_is_called_beside(campus, monkeypatch):
    seen = []
    monkeypatch.setattr(Card, "finish", lambda self, request: lambda: (seen.append(threading.current_thread().name), ("id.example.edu", "1", {}))[1])
    browser = campus.browser(None)
    assert back(browser, away(browser)).status_int == 303 and seen[0].startswith("password")


@pytest.mark.parametrize("answer", [("", "1", {}), ("i", "", {}), ("i", "a\nb", {}), ("i", 7, {}), ("i", "x" * 300, {}), ("i", "1"), None, 5])
def test_an_answer_that_says_nobody_lets_nobody_in(answer):
    with pytest.raises((TypeError, ValueError)):
        vouched(answer)


@pytest.mark.feature("ACC-10")
def test_a_password_that_a_school_printed_binds_nothing(campus):
    with campus.writing("alliance") as alliance:
        printed = passwords.give_one_time(alliance.accounts[campus.aid("s2")], campus.clock())
    browser, page = asked(campus)
    text = browser.post("/login/identity", ticket=form_with(page, "新建账号")["ticket"].value, step="password", name="100012026002", password=printed)
    assert 'name="new"' in text, "first a password of their own"
    with campus.reading("alliance") as alliance:
        assert alliance.account_by("external:id.example.edu:99") is None


# -- how long one stays signed in -------------------------------------------------------------------------------------------------

def kept(campus, browser):
    """Whether this browser's sign-in outlives it."""
    aid, device, _secret = browser.app.cookies["mooctang"].split(".")
    with campus.reading("alliance") as alliance:
        return alliance.accounts[aid].devices[device]["kept"]


@pytest.mark.feature("ACC-02")
def test_nobody_stays_signed_in_on_a_machine_that_is_not_known_unless_they_tick_it(campus):
    browser = campus.browser(None)
    form = form_with(browser.app.get("/login?next=/my"), "用校园卡登录")
    assert not form["keep"].checked
    back(browser, away(browser))
    assert kept(campus, browser) is False
    form["keep"].checked = True
    there = form.submit()
    assert there.status_int == 200, "a browser follows no redirect out of a form to another host"
    back(browser, re.search("state=([^\"&]+)", there.text)[1])
    assert kept(campus, browser) is True
    browser.post("/logout")
    assert form_with(browser.app.get("/login"), "用校园卡登录")["keep"].checked, "who stayed signed in here has the box ticked"


@pytest.mark.parametrize("wish", ["yes", "no"])
def test_the_wish_goes_through_the_question_for_whoever_is_new(campus, wish):
    browser, page = asked(campus, keep=wish)
    form = form_with(page, "新建账号")
    form["called"] = "新同学"
    form.submit("step", status=303)
    assert kept(campus, browser) is (wish == "yes")
