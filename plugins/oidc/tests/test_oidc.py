"""Logging in with a school's OpenID Connect server: a real one, and one that lies."""

import base64
import hashlib
import json

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey
from mooctang_oidc import protocol

from mooctang_core.api import Outside, Unreachable
from mooctang_core.outside import Reply
from mooctang_core.testing import Campus

from .conftest import KEYS, agree, back_from, signed, use


def away(browser, path="/my", **more):
    return browser.app.get("/login/with/oidc", {"next": path, **more}, status=303).location


def come(browser, there):
    return browser.app.get(there, status="*")


@pytest.mark.feature("ACC-02", "ACC-10")
def test_a_known_person_is_in_and_a_stranger_is_asked_first(campus, issuer):
    use(campus, issuer)
    browser = campus.browser(None)
    assert "用校园身份登录" in browser.get("/login?next=/my")
    asked = come(browser, agree(away(browser)))
    assert "我已有账号" in asked.text and "新用户" in asked.text and "学生一" in asked.text
    with campus.reading("alliance") as alliance:
        assert alliance.account_by(f"external:{issuer}:2026001") is None, "nobody is made unasked"
    form = next(form for form in asked.forms.values() if "called" in form.fields)
    there = form.submit("step")
    assert there.status_int == 303 and there.location == "http://east.test/my"
    again = campus.browser(None, language="zh_CN")
    assert come(again, agree(away(again))).location == "http://east.test/my"
    assert "学生一" in again.get("/account")
    with campus.reading("alliance") as alliance:
        assert alliance.account_by(f"external:{issuer}:2026001").name == "学生一"


def test_who_says_no_there_is_back_at_the_login_page(campus, liar):
    use(campus, liar.base)
    browser = campus.browser(None)
    assert "没有在“校园身份”完成登录" in come(browser, back_from(liar, away(browser), error="access_denied", code="")).text


def test_a_code_is_good_once(campus, issuer):
    use(campus, issuer)
    browser = campus.browser(None)
    there = agree(away(browser))
    come(browser, there)
    assert "已经过期" in come(browser, there).text
    other = campus.browser(None, language="en")
    code = there.rpartition("code=")[2].partition("&")[0]
    state = away(other).rpartition("state=")[2].partition("&")[0]
    refused = come(other, f"/login/back/oidc?state={state}&code={code}")
    assert refused.status_int == 422 and "expired" in refused.text, "the code of somebody else's login"


def test_the_page_keeps_nothing_of_a_server_that_does_not_answer(campus):
    campus.confirm("manager")
    for address in ("http://localhost:9/", "https://127.0.0.1/", "https://10.0.0.7/id", "ftp://id.example.edu/", "http://id.example.edu", "https://x@localhost/", "rubbish"):
        page = campus.post("manager", "/manage/oidc", status=422, title="x", issuer=address, client="c", secret="s3cret")
        assert "没有保存" in page or "不能连到这个地址" in page
    with campus.reading() as school:
        assert not school.peek_shelf("oidc").get("issuer")


def test_the_secret_is_nowhere_to_be_read_and_stays_when_left_empty(campus, liar):
    use(campus, liar.base)
    page = campus.get("manager", "/manage/oidc")
    assert "s3cret" not in page and "login/back/oidc" in page
    with campus.reading() as school:
        before = dict(school.peek_shelf("oidc"))
        assert "s3cret" not in repr(before)
    campus.post("manager", "/manage/oidc", title="别的名字", issuer=liar.base, client="mooctang", secret="")
    with campus.reading() as school:
        assert school.peek_shelf("oidc")["locked"] == before["locked"] and school.peek_shelf("oidc")["title"] == "别的名字"
    campus.post("manager", "/manage/oidc", step="forget")
    assert "登录" in campus.browser(None).get("/login") and "别的名字" not in campus.browser(None).get("/login")


def test_it_proves_that_the_browser_is_the_same(campus, liar):
    use(campus, liar.base)
    browser = campus.browser(None)
    there = away(browser)
    assert "code_challenge_method=S256" in there
    come(browser, back_from(liar, there))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(liar.asked["code_verifier"].encode()).digest()).decode().rstrip("=")
    assert f"code_challenge={challenge}" in there and liar.credentials.startswith("Basic ")


def test_a_server_that_lies_lets_nobody_in_and_it_is_no_error_page(campus, liar):
    use(campus, liar.base)
    liar.changes = {"nonce": "of another login"}
    browser = campus.browser(None)
    answer = come(browser, back_from(liar, away(browser)))
    assert answer.status_int == 502 and "现在不能用" in answer.text and "密码" in answer.text
    answer = come(browser, back_from(liar, away(browser), iss="https://evil.example"))
    assert answer.status_int == 422 and "回来的地址不对" in answer.text


def read(liar, token=None):
    """What the protocol makes of this server's next token."""
    speaker, client = Outside(["localhost"]), protocol.Client(liar.base, "mooctang", "s3cret", "openid")
    liar.nonce = "n"
    if token is not None:
        liar.token = lambda one: (200, token)
    return protocol.login(speaker, client, "c0de", "http://east.test/back", protocol.Proof("v" * 43, "n"))


