"""On a phone and at a desk: a teacher makes a classroom and sets it up, a student joins it and leaves again."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of
from tests.front.test_look import SMALL
from tests.pages.stage import ROOM

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]
pytestmark = pytest.mark.browser
PICTURES = os.environ.get("PICTURES")


def looked_at(page, name):
    """Nothing runs off the side and every target has a finger's width; PICTURES=folder keeps what was seen."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert page.viewport_size["width"] > 600 or page.evaluate(SMALL) == [], name


@pytest.mark.feature("CLS-01", "CLS-03", "CLS-06", "CLS-07", "CLS-11")
def test_from_a_new_classroom_to_a_student_who_leaves(campus, live_campus, page_of):
    phone = page_of("teacher", "phone")
    phone.goto(live_campus.url("/my"))
    looked_at(phone, "my-teacher")
    phone.get_by_role("link", name="新建课堂").click()
    phone.get_by_label("课堂名称").fill("物理 3 班")
    phone.get_by_label("上课时间").fill("周二 3–4 节")
    phone.get_by_text("不关联任何课程").click()
    looked_at(phone, "new")
    phone.get_by_role("button", name="新建课堂").click()
    phone.get_by_text("建好了，课堂码").wait_for()
    home = phone.url.partition("?")[0]
    phone.goto(home + "settings?q=%E7%8E%8B%E8%80%81%E5%B8%88")
    looked_at(phone, "settings-phone")
    phone.get_by_role("button", name="添加王老师").click()
    phone.get_by_text("已保存老师和助教").wait_for()
    code = phone.locator(".big-code").inner_text().replace(" ", "")
    student = page_of("s1", "phone")
    student.goto(live_campus.url(f"/join/{code}"))
    looked_at(student, "join")
    student.get_by_role("button", name="加入课堂").click()
    student.get_by_text("已加入课堂").wait_for()
    looked_at(student, "joined")
    student.get_by_label("更多").click()
    student.get_by_role("link", name="退出课堂").click()
    looked_at(student, "leave")
    student.get_by_role("button", name="退出课堂").click()
    student.get_by_text("已退出").wait_for()
    desk = page_of("teacher", "desktop", language="en")
    for name, path in (("roster", ROOM + "roster"), ("settings", ROOM + "settings?q=2026001"), ("write", ROOM + "write"), ("remove", ROOM + "remove?person=east-s1&person=east-s2"),
                       ("terms", "/linkable-terms"), ("new", "/new-classroom"), ("my", "/my"), ("member", ROOM + "member?person=east-s1")):
        desk.goto(live_campus.url(path))
        looked_at(desk, f"{name}-desk")
    phone.goto(live_campus.url(ROOM + "roster"))
    phone.locator(".tick-box").first.click()
    looked_at(phone, "roster-phone")
    phone.get_by_role("button", name="移出勾选的").click()
    looked_at(phone, "remove-phone")
    phone.get_by_role("button", name="移出课堂").click()
    phone.get_by_role("button", name="撤销").click()
    phone.get_by_text("已放回课堂").wait_for()


def test_nothing_on_these_pages_stands_in_the_way_of_anybody(live_campus, page_of):
    page = page_of("teacher", "phone", bypass_csp=True)
    for path in ("/my", "/new-classroom", ROOM + "settings?q=2026001", ROOM + "roster", ROOM + "write"):
        page.goto(live_campus.url(path))
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
