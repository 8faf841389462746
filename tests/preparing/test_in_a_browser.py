"""At a real desk and on a real phone: the clicks that preparing takes, what is saved while one types, what is dragged."""

import os
import time
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mooctang_core.flows import library, preparing
from mooctang_core.model.base import find
from mooctang_core.testing.campus import ROOM

pytestmark = [pytest.mark.browser]
NEXT, AFTER = "2026-09-14", "2026-09-21"
PICTURES = os.environ.get("PICTURES")


def picture(page, name):
    """For whoever wants to look: PICTURES=folder."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


class Counted:
    """A page whose clicks are counted."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def __call__(self, locator):
        self.clicks += 1
        locator.click()


def stock(campus):
    """A library with three exercises, and a plan with long names."""
    bank = campus.host.kinds["bank"][1]
    with campus.writing() as school:
        room = find(school, ROOM)
        for title in ("牛顿第一定律", "惯性", "很长的名字" * 16):
            node = library.keep(library.library_of(room), bank, {"question": "**为什么？** $F=ma$"}, campus.aid("teacher"), title[:80])
            library.describe(node, "第一次课用", ("力学", "第三章"), True)
        plan = preparing.plan_for(room, date(2026, 9, 7))
        for title in ("签到", "开场", "很长的名字" * 16):
            preparing.prepare(plan, bank, {"question": "q"}, None, title[:80])


@pytest.mark.feature("PREP-01", "PREP-03")
def test_a_teacher_prepares_at_the_desk(campus, live_campus, page_of):
    stock(campus)
    page = page_of("teacher", "desktop")
    page.goto(live_campus.url(ROOM))
    click = Counted(page)
    # C <= 3: the menu, the date, the activity.
    click(page.locator(".side a", has_text="课堂与备课记录"))
    click(page.locator(f"a.day[href$='{AFTER}']"))
    click(page.locator("button[name=kind][value=bank]"))
    expect(page.locator(".plan-open form.autosave")).to_be_visible()
    assert click.clicks <= 3 and AFTER in page.url
    # It is saved while one types, and what is lacking is said.
    expect(page.locator(".plan-row")).to_contain_text("还缺：题目")
    form = page.locator(".plan-open form.autosave")
    form.get_by_label("名称").fill("万有引力")
    expect(page.locator("[data-saved]")).to_have_text("已保存 10:00，还缺：题目", timeout=5000)
    form.get_by_label("题目").fill("苹果为什么落地？")
    form.get_by_label("计划用时（分钟）").fill("100")
    expect(page.locator("[data-saved]")).to_have_text("已保存 10:00", timeout=5000)
    expect(page.locator("[data-name-of]")).to_have_text("万有引力")
    expect(page.locator("[data-sum]")).to_have_text("100")
    expect(page.locator("[data-over]")).to_be_visible()
    picture(page, "desk-open")
    # One click to what students see, which sends nothing.
    page.get_by_label("预览：万有引力").click()
    expect(page.locator("h1")).to_have_text("万有引力")
    page.locator("[data-preview] button[type=submit]").first.click()
    expect(page.locator(".toast2")).to_contain_text("这是预览，不会提交")
    picture(page, "preview")
    page.go_back()
    # Several out of the library, looked at first.
    page.get_by_role("link", name="从练习库选").click()
    page.locator("details.peek summary").last.click()
    expect(page.locator("details.peek[open] [data-preview]")).to_be_visible()
    for box in page.locator("input[name=item]").all()[:2]:
        box.check()
    picture(page, "pick")
    page.get_by_role("button", name="加入选中的").click()
    expect(page.locator(".toast2")).to_contain_text("已复制 2 个活动")
    names = page.locator("[data-name-of]")
    expect(names).to_have_count(3)
    drag(page, 2, 0)
    expect(names.nth(0)).to_have_text("惯性")
    expect_stored(campus, AFTER, "惯性")
    picture(page, "desk")


def drag(page, source, target):
    """Take a row by its grip and drop it on another's."""
    grips = page.locator(".plan-list [data-grip]")
    start, end = grips.nth(source).bounding_box(), grips.nth(target).bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 10, end["y"] - 6, steps=20)
    page.mouse.move(end["x"] + 12, end["y"] - 8, steps=3)
    page.wait_for_timeout(200)      # rows move aside in 120 ms
    with page.expect_response(lambda answer: answer.url.endswith("/order")):
        page.mouse.up()


def expect_stored(campus, day, first):
    until = time.monotonic() + 3
    while time.monotonic() < until:
        with campus.reading() as school:
            if find(school, ROOM)["plans"][day].in_order()[0].title == first:
                return
        time.sleep(0.05)
    raise AssertionError(f"{first} is not the first")


@pytest.mark.feature("PREP-01")
def test_the_last_lesson_is_copied_with_two_clicks_on_a_phone_too(campus, live_campus, page_of):
    stock(campus)
    campus.end()
    campus.clock.forward(days=6)
    desk = page_of("teacher", "desktop")
    desk.goto(live_campus.url(ROOM))
    click = Counted(desk)
    click(desk.locator(".side a", has_text="课堂与备课记录"))
    click(desk.get_by_role("button", name="复制上次课"))
    expect(desk.locator("[data-name-of]")).to_have_count(3)
    assert click.clicks == 2 and NEXT in desk.url      # today is a Sunday: the next lesson is offered
    desk.locator(".toast2 button", has_text="撤销").click()
    expect(desk.locator("[data-name-of]")).to_have_count(0)
    phone = page_of("teacher", "phone")
    phone.goto(live_campus.url(f"{ROOM}/prepare?day=2026-09-07"))
    picture(phone, "phone")
    for view in ("/prepare?day=2026-09-07&open=1", "/prepare?day=2026-09-07&copy=all", f"/pick?day={NEXT}", "/library?kind=bank&open=1", "/reuse"):
        phone.goto(live_campus.url(ROOM + view))
        assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth"), view
        picture(phone, "phone" + view.partition("?")[0].replace("/", "-") + str(len(view)))
    phone.goto(live_campus.url(f"{ROOM}/prepare?day=2026-09-07"))
    phone.get_by_label("下移：签到").click()
    expect(phone.locator("[data-name-of]").nth(1)).to_have_text("签到")
    phone.get_by_label("更多：签到").click()
    phone.get_by_role("button", name="删除").click()
    phone.locator(".toast2 button", has_text="撤销").click()
    expect(phone.locator("[data-name-of]")).to_have_count(3)
