"""One walk through the administration of people, at a desk and with a phone: bring a list, mend it, let it in, print a class's slips."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of
from tests.people.files import GOOD, book, student

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]
LOOK = None


def seen(page, name):
    if LOOK:
        page.screenshot(path=f"{LOOK}/{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than its screen"


def targets(page, name):
    small = page.evaluate("""[...document.querySelectorAll('a,button,input:not([type=hidden]),select,summary,textarea')].filter(one => { const box = (one.closest('label') || one).getBoundingClientRect();
        return one.checkVisibility() && box.width && !one.classList.contains('skip') && (box.height < 43.5 || box.width < 43.5) }).map(one => one.outerHTML.slice(0, 120))""")
    assert small == [], f"{name}: too small for a finger: {small}"


@pytest.mark.browser
@pytest.mark.feature("ADM-03", "ADM-04", "BEY-09")
def test_a_list_is_brought_mended_and_printed(live_campus, page_of, tmp_path):
    file = tmp_path / "roster.xlsx"
    file.write_bytes(book(GOOD, student("2026401", name="韩梅梅"), student("2026402", name="很长的名字" * 8, 性别="x", 出生年月="1990")))
    campus, importing = live_campus.campus, live_campus.campus.app.registry.jobs.importing
    desk = page_of("manager", "desktop")
    desk.goto(live_campus.url("/manage"))
    seen(desk, "home-desk")
    desk.goto(live_campus.url("/manage/import"))
    seen(desk, "imports-desk")
    desk.set_input_files("#file", str(file))
    desk.get_by_role("button", name="上传并检查").click()
    expect(desk.get_by_text("正在读取").first).to_be_visible()
    importing.run()
    expect(desk.get_by_role("heading", name="2 行可以导入")).to_be_visible()
    seen(desk, "import-desk")
    desk.get_by_label("性别").first.fill("女")
    desk.get_by_label("出生年月").first.fill("19900101")
    desk.get_by_role("button", name="保存修改，重新检查").click()
    importing.run()
    expect(desk.get_by_role("heading", name="3 行可以导入")).to_be_visible()
    desk.get_by_role("button", name="全部导入").click()
    importing.run()
    expect(desk.get_by_role("heading", name="导入完成")).to_be_visible()
    seen(desk, "done-desk")
    for name, path in (("students", "/manage/students"), ("person", "/manage/person?number=100012026402"), ("classes", "/manage/classes"), ("class", "/manage/class?name=临床一班")):
        desk.goto(live_campus.url(path))
        seen(desk, f"{name}-desk")
    desk.get_by_role("button", name="打印激活单").click()
    expect(desk.locator(".once-slip")).to_have_count(3)
    seen(desk, "slips-desk")
    phone = page_of("manager", "phone", language="en")
    with campus.reading() as school:
        name = school.imports.last
    for word, path in (("home", "/manage"), ("students", "/manage/students"), ("person", "/manage/person?number=100012026402"), ("new", "/manage/people/new"), ("imports", "/manage/import"),
                       ("import", f"/manage/import/{name}"), ("classes", "/manage/classes"), ("class", "/manage/class?name=临床一班"), ("changes", "/manage/changes"), ("managers", "/manage/managers")):
        phone.goto(live_campus.url(path))
        seen(phone, f"{word}-phone")
        targets(phone, word)
    student_phone = page_of("s1", "phone")
    student_phone.goto(live_campus.url("/record"))
    student_phone.get_by_text("申请修改").click()
    seen(student_phone, "record-phone")
    checked = page_of("manager", "phone", bypass_csp=True)
    for path in ("/manage/import", f"/manage/import/{name}", "/manage/person?number=100012026402", "/manage/classes"):
        checked.goto(live_campus.url(path))
        assert Axe().run(checked).response["violations"] == [], path
