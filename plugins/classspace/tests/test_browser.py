"""班级空间 in real browsers: two phones that talk, one without a network, a reader further up, a file in pieces, a teacher."""

import os

import pytest
from playwright.sync_api import expect

from mooctang_core.testing.browsing import CHROMIUM, browser_type_launch_args, live_campus, page_of
from mooctang_core.testing.campus import ROOM

SHOTS = os.environ.get("SHOTS")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no Chromium here")]
__all__ = ["browser_type_launch_args", "live_campus", "page_of"]


def shoot(page, name):
    """Keep a picture when SHOTS names a folder."""
    if SHOTS:
        page.wait_for_timeout(250)
        page.screenshot(path=f"{SHOTS}/classspace-{name}.png")


def say(page, text):
    page.get_by_role("textbox", name="消息").fill(text)
    page.get_by_role("button", name="发送").click()


def menu_of(page, text):
    page.locator(".cs-log article", has=page.locator(".cs-text, .cs-file", has_text=text)).last.get_by_role("link", name="这条消息的更多操作").click()
    page.locator("#cs-menu[open]").wait_for()
    return page.locator("#cs-menu")


@pytest.mark.feature("SPC-01", "SPC-03", "SPC-07")
def test_a_class_talks_on_phones_loses_nothing_and_nobodys_page_jumps(live_campus, page_of, campus, space, tmp_path):
    for number in range(1, 71):
        space.say(("s2", "s3", "teacher")[number % 3], f"早先的第 {number} 句", after=2)
    one, two = page_of("s1", "phone"), page_of("s2", "phone")
    for page in (one, two):
        page.goto(live_campus.url(ROOM + "/space"))
        page.locator("html[data-net=on]").wait_for()
    expect(one.locator(".cs-log").get_by_text("早先的第 70 句")).to_be_in_viewport()
    shoot(one, "open")
    say(one, "大家好，作业第三题怎么做？")
    one.locator(".cs-log").get_by_text("大家好，作业第三题怎么做？").wait_for()
    two.locator(".cs-log").get_by_text("大家好，作业第三题怎么做？").wait_for()
    one.locator(".cs-log article[data-mine]:not(.cs-wait):not(.cs-sent)", has_text="大家好").wait_for()
    assert one.locator(".cs-log article", has_text="大家好").count() == 1

    # Who reads further up stays there, and is told.
    for _turn in range(2):
        one.evaluate("scrollTo(0, 0)")
        one.wait_for_timeout(500)
    one.locator(".cs-log").get_by_text("早先的第 1 句", exact=True).wait_for()
    one.evaluate("scrollTo(0, 600)")
    before = one.evaluate("document.scrollingElement.scrollTop")
    menu_of(two, "大家好").get_by_role("link", name="回复").click()
    shoot(two, "reply")
    say(two, "先画受力图 😀")
    one.get_by_role("button", name="条新消息").wait_for()
    assert abs(one.evaluate("document.scrollingElement.scrollTop") - before) < 3
    shoot(one, "pill")
    one.get_by_role("button", name="条新消息").click()
    expect(one.locator(".cs-log").get_by_text("先画受力图 😀")).to_be_in_viewport()

    # Without a network it waits on the phone, in its order, and comes once.
    one.context.set_offline(True)
    say(one, "没有网络时说的")
    say(one, "还有一句")
    expect(one.locator(".cs-wait")).to_have_count(2)
    shoot(one, "offline")
    one.context.set_offline(False)
    two.locator(".cs-log").get_by_text("还有一句").wait_for()
    expect(two.locator(".cs-log article", has_text="没有网络时说的")).to_have_count(1)
    expect(one.locator(".cs-wait")).to_have_count(0)

    # A file in pieces, a picture of an emoji, taking back.
    large = tmp_path / "实验录像.bin"
    large.write_bytes(os.urandom(9 << 20))
    one.locator(".cs-choose").set_input_files(large)
    two.locator(".cs-log .cs-file", has_text="实验录像.bin").wait_for()
    one.get_by_label("表情").click()
    shoot(one, "emoji")
    one.get_by_role("button", name="👍").click()
    assert one.get_by_role("textbox", name="消息").input_value() == "👍"
    menu = menu_of(one, "大家好")
    shoot(one, "menu")
    menu.get_by_role("button", name="撤回").click()
    two.locator(".cs-log .cs-quote", has_text="撤回了一条消息").wait_for()
    expect(two.get_by_text("大家好，作业第三题怎么做？")).to_have_count(0)
    one.locator(".cs-log").get_by_role("link", name="重新编辑").wait_for()
    shoot(two, "recalled")
    assert two.evaluate("document.documentElement.scrollWidth <= innerWidth")

    menu_of(two, "实验录像.bin").get_by_role("button", name="举报").click()
    two.get_by_text("举报 ✓").wait_for()
    teacher = page_of("teacher", "desktop")
    teacher.goto(live_campus.url(ROOM + "/space-record"))
    teacher.get_by_text("实验录像.bin").wait_for()
    for view in ("space", "space-members", "space-files", "space-settings", "space-record"):
        teacher.goto(live_campus.url(f"{ROOM}/{view}"))
        shoot(teacher, f"desk-{view}")
        if SHOTS and view != "space-record":
            two.goto(live_campus.url(f"{ROOM}/{view}"))
            shoot(two, f"phone-{view}")
