"""On a real phone: into the class, who one is asked over the page that goes on, certified; at a desk the school settles and prints."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mooctang_core.testing.browsing import *  # noqa: F403
from mooctang_core.testing.campus import ROOM

from .conftest import CODE

pytestmark = pytest.mark.browser


def clean(page):
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.feature("CERT-06")
def test_a_phone_joins_says_who_it_is_and_certifies_and_the_school_prints(live_campus, campus):
    phone = live_campus.page("outsider", "phone", bypass_csp=True)
    phone.goto(live_campus.url("/join/PHY234"))
    phone.get_by_role("button", name="加入课堂").click()
    sheet = phone.get_by_role("dialog", name="请填写学号和姓名")
    expect(sheet).to_be_visible()
    assert phone.evaluate("document.querySelector('dialog:modal') !== null")
    expect(phone.locator("html")).to_have_attribute("data-net", "on")
    clean(phone)
    sheet.get_by_label("学号").fill("2026101")
    sheet.get_by_label("姓名").fill("娜娜")
    sheet.get_by_role("button", name="保存，继续上课").click()
    expect(phone.get_by_role("dialog")).to_have_count(0)
    phone.get_by_role("link", name="未认证").click()
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_label("姓名", exact=True).first.fill("欧阳娜娜")
    phone.get_by_label("你的认证码").fill(CODE.lower())
    phone.get_by_role("button", name="完成认证").click()
    phone.wait_for_url(f"**{ROOM}/")
    expect(phone.get_by_role("link", name="未认证")).to_have_count(0)
    desk = live_campus.page("manager", "desktop", bypass_csp=True)
    desk.goto(live_campus.url("/manage/codes"))
    desk.get_by_role("checkbox", name="一班").check()
    desk.get_by_role("button", name="给没有的生成并打印").click()
    expect(desk.locator(".slip")).to_have_count(3)
    clean(desk)
    desk.goto(live_campus.url("/manage/certifications?find=2026101"))
    desk.get_by_text("欧阳·娜娜").click()
    clean(desk)
    desk.get_by_role("button", name="解除").click()
    expect(desk.get_by_text("已解除认证，记录都留在原来的账号里。")).to_be_visible()
