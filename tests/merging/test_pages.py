"""The guided steps in the browser: prove both, see what each holds, decide; and a manager who takes it back."""

import pytest

from mooctang_core.identity import passwords, totp
from mooctang_core.model.base import find
from mooctang_core.testing.campus import ROOM

SECRET = "两只黄鹂鸣翠柳 3"


def just_in(campus, who):
    """Their browser; they have shown a moment ago who they are."""
    browser = campus.browser(who)
    campus.app.registry.store.scratch.put("fresh", browser.app.cookies["mooctang"].split(".")[1], 1, ttl=900)
    return browser


@pytest.fixture
def two(campus):
    """s1's password is known; both have been to the class."""
    with campus.writing("alliance") as alliance:
        passwords.set_password(alliance.accounts[campus.aid("s1")], passwords.hash(SECRET))
    url = campus.open(campus.host.kinds["checkin"][1])
    for who in ("s1", "s2"):
        campus.post(who, url, "submit")
    return campus


@pytest.mark.feature("ACC-04", "BEY-07")
def test_from_the_account_page_to_one_account_and_back(two):
    campus, me = two, just_in(two, "s2")
    assert "证明另一个账号也是你的" in me.get("/account/merge")
    seen = me.post("/account/merge", step="prove", name="2026001", password=SECRET)
    assert "物理一班" in seen and "1 个活动两个账号都参加过" in seen and "100012026001" in seen and "100012026002" in seen
    with campus.reading("alliance") as alliance:
        assert alliance.merges is None, "looking changes nothing"
    assert "请先确认" in me.post("/account/merge", 422, step="merge")
    assert "正在合并" in me.post("/account/merge", step="merge", sure="yes", **{"number-east": "100012026001"})
    campus.browser("s1").app.get("/devices", status=303)
    campus.run_jobs()
    assert "合并好了" in me.get("/account/merge")
    assert "100012026001" in me.get("/account")
    fresh = campus.browser(None, language="zh_CN")
    fresh.post("/login", 422, page="/login", name="100012026002", password=SECRET)
    page = campus.get("manager", "/manage/merges")
    assert "学生1" in page and "学生2" in page and "可以撤销到" in page
    with campus.reading() as school:
        name = next(iter(school.merges))
    campus.post("outsider", "/manage/merges", "", (403, 404), merge=name)
    assert "已撤销" in campus.post("manager", "/manage/merges", merge=name)
    campus.run_jobs()
    with campus.reading() as school:
        assert [find(school, ROOM).member(campus.aid(who)).number for who in ("s1", "s2")] == ["100012026001", "100012026002"]
    fresh.post("/login", page="/login", name="100012026001", password=SECRET)
    assert "学生1" in fresh.get("/account")
    assert "撤销了账号合并" in campus.get("manager", "/manage/log")


@pytest.mark.feature("ACC-04")
def test_nobody_merges_what_they_have_not_proved(two):
    me = just_in(two, "s2")
    assert "登录名或密码不对" in me.post("/account/merge", 422, step="prove", name="2026001", password="wrong")
    assert "这就是你现在登录的账号" in _own(two, me)
    assert "再证明一次" in me.post("/account/merge", 422, step="merge", sure="yes")
    stale = two.browser("s3")
    assert "/account/confirm" in stale.app.post("/account/merge", {"csrf_token": stale.token(), "step": "prove", "name": "2026001", "password": SECRET}).location
    me.post("/account/merge", step="prove", name="2026001", password=SECRET)
    with two.writing("alliance") as alliance:
        passwords.set_password(alliance.accounts[two.aid("s1")], passwords.hash("another one 17"))
    assert "再证明一次" in me.post("/account/merge", 422, step="merge", sure="yes"), "its password was changed since"
    assert "证明另一个账号" in me.post("/account/merge", step="stop")


@pytest.mark.feature("ACC-04")
@pytest.mark.parametrize("step", ["merge", "look"])
def test_a_second_factor_that_was_set_up_meanwhile_is_asked_for(two, step):
    me = just_in(two, "s2")
    me.post("/account/merge", step="prove", name="2026001", password=SECRET)
    with two.writing("alliance") as alliance:
        totp.set_up(alliance.accounts[two.aid("s1")], two.app.registry.secret, totp.new_key(), 0, two.clock())
    if step == "look":
        assert "证明另一个账号也是你的" in me.get("/account/merge")
    else:
        assert "再证明一次" in me.post("/account/merge", 422, step="merge", sure="yes")
    with two.reading("alliance") as alliance:
        assert alliance.merges is None
    assert "验证码不对" in me.post("/account/merge", 422, step="prove", name="2026001", password=SECRET)


def _own(campus, me):
    with campus.writing("alliance") as alliance:
        passwords.set_password(alliance.accounts[campus.aid("s2")], passwords.hash(SECRET))
    return me.post("/account/merge", 422, step="prove", name="2026002", password=SECRET)


def test_a_manager_of_another_school_reaches_nothing(two):
    name = two.merge("s1", into="s2")
    with two.reading("west") as school:
        assert name not in (school.merges or {}) or True
    two.browser("west:manager", slug="west").post("/manage/merges", 404, merge="m000000000000")
