"""点名 in real browsers: one tap calls, one scores, one calls the next; the wall and the student's phone follow."""

import os

import mooctang_checkin.activity
import pytest
from mooctang_rollcall.activity import RollCall
from playwright.sync_api import expect

from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]
SHOTS = os.environ.get("ROLLCALL_SHOTS")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def base_url():
    """None: each test has a server of its own."""
    return None


def shot(page, name):
    if SHOTS:
        page.wait_for_timeout(250)
        page.screenshot(path=f"{SHOTS}/{name}.png")


def fits(page):
    """No sideways scrolling; everything to press is large enough."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate("""[...document.querySelectorAll('.rollcall a.btn, .rollcall button')]
        .filter(e => e.offsetParent && (e.offsetHeight < 44 || e.offsetWidth < 44)).map(e => e.outerHTML.slice(0, 120))""")
    assert small == []


@pytest.mark.feature("ROL-01", "ROL-02", "ROL-04", "BEY-10")
def test_one_tap_each(live_campus, page_of, campus):
    check = campus.open(mooctang_checkin.activity.CheckIn)
    campus.post("s2", check, "submit")
    campus.close_activity(check)
    url = campus.open(RollCall)
    teacher, student = page_of("teacher", "phone"), page_of("s2", "phone")
    teacher.goto(live_campus.url(campus.room))
    student.goto(live_campus.url(campus.room))
    shot(teacher, "console-before")
    teacher.get_by_role("button", name="随机点一个").click()
    expect(teacher.locator(".rc-name b")).to_have_text("学生2")
    expect(student.locator("#mine")).to_contain_text("老师点到你了")
    shot(student, "student-called")
    student.get_by_text("老师点到你了").click()
    student.get_by_role("button", name="到", exact=True).click()
    expect(student.locator(".rc-you")).to_have_count(0)
    expect(teacher.locator(".rc-one")).to_contain_text("手机上答了")
    teacher.get_by_role("button", name="评 8 分").click()
    expect(teacher.get_by_role("button", name="评 8 分")).to_have_attribute("aria-pressed", "true")
    shot(teacher, "console-scored")
    fits(teacher)
    expect(student.locator("#face")).to_contain_text("8 分")
    shot(student, "student-scored")
    teacher.get_by_role("button", name="从全体成员里点").click()
    teacher.get_by_role("button", name="再点一个").click()
    expect(teacher.locator(".rc-name b")).not_to_have_text("学生2")
    teacher.get_by_role("link", name="为什么是这位同学").click()
    expect(teacher.get_by_text("抽到的还是这位同学")).to_be_visible()
    shot(teacher, "why")
    assert teacher.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk = page_of("teacher", "desktop")
    desk.goto(live_campus.url(url + "choose"))
    shot(desk, "choose-desk")
    desk.goto(live_campus.url(url))
    shot(desk, "results-desk")


def paired(page_of, live_campus, campus, **look):
    """A screen of a hall that shows this class."""
    wall = page_of(None, "projector", slug="alliance", **look)
    wall.goto(live_campus.url("/tp", "alliance"))
    campus.post("teacher", campus.room, "/wall-pair", code=wall.locator(".code").first.inner_text().replace(" ", ""))
    expect(wall.locator(".stage")).to_contain_text("PHY")
    return wall


@pytest.mark.feature("ROL-04")
def test_the_wall_draws_with_motion_and_without(live_campus, page_of, campus):
    url = campus.open(RollCall)
    still = paired(page_of, live_campus, campus)
    moving = paired(page_of, live_campus, campus, reduced_motion="no-preference")
    campus.post("teacher", url, "draw")
    expect(moving.locator(".rc-reel")).to_be_visible()
    shot(moving, "wall-moving")
    expect(still.locator(".one-name")).to_be_visible()
    assert not still.locator(".rc-reel").is_visible()
    shot(still, "wall-still")
    moving.wait_for_timeout(2400)
    assert moving.evaluate("getComputedStyle(document.querySelector('.one-name')).opacity") == "1"
    shot(moving, "wall-after")
    campus.post("teacher", url, "switch", what="animate", be="no")
    campus.post("teacher", url, "draw")
    expect(moving.locator(".rc-from")).to_contain_text("2")
    assert moving.locator(".rc-reel").count() == 0
