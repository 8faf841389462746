"""Logging in with a school's CAS server: a real one, and answers that are no answers."""

import pytest
from mooctang_cas import protocol

from mooctang_core.api import Refused, Unreachable
from mooctang_core.identity import passwords

from .conftest import log_in_there, use


def away(browser, path="/my"):
    return browser.app.get("/login/with/cas", {"next": path}, status=303).location


def come(browser, there):
    return browser.app.get(there, status="*")


def just_in(campus, who):
    """The browser of somebody who has shown a moment ago who they are."""
    browser = campus.browser(who)
    campus.app.registry.store.scratch.put("fresh", browser.app.cookies["mooctang"].split(".")[1], 1, ttl=900)
    return browser


@pytest.mark.feature("ACC-02", "ACC-10")
def test_somebody_with_an_account_binds_it_and_is_let_in_from_then_on(campus, server):
    use(campus, server)
    browser = campus.browser(None)
    assert "用学校身份登录" in browser.get("/login")
    asked = come(browser, log_in_there(away(browser)))
    assert "我已有账号" in asked.text and "学生一" in asked.text, "the attribute that the school named"
    with campus.writing("alliance") as alliance:
        passwords.set_password(alliance.accounts[campus.aid("s1")], passwords.hash("两只黄鹂鸣翠柳 3"))
    form = next(form for form in asked.forms.values() if "password" in form.fields)
    form["name"], form["password"] = "s1", "not this"
    wrong = form.submit("step", status=422)
    form = next(form for form in wrong.forms.values() if "password" in form.fields)
    form["name"], form["password"] = "2026001", "两只黄鹂鸣翠柳 3"
    assert form.submit("step", status=303).location == "http://east.test/my"
    other = campus.browser(None, language="zh_CN")
    assert come(other, log_in_there(away(other))).location == "http://east.test/my"
    assert "学生1" in other.get("/account")
    with campus.reading("alliance") as alliance:
        assert alliance.account_by(f"external:{server}:2026001").aid == campus.aid("s1")


def test_who_is_logged_in_binds_with_one_tap_and_a_second_account_cannot_have_it(campus, server):
    use(campus, server, "2")
    me = just_in(campus, "s2")
    asked = come(me, log_in_there(away(me), "2026002"))
    next(form for form in asked.forms.values() if "绑定到这个账号" in form.text).submit("step", status=303)
    other = just_in(campus, "s3")
    there = other.app.get("/login/with/cas", {"for": "bind", "next": "/account"}, status=303).location
    taken = come(other, log_in_there(there, "2026002"))
    assert taken.status_int == 409 and "学生2" in taken.text and "学校身份身份已经能登录" in taken.text and "什么都没有改变" in taken.text
    again = me.app.get("/login/with/cas", {"for": "bind", "next": "/account"}, status=303).location
    assert come(me, log_in_there(again, "2026002")).status_int == 303


def test_a_ticket_is_good_once_and_for_one_login_only(campus, server):
    use(campus, server)
    browser = campus.browser(None)
    there = log_in_there(away(browser))
    come(browser, there)
    assert "已经过期" in come(browser, there).text
    ticket = there.rpartition("ticket=")[2]
    state = away(browser).rpartition("state%3D")[2]
    refused = come(browser, f"/login/back/cas?state={state}&ticket={ticket}")
    assert refused.status_int == 422 and "已经用过了" in refused.text
    for forged in ("ST-0-forged", "", "x" * 400, "ST<>&\"'"):
        state = away(browser).rpartition("state%3D")[2]
        assert browser.app.get("/login/back/cas", {"state": state, "ticket": forged}, status="*").status_int == 422


def test_the_page_keeps_nothing_of_what_is_no_cas_server(campus, server):
    assert "已保存" in use(campus, server)
    for address in ("http://127.0.0.1:9", server + "/nothing", "https://192.168.3.4/cas", "file:///etc/passwd", "https://", "http://east.test/"):
        page = campus.post("manager", "/manage/cas", status=422, title="x", server=address, version="3", name="")
        assert "没有保存" in page or "不能连到这个地址" in page
    with campus.reading() as school:
        assert school.peek_shelf("cas")["server"] == server
    campus.post("manager", "/manage/cas", step="forget")
    assert "学校身份" not in campus.browser(None).get("/login")


@pytest.mark.feature("ADM-12")
def test_who_changes_the_server_shows_who_they_are_and_the_log_says_so(campus, server):
    manager = campus.browser("manager")
    asked = manager.app.post("/manage/cas", {"step": "forget", "csrf_token": manager.token()}, status=303)
    assert "/account/confirm?next=%2Fmanage%2Fcas" in asked.location
    use(campus, server)
    campus.post("manager", "/manage/cas", step="forget")
    with campus.reading() as school:
        told = [(entry.by, entry.deed, entry.about) for entry in school.audit.newest()]
        assert told == [(campus.aid("manager"), deed, "cas") for deed in ("plugin-cleared", "plugin-settings")]


GOOD = b'<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess><cas:user>7</cas:user>%s</cas:authenticationSuccess></cas:serviceResponse>'


def test_what_an_answer_says():
    assert protocol.read(GOOD % b"") == ("7", {})
    more = b"<cas:attributes><cas:cn> A </cas:cn><cas:cn>B</cas:cn></cas:attributes>"
    assert protocol.read(GOOD % more).attributes == {"cn": "A"}


@pytest.mark.parametrize("answer", [
    b"", b"<html>500</html>", b"<a", b"no\n", b'<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"/>',
    b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', GOOD.replace(b"<cas:user>7", b"<cas:user> ") % b"",
    GOOD.replace(b"yale.edu", b"elsewhere") % b"",
    b'<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationFailure code="INVALID_SERVICE"/></cas:serviceResponse>',
])
def test_what_is_no_answer_lets_nobody_in(answer):
    with pytest.raises(Unreachable):
        protocol.read(answer)


def test_a_bad_ticket_is_the_persons_affair():
    with pytest.raises(Refused):
        protocol.read(b'<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationFailure code="INVALID_TICKET">x</cas:authenticationFailure></cas:serviceResponse>')
