"""公告 and 教案 in real browsers: the page says that it was read, one tap confirms, the phone turns the wall's pages."""

import os

import pytest
from playwright.sync_api import expect

from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]
SHOTS = os.environ.get("ANNOUNCEMENT_SHOTS")
pytestmark = pytest.mark.browser
PAINTED = """() => { const canvas = document.querySelector('[data-pdf]').shadowRoot?.firstChild;
  if (!canvas?.width) return 0;
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let dark = 0; for (let at = 0; at < data.length; at += 4) if (data[at] < 120 && data[at + 3]) dark += 1;
  return dark; }"""


@pytest.fixture(scope="session")
def base_url():
    """None: each test has a server of its own."""
    return None


def shot(page, name):
    if SHOTS:
        page.wait_for_timeout(250)
        page.screenshot(path=f"{SHOTS}/{name}.png")


def drawn(page, number):
    """The slide stands there, and there is something on it."""
    expect(page.locator("[data-pdf]")).to_have_attribute("data-drawn", str(number))
    assert page.evaluate(PAINTED) > 50


@pytest.mark.feature("ANN-01", "BEY-26")
def test_it_says_by_itself_that_it_was_read(live_campus, page_of, campus):
    teacher, student = page_of("teacher", "phone"), page_of("s1", "phone")
    teacher.goto(live_campus.url(f"{campus.room}/sessions/1/add?kind=announcement"))
    teacher.get_by_role("link", name="课后作业").click()
    expect(teacher.get_by_label("内容")).to_have_value("**要完成的**\n\n1. \n2. \n\n**提交方式**：\n\n**截止时间**：")
    shot(teacher, "teacher-template")
    teacher.get_by_label("内容").fill("**要完成的**\n\n1. 习题 3.4\n2. 读第四章\n\n**截止时间**：周五 18:00")
    teacher.get_by_role("button", name="发布").click()
    student.goto(live_campus.url(campus.room))
    shot(student, "student-home")
    student.locator("main").get_by_role("link", name="课后作业").first.click()
    expect(student.get_by_text("读第四章")).to_be_visible()
    teacher.goto(live_campus.url(f"{campus.room}/sessions/1/1/"))
    expect(teacher.locator("#face")).to_contain_text("再发给没看到的 2 人")
    student.get_by_role("button", name="我已知道").click()
    expect(student.locator("#face .okc")).to_contain_text("我已知道")
    shot(student, "student-known")
    expect(teacher.locator("#face .big b")).to_have_text("1")
    shot(teacher, "teacher-results")
    teacher.get_by_role("link", name="谁看到了，谁没有").click()
    expect(teacher.get_by_text("从来没有登录过").first).to_be_visible()
    shot(teacher, "teacher-receipts")
    assert teacher.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.feature("ANN-02")
def test_the_phone_turns_the_walls_pages(live_campus, page_of, campus, slides):
    campus.browser("teacher").post(
        f"{campus.room}/sessions/1/add?kind=lessonplan", files=[("slides", "力学.pdf", slides)], text="**第一节** 牛顿定律", now="now")
    wall = page_of(None, "projector", slug="alliance")
    wall.goto(live_campus.url("/tp", "alliance"))
    campus.post("teacher", campus.room, "/wall-pair", code=wall.locator(".code").first.inner_text().replace(" ", ""))
    drawn(wall, 1)
    shot(wall, "wall-1")
    teacher = page_of("teacher", "phone")
    teacher.goto(live_campus.url(f"{campus.room}/sessions/1/1/"))
    drawn(teacher, 1)
    expect(teacher.get_by_text("第 1 页，共 3 页")).to_be_visible()
    teacher.get_by_role("button", name="下一页").click()
    drawn(wall, 2)
    drawn(teacher, 2)
    shot(teacher, "teacher-slides")
    shot(wall, "wall-2")
    teacher.get_by_role("button", name="上一页").click()
    drawn(wall, 1)
    teacher.get_by_role("button", name="发给学生").click()
    expect(teacher.get_by_text("已发给学生")).to_be_visible()
    student = page_of("s1", "phone")
    student.goto(live_campus.url(f"{campus.room}/sessions/1/1/"))
    expect(student.get_by_role("link", name="打开课件")).to_be_visible()
    shot(student, "student-lesson")