@pytest.mark.parametrize("changes", [
    {"iss": "http://localhost:1"}, {"aud": "another"}, {"aud": ["mooctang", "another"]}, {"aud": ["mooctang", "another"], "azp": "another"}, {"exp": 1_700_000_000},
    {"exp": None}, {"nonce": "of another login"}, {"nonce": None}, {"sub": ""}, {"sub": None}, {"iat": 9_999_999_999}, {"sub": 7},
], ids=str)
def test_a_token_that_is_not_for_us_is_refused(liar, changes):
    assert read(liar)[:2] == (liar.base, "7")
    liar.changes = changes
    with pytest.raises(Unreachable):
        read(liar)


def test_a_token_that_anybody_could_have_made_is_refused(liar):
    liar.nonce = "n"
    mine = signed(liar)
    with_our_secret = jwt.encode({"alg": "HS256"}, jwt.decode(mine, liar.keys).claims, OctKey.import_key("s3cret-that-is-long-enough"), algorithms=["HS256"])
    unsigned = "eyJhbGciOiJub25lIn0." + mine.split(".")[1] + "."
    for token in (mine.rpartition(".")[0] + ".", with_our_secret, unsigned, "a.b.c", "", None, 7):
        with pytest.raises(Unreachable):
            read(liar, {"id_token": token})
    for said in ({"access_token": "a"}, b"<html>", b"[1]"):
        with pytest.raises(Unreachable):
            read(liar, said)
    liar.key = KEYS[1]
    with pytest.raises(Unreachable):
        read(liar, {"id_token": signed(liar)})


def test_new_keys_are_fetched_and_a_name_may_come_from_userinfo(campus, liar):
    use(campus, liar.base)
    liar.keys, liar.key, liar.changes, liar.userinfo = KeySet([KEYS[1]]), KEYS[1], {"name": None}, {"sub": "7", "name": "慢到的名字"}
    browser = campus.browser(None)
    assert "慢到的名字" in come(browser, back_from(liar, away(browser))).text
    liar.userinfo = {"sub": "8", "name": "别人的名字"}
    assert "别人的名字" not in come(browser, back_from(liar, away(browser))).text


def test_what_a_server_says_is_remembered_for_a_while(liar):
    asked, clock = [], [0.0]

    class Counting:
        def get(self, url, **_headers):
            asked.append(url)
            return protocol_reply({"issuer": liar.base, **dict.fromkeys(protocol.NEEDED[1:], liar.base)})

        def checked(self, url):
            return url

    servers = protocol.Servers(lambda: clock[0])
    servers.facts(Counting(), liar.base), servers.facts(Counting(), liar.base)
    assert len(asked) == 1
    clock[0] += 601
    servers.facts(Counting(), liar.base)
    assert len(asked) == 2


def protocol_reply(said):
    return Reply(200, json.dumps(said).encode())


def logged(campus):
    """What the school's log holds of plugins: [(who, deed, about, facts)]."""
    with campus.reading() as school:
        return [(entry.by, entry.deed, entry.about, dict(entry.facts)) for entry in school.audit.newest()] if school.audit is not None else []


@pytest.mark.feature("ADM-12")
def test_who_changes_the_server_shows_who_they_are_and_the_log_keeps_it_without_secrets(campus, liar):
    manager = campus.browser("manager")
    fields = {"title": "校园身份", "issuer": liar.base, "client": "mooctang", "secret": "s3cret"}
    for more in (fields, {"step": "forget"}):
        asked = manager.app.post("/manage/oidc", {**more, "csrf_token": manager.token()}, status=303)
        assert "/account/confirm?next=%2Fmanage%2Foidc" in asked.location and logged(campus) == []
    use(campus, liar.base)
    use(campus, liar.base, client_id="ignored")
    campus.post("manager", "/manage/oidc", **{**fields, "secret": "", "title": "另一个名字"})
    campus.post("manager", "/manage/oidc", step="forget")
    campus.post("manager", "/manage/oidc", step="forget")
    deeds = logged(campus)[::-1]
    me = campus.aid("manager")
    assert deeds[0] == (me, "plugin-settings", "oidc", {"fields": ("client", "client_secret", "issuer", "scopes", "title"), "server": "localhost"})
    assert deeds[-2][3]["fields"] == ("title",) and deeds[-1] == (me, "plugin-cleared", "oidc", {})
    assert "s3cret" not in repr(deeds)
    assert "修改了插件 oidc 的设置" in campus.get("manager", "/manage/log")


def test_the_other_school_has_a_server_of_its_own(campus, liar):
    use(campus, liar.base)
    assert "校园身份" not in campus.browser(None, slug="west").get("/login")
    campus.browser(None, slug="west").app.get("/login/with/oidc", status=404)


def test_only_the_operator_opens_the_inner_network(tmp_path, liar):
    made = Campus(tmp_path)
    try:
        made.confirm("manager")
        assert "inner_hosts" in made.post("manager", "/manage/oidc", status=422, title="x", issuer=liar.base, client="c", secret="s")
    finally:
        made.close()
