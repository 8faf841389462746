"""练习 in real browsers: one question a screen, a phone that is killed or off line, the teacher's desk and the wall."""

import os

import pytest
from playwright.sync_api import expect
from quiz_samples import ASKED, Sheet

from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]
SHOTS = os.environ.get("QUIZ_SHOTS")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def base_url():
    """None: each test has a server of its own."""
    return None


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def no_sideways(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def saved(phone):
    expect(phone.locator(".sheet-said")).to_contain_text("已保存")


@pytest.mark.feature("QUZ-03")
@pytest.mark.feature("QUZ-04")
@pytest.mark.feature("BEY-02")
def test_a_phone_that_is_killed_in_the_middle(live_campus, page_of, campus):
    sheet = Sheet(campus, minutes="10")
    phone = page_of("s1", "phone")
    phone.goto(live_campus.url(campus.room))
    phone.get_by_role("link", name="去参加").click()
    expect(phone.locator("[data-sheet-at]")).to_have_text("第 1 / 5 题")
    expect(phone.locator(".sheet-bar .timer")).to_be_visible()
    shot(phone, "phone-1")
    no_sideways(phone)
    phone.get_by_text("m/s²").click()
    saved(phone)
    phone.get_by_role("button", name="下一题").click()
    phone.get_by_text("速度", exact=True).click()
    phone.wait_for_timeout(600)
    context = phone.context
    phone.close(run_before_unload=False)
    again = context.new_page()
    again.goto(live_campus.url(sheet.url))
    expect(again.locator("[data-sheet-at]")).to_have_text("第 3 / 5 题")
    again.locator("[data-to='0']").click()
    expect(again.locator("input[value=b]").first).to_be_checked()
    again.locator("[data-to='4']").click()
    again.locator("textarea,input[name=q5]").first.fill("物体保持原来的运动")
    shot(again, "phone-5")
    again.locator("[data-submit]").click()
    again.get_by_role("dialog").get_by_role("button", name="提交").click()
    expect(again.locator("#sheet")).to_have_count(0)
    expect(again.get_by_text("成绩、答案和解析在老师公布后")).to_be_visible()
    expect(again.locator(".sheet-sent")).to_be_visible()
    assert campus.record("s1", sheet.url)[0] == "done"
    assert again.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('mooctang-draft')).length") == 0
    shot(again, "phone-done")
    desk, wall = page_of("teacher", "desktop"), page_of("teacher", "phone")
    desk.goto(live_campus.url(sheet.url))
    expect(desk.get_by_text("各题正确率")).to_be_visible()
    desk.get_by_text("各题正确率").click()
    desk.locator(".qz-one summary").first.click()
    shot(desk, "desk-open")
    no_sideways(desk)
    wall.goto(live_campus.url(campus.room))
    shot(wall, "teacher-phone")
    desk.get_by_role("button", name="结束").click()
    desk.get_by_role("button", name="公布成绩").click()
    expect(again.locator(".qz-score")).to_be_visible()
    again.get_by_role("link", name="看答案和解析").click()
    expect(again.get_by_text("答对了").first).to_be_visible()
    shot(again, "phone-published")
    no_sideways(again)
    desk.goto(live_campus.url(sheet.url))
    desk.screenshot(path=f"{SHOTS}/desk-closed.png", full_page=True) if SHOTS else None
    desk.goto(live_campus.url(sheet.url + "paper?person=" + campus.aid("s1")))
    shot(desk, "paper")


@pytest.mark.feature("BEY-02")
@pytest.mark.feature("QUZ-03")
def test_a_phone_off_line_at_the_end_arrives_within_the_grace(live_campus, page_of, campus):
    sheet = Sheet(campus, minutes="10", pages="all")
    phone = page_of("s1", "phone")
    phone.goto(live_campus.url(sheet.url))
    expect(phone.locator("[data-sheet-at]")).to_have_text("已答 0 / 5")
    phone.get_by_text("m/s", exact=True).click()
    saved(phone)
    phone.context.set_offline(True)
    phone.get_by_text("m/s²").click()
    expect(phone.locator(".sheet-said")).to_contain_text("保存在这台手机上")
    shot(phone, "phone-offline")
    campus.at("10:10:01").run_jobs()
    assert campus.record("s1", sheet.url)[2]["answers"] == {"q1": "a"}, "the server submitted what it had"
    campus.at("10:10:08")
    phone.context.set_offline(False)
    expect(phone.get_by_text("晚到了几秒")).to_be_visible()
    assert campus.record("s1", sheet.url)[2]["answers"] == {"q1": "b"}
    other = page_of("s2", "phone")
    other.goto(live_campus.url(sheet.url))
    other.evaluate("""([key, to]) => localStorage.setItem(key, JSON.stringify({round: '1', at: Date.now(), begun: '', to, fields: [['q1', 'c']]}))""",
                   [f"mooctang-draft:{campus.aid('s2')} {sheet.url.rstrip('/')}", sheet.url + "submit"])
    campus.at("10:40")
    other.reload()
    expect(other.get_by_text("它已经留给老师")).to_be_visible()
    shot(other, "phone-too-late")


@pytest.mark.feature("BEY-20")
def test_two_rounds_on_phone_and_wall(live_campus, page_of, campus):
    sheet = Sheet(campus, questions=ASKED[:1], two_rounds="true")
    phone, desk = page_of("s1", "phone"), page_of("teacher", "phone")
    phone.goto(live_campus.url(sheet.url))
    desk.goto(live_campus.url(sheet.url))
    phone.get_by_text("m/s", exact=True).click()
    phone.locator("[data-submit]").click()
    expect(phone.get_by_text("已提交", exact=True)).to_be_visible()
    campus.post("s2", sheet.url, "submit", q1="b")
    desk.get_by_role("button", name="停止作答，开始讨论").click()
    expect(phone.get_by_text("和旁边的同学讨论")).to_be_visible()
    shot(phone, "phone-discuss")
    desk.get_by_role("button", name="开始第二次作答").click()
    expect(phone.locator("#sheet")).to_be_visible()
    phone.get_by_text("m/s²").click()
    phone.locator("[data-submit]").click()
    expect(phone.locator("#sheet")).to_have_count(0)
    desk.get_by_role("button", name="结束").click()
    desk.get_by_role("button", name="公布成绩").click()
    wall = page_of(None, "projector", slug="alliance")
    wall.goto(live_campus.url("/tp", "alliance"))
    digits = wall.locator(".code").first.inner_text().replace(" ", "")
    campus.post("teacher", campus.room, "/wall-pair", code=digits)
    desk.locator(".qz-one summary").first.click()
    desk.get_by_role("button", name="显示答案").click()
    expect(wall.get_by_text("讨论前")).to_be_visible()
    shot(wall, "wall-page")
    shot(desk, "teacher-two")
    assert "讨论前" in campus.wall(sheet.url)
