"""讨论 in a real browser: two phones, the teacher's phone, a desk and the wall, all live."""

import os

import pytest
from mooctang_discussion.activity import Discussion
from playwright.sync_api import expect

from mooctang_core.testing.browsing import CHROMIUM, browser_type_launch_args, live_campus, page_of
from mooctang_core.testing.campus import ROOM

SHOTS = os.environ.get("SHOTS")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no Chromium here")]
__all__ = ["browser_type_launch_args", "live_campus", "page_of"]
LONG = "电梯加速上升时，支持力大于重力，体重计读的是支持力，所以读数变大；匀速时相等。" * 9


def shoot(page, name):
    """Keep a picture when SHOTS names a folder."""
    if SHOTS:
        page.wait_for_timeout(250)
        page.screenshot(path=f"{SHOTS}/discussion-{name}.png", full_page=name.endswith("full"))


def wall_of(live_campus, teacher):
    """A hall's screen that follows this teacher's phone."""
    teacher.goto(live_campus.url(f"{ROOM}/projection"))
    teacher.get_by_role("button", name="开始投屏").click()
    digits = teacher.locator(".wall-digits").get_attribute("aria-label")
    wall = live_campus.page(None, "projector", slug="alliance")
    wall.goto(live_campus.url("/tp", "alliance"))
    wall.locator(".pair-code").press_sequentially(digits)
    wall.wait_for_selector("#wall")
    return wall


def say(page, text):
    page.get_by_role("textbox", name="发言").fill(text)
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("textbox", name="发言")).to_have_value("")


@pytest.mark.feature("DIS-01", "DIS-02")
def test_a_class_talks_live_on_phones_and_wall(live_campus, page_of, campus):
    url = campus.open(Discussion, topic="电梯里的**体重计**为什么会变？$F-mg=ma$", at="10:00")
    here, teacher = live_campus.url(url), page_of("teacher", "phone")
    wall = wall_of(live_campus, teacher)
    one, two = page_of("s1", "phone"), page_of("s2", "phone")
    for page in (one, two):
        page.goto(here)
        page.locator("html[data-net=on]").wait_for()
    shoot(one, "empty")
    two.get_by_role("textbox", name="发言").fill("我还在写")
    say(one, "因为有加速度。")
    one.locator("#board").get_by_text("因为有加速度。").wait_for()
    one.locator(".dc-post .dc-me").first.wait_for()
    two.locator("#board").get_by_text("因为有加速度。").wait_for()
    wall.get_by_text("因为有加速度。").wait_for()
    assert two.get_by_role("textbox", name="发言").input_value() == "我还在写"
    two.locator(".dc-like").first.click()
    one.locator(".dc-like", has_text="1").wait_for()
    two.locator(".dc-like[aria-pressed=true]").wait_for()
    two.get_by_role("link", name="回复").click()
    shoot(two, "reply")
    say(two, "加速度向上的时候呢？")
    one.locator(".dc-replies").get_by_text("加速度向上的时候呢？").wait_for()
    assert one.locator(".dc-post").count() == 1
    campus.clock.forward(seconds=5)
    say(two, LONG)
    one.get_by_role("link", name="全文").wait_for()
    shoot(one, "board-full")
    one.get_by_role("button", name="发送").click()
    assert one.get_by_role("textbox", name="发言").evaluate("field => !field.validity.valid")

    teacher.goto(here)
    teacher.get_by_role("button", name="置顶").last.click()
    one.locator(".dc-post").first.get_by_text("置顶").wait_for()
    teacher.get_by_role("button", name="删除").first.click()
    teacher.get_by_text("已删除").wait_for()
    shoot(teacher, "teacher-full")
    shoot(wall, "wall")
    teacher.goto(live_campus.url(ROOM))
    shoot(teacher, "console-full")
    desk = page_of("teacher", "desktop")
    desk.goto(here + "board?sort=liked")
    campus.clock.forward(seconds=5)
    say(one, "再说一句。")
    desk.locator("#face").get_by_text("再说一句。").wait_for()
    desk.get_by_role("button", name="赞", exact=True).first.click()
    desk.get_by_role("button", name="取消赞").wait_for()
    shoot(desk, "desk")
    campus.close_activity(url)
    one.get_by_text("再说一句。").first.wait_for()
    one.locator(".dc-like[disabled]").first.wait_for()
