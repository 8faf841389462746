"""In a real browser: a manager runs the courses, at a desk and on a phone; the pages fit, and axe finds nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mooctang_core.testing.browsing import *  # noqa: F403
from mooctang_core.testing.campus import ROOM

from .test_licensing import lay
from .test_reviewing import WHOLE

pytestmark = pytest.mark.browser
SMALL = """() => [...document.querySelectorAll('main :is(a,button,input:not([type=hidden]),select,textarea,summary)')].filter((node) => {
  if (node.closest('[hidden],dialog:not([open]),details:not([open]) > :not(summary)') || node.matches('p a, .visually-hidden')) return false;
  const box = (node.matches('[type=radio],[type=checkbox]') ? node.closest('label') || node.parentElement : node).getBoundingClientRect();
  return box.width && box.height && (box.width < 43.5 || box.height < 43.5);
}).map((node) => `${node.className || node.tagName} ${node.textContent.trim().slice(0, 20)}`)"""
PAGES = (("manager", "east", "/manage/courses"), ("manager", "east", "/manage/courses/logic"), ("manager", "east", "/manage/recommendations"), ("manager", "east", "/manage/log?check=yes"),
         ("teacher", "east", "/courses/logic/details"), ("s1", "east", f"{ROOM}/diary"), ("west:manager", "west", "/manage/licences/a1"),
         ("operator", "alliance", "/operate/courses"), ("operator", "alliance", "/operate/courses/a1"))


@pytest.fixture(scope="session")
def base_url():
    """None: the test has a server of its own."""
    return None


def lay_out(campus):
    lay(campus, "logic", "逻辑学")
    lay(campus, "ethics", "伦理学")
    manager, operator = campus.browser("manager"), campus.browser("operator", slug="alliance")
    campus.browser("teacher").get(f"{ROOM}/gradebook")
    manager.post("/manage/courses/ethics", step="recommend", note="开了三年，反响很好")
    operator.post("/operate/courses", step="create", title="公共卫生导论", summary="人人都要懂")
    operator.post("/operate/courses/a1", step="grant", school="west", starts="", until="2026-12-31", fee="每学期 2000 元")


@pytest.mark.feature("ADM-08", "MOB-02")
def test_courses_are_run_at_a_desk_and_on_a_phone(live_campus, campus, tmp_path):
    lay_out(campus)
    desk = live_campus.page("manager", "desktop")
    desk.goto(live_campus.url("/manage/courses"))
    desk.get_by_label("课程名称").fill("有机化学")
    desk.get_by_label("运行教师（只有一位）").select_option(label="王老师")
    desk.get_by_role("button", name="新建课程").click()
    desk.get_by_role("link", name="课程资料").click()
    for word, value in WHOLE.items():
        desk.locator(f"#f-{word}").fill(value)
    desk.get_by_role("button", name="保存并提交审核").click()
    expect(desk.get_by_text("课程正在审核")).to_be_visible()
    desk.get_by_role("link", name="审核、课程组和日期").click()
    desk.get_by_role("button", name="通过", exact=True).click()
    expect(desk.get_by_text("大家看得到这门课程")).to_be_visible()
    wrong, pages = {}, {}
    for size, language, shown in (("phone", "zh_CN", PAGES), ("desktop", "en", PAGES[1:7:2])):
        for at, (who, slug, path) in enumerate(shown):
            key = (size, who)
            page = pages.get(key) or pages.setdefault(key, live_campus.page(who, size, slug=slug, language=language, bypass_csp=True))
            page.goto(live_campus.url(path, slug))
            page.screenshot(path=str(tmp_path / f"{size}-{at}.png"), full_page=True)
            found = [rule["id"] + ": " + node["html"][:120] for rule in Axe().run(page).response["violations"] for node in rule["nodes"]] if size == "phone" else []
            small = page.evaluate(SMALL) if size == "phone" else []
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            if found or small or wide:
                wrong[f"{size} {path}"] = (found, small, wide)
    assert not wrong
