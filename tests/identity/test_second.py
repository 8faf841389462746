"""The second factor: RFC 6238 to the digit, set up by its owner, asked for at every way in, demanded of administrators."""
import re
from base64 import b32encode
from datetime import timedelta

import pytest

from mooctang_core.identity import totp
from mooctang_core.model.accounts import Account
from mooctang_core.testing import Campus
from mooctang_core.testing.browser import Browser

from .conftest import GOOD, NOW

SECRET = b"s" * 32


@pytest.mark.parametrize("seconds, code", [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (20000000000, "353130")])
def test_the_codes_are_those_of_the_rfc(seconds, code):
    assert totp.code_at(b32encode(b"12345678901234567890").decode(), seconds // 30) == code


@pytest.fixture
def guarded():
    account, key = Account("a1", "林远"), totp.new_key()
    paper = totp.set_up(account, SECRET, key, 0, NOW)
    return account, key, paper


def code_now(key, now, drift=0):
    return totp.code_at(key, int(now.timestamp()) // 30 + drift)


def test_a_code_is_good_once_and_for_a_phone_whose_clock_is_a_little_off(guarded):
    account, key, _paper = guarded
    assert totp.right(account, SECRET, code_now(key, NOW, -1), NOW)
    assert totp.right(account, SECRET, " ".join(code_now(key, NOW)), NOW) and not totp.right(account, SECRET, code_now(key, NOW), NOW)
    assert not totp.right(account, SECRET, code_now(key, NOW, 5), NOW) and not totp.right(account, SECRET, "", NOW)


def test_a_code_from_the_paper_is_good_once(guarded):
    account, _key, paper = guarded
    assert len(set(paper)) == 10 and totp.right(account, SECRET, paper[3].upper().replace("-", " "), NOW)
    assert not totp.right(account, SECRET, paper[3], NOW) and totp.right(account, SECRET, paper[4], NOW)


def test_what_is_stored_opens_nothing(guarded):
    account, key, paper = guarded
    assert key not in repr(account.second) and not any(code in repr(account.second) for code in paper)
    assert not totp.right(account, b"t" * 32, code_now(key, NOW), NOW), "another server's secret"


# Through the running application --------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def people(tmp_path_factory, hashed):
    """One campus for these stories: each is somebody else's."""
    campus = Campus(tmp_path_factory.mktemp("campus"), students=2)
    with campus.writing("alliance") as alliance:
        for account in alliance.accounts.values():
            account.credential = hashed
    yield campus
    campus.close()


def sign_in(browser, name, **more):
    browser.post("/login", page="/login", name=name, password=GOOD, keep="yes", next="/account/second", **more)
    return browser


def set_up(campus, browser):
    """Through the pages; (key, codes for paper)."""
    browser.get("/account/second")
    page = browser.post("/account/second", step="begin", page="/login", next="/account")
    key = re.search(r'aria-labelledby="key-label"[^>]*>([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    form = next(form for form in browser.last.forms.values() if "draft" in form.fields)
    form["code"] = code_now(key, campus.clock())
    done = form.submit()
    return key, re.findall(r"<li class=\"num\">([a-z0-9]{5}-[a-z0-9]{5})</li>", done.text)


@pytest.mark.feature("ACC-09")
def test_a_second_factor_is_set_up_and_then_asked_for(people):
    browser = sign_in(Browser(people.app, "east.test"), "teacher@east.test")
    key, paper = set_up(people, browser)
    assert len(paper) == 10 and paper[0] not in browser.get("/account/second")
    people.clock.forward(minutes=1)
    other = Browser(people.app, "east.test")
    page = other.post("/login", page="/login", name="teacher@east.test", password=GOOD, next="/devices")
    assert "两步验证" in page and other.app.get("/devices", status="*").status_int == 303, "the password alone signs nobody in"
    form = other.last.forms[0]
    form["code"] = "000000"
    assert form.submit(status=422)
    form["code"] = paper[0]
    answer = form.submit()
    assert answer.status_int == 303 and answer.location.endswith("/devices") and "这台设备" in answer.follow().text
    third = Browser(people.app, "east.test")
    third.post("/login", page="/login", name="teacher@east.test", password=GOOD, next="/devices")
    form = third.last.forms[0]
    form["code"] = code_now(key, people.clock())
    assert form.submit().status_int == 303


@pytest.mark.feature("ACC-09")
def test_codes_cannot_be_guessed(people):
    sign_in(browser := Browser(people.app, "east.test"), "colleague@east.test")
    set_up(people, browser)
    thief = Browser(people.app, "east.test")
    thief.post("/login", page="/login", name="colleague@east.test", password=GOOD)
    statuses = []
    for number in range(12):
        form = thief.last.forms[0]
        form["code"] = f"{number:06d}"
        thief.last = form.submit(status="*")
        statuses.append(thief.last.status_int)
    assert statuses[:4] == [422] * 4 and statuses[-1] == 429
    assert thief.app.get("/devices", status="*").status_int == 303


@pytest.mark.feature("ACC-09")
def test_a_school_demands_it_of_its_administrators_only(people):
    with people.writing() as school:
        school.second_factor = True
    manager = people.browser("manager")
    page = manager.get("/manage/plugins")
    assert "管理员要先开启两步验证" in page and "开始设置" in page
    refused = manager.app.post("/manage/plugins", {"plugin": "checkin", "step": "off", "csrf_token": manager.token()})
    assert refused.status_int == 303 and "/account/second/prove" in refused.location
    with people.reading() as school:
        assert "checkin" in school.enabled_plugins
    sign_in(fresh := Browser(people.app, "east.test"), "manager@east.test")
    key, _paper = set_up(people, fresh)
    assert fresh.app.get("/manage/plugins").status_int == 200
    people.clock.forward(hours=13)
    assert "现在显示的 6 位数字" in fresh.get("/manage/plugins")
    form = fresh.last.forms[0]
    form["code"] = code_now(key, people.clock())
    assert form.submit().location.endswith("/manage/plugins") and fresh.app.get("/manage/plugins").status_int == 200
    assert people.browser("teacher").get(people.room) and "签到" in people.browser("west:manager", slug="west").get("/manage/plugins")
    with people.writing() as school:
        school.second_factor = False


def test_it_goes_along_to_another_host_and_not_further_than_it_lasts(people):
    sign_in(browser := Browser(people.app, "east.test"), "outsider@east.test")
    set_up(people, browser)
    with people.reading("alliance") as alliance:
        account = alliance.accounts["east-outsider"]
        device = next(iter(account.devices))
        assert totp.proved(account, device, people.clock()) and not totp.proved(account, device, people.clock() + timedelta(hours=12))


@pytest.mark.feature("ACC-09")
def test_it_is_taken_away_with_a_code_only(people):
    sign_in(browser := Browser(people.app, "east.test"), "operator@east.test")
    _key, paper = set_up(people, browser)
    browser.post("/account/second", step="remove", page="/login", code="123456", status=422)
    assert "两步验证已开启" in browser.get("/account/second")
    browser.post("/account/second", step="remove", page="/login", code=paper[9])
    assert "开始设置" in browser.get("/account/second")


def test_an_old_login_shows_once_more_who_it_is(people):
    old = people.browser("s1")
    page = old.post("/account/second", step="begin", page="/login")
    assert "请确认是你本人" in page
    old.post("/account/confirm", page="/login", password="wrong", next="/account/second", status=422)
    old.post("/account/confirm", page="/login", password=GOOD, next="/account/second")
    assert old.last.request.path == "/account/second" and "密钥" in old.post("/account/second", step="begin", page="/login")
