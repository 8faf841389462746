"""学生分组 in a real browser: by chance, a drag, a tick, and taking back; students pick on phones while the wall shows it."""

import os

import pytest
from mooctang_grouping.activity import Grouping

from mooctang_core.testing.browsing import CHROMIUM, browser_type_launch_args, live_campus, page_of
from mooctang_core.testing.campus import ROOM

SHOTS = os.environ.get("SHOTS")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no Chromium here")]
__all__ = ["browser_type_launch_args", "live_campus", "page_of"]


def shoot(page, name):
    """Keep a picture when SHOTS names a folder."""
    if SHOTS:
        page.wait_for_timeout(250)
        page.screenshot(path=f"{SHOTS}/grouping-{name}.png", full_page=name.endswith("full"))


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


@pytest.mark.feature("GRP-01", "GRP-02", "GRP-04")
def test_a_teacher_groups_by_chance_and_by_hand_and_students_pick(live_campus, page_of, campus, hall):
    phone = page_of("teacher", "phone")
    phone.goto(live_campus.url(ROOM + "/groups"))
    phone.get_by_role("button", name="随机分组").click()
    phone.get_by_text("随机分成 5 组").wait_for()
    shoot(phone, "phone-full")
    before = hall.groups()
    chip = phone.locator(".gp-group").nth(1).locator(".gp-one").first
    name = chip.inner_text()
    chip.click()
    phone.locator("#gp-to").select_option(label="第 1 组")
    shoot(phone, "phone-chosen")
    phone.get_by_role("button", name="移动").click()
    phone.get_by_text("移动了 1 人").wait_for()
    assert name in phone.locator(".gp-group").first.inner_text()
    assert not phone.locator(".gp-move").is_visible()
    phone.get_by_role("button", name="撤销").click()
    phone.get_by_text("移动了 1 人").wait_for(state="hidden")
    assert hall.groups() == before

    desk = page_of("teacher", "desktop")
    desk.goto(live_campus.url(ROOM + "/groups"))
    dragged = desk.locator(".gp-group").nth(2).locator("li").first
    who = dragged.inner_text()
    drag(desk, dragged, desk.locator(".gp-group").first.locator(".gp-people"))
    desk.get_by_text("移动了 1 人").wait_for()
    assert who in desk.locator(".gp-group").first.inner_text() and f"{len(before['第 1 组']) + 1}" in desk.locator(".gp-group h2").first.inner_text()
    shoot(desk, "desk")
    desk.locator(".gp-group").nth(1).locator("summary").click()
    desk.get_by_role("textbox", name="组名").fill("猎户座")
    shoot(desk, "desk-menu")
    desk.get_by_role("button", name="改名").click()
    desk.get_by_role("heading", name="猎户座").wait_for()
    desk.get_by_role("button", name="清空分组").click()
    desk.get_by_text("清空了分组").wait_for()
    shoot(desk, "desk-cleared")

    url = live_campus.url(campus.open(Grouping, size=2, number=6))
    wall = wall_of(live_campus, phone)
    student, other = page_of("s1", "phone"), page_of("s2", "phone")
    for page in (student, other):
        page.goto(url)
    wall.get_by_text("请用手机选组").wait_for()
    student.get_by_role("button", name="加入 第 2 组").click()
    student.get_by_text("你在 第 2 组").wait_for()
    other.locator(".gp-choice").nth(1).get_by_text("学生1").wait_for()
    wall.locator(".gp-tiles li").nth(1).get_by_text("学生1").wait_for()
    other.get_by_role("button", name="加入 第 2 组").click()
    # The board is drawn once for all; each page marks its own card, also when the next drawing comes.
    card = student.locator(".gp-choice").nth(1)
    card.get_by_text("2 / 2").wait_for()
    assert card.get_by_text("我的小组").is_visible() and not card.get_by_role("button").is_visible() and not card.get_by_text("已满").is_visible()
    assert student.locator(".gp-choice").first.get_by_role("button").is_visible() and not student.locator(".gp-choice").first.get_by_text("我的小组").is_visible()
    shoot(student, "pick")
    shoot(wall, "wall-pick")
    phone.goto(live_campus.url(ROOM))
    shoot(phone, "console")
    campus.close_activity(url[len(live_campus.url("")):])
    campus.open(Grouping, how="deal", size=5)
    wall.get_by_text("学生23").wait_for()
    shoot(wall, "wall-deal")
    student.goto(live_campus.url(ROOM + "/groups"))
    shoot(student, "mine")


def drag(page, item, target):
    """Take it, move a little, move there, let go."""
    item.scroll_into_view_if_needed()
    start, end = item.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + 30, steps=4)
    for slowly in range(8):
        page.mouse.move(end["x"] + end["width"] / 2 + slowly, end["y"] + end["height"] / 2, steps=2)
        page.wait_for_timeout(40)
    page.mouse.up()
