"""The guided merge on a phone, and taking it back at a desk, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from mooctang_core.identity import passwords
from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]
pytestmark = pytest.mark.browser
SECRET = "两只黄鹂鸣翠柳 3"


def calm(page):
    """Nothing for whoever reads with their ears, nothing wider than the screen, nothing too small for a finger."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.feature("ACC-04")
def test_a_student_merges_two_accounts_and_a_manager_takes_it_back(live_campus, page_of, campus):
    with campus.writing("alliance") as alliance:
        for who in ("s1", "s2"):
            passwords.set_password(alliance.accounts[campus.aid(who)], passwords.hash(SECRET))
    url = campus.open(campus.host.kinds["checkin"][1])
    for who in ("s1", "s2"):
        campus.post(who, url, "submit")
    phone = page_of("s2", "phone", language="zh_CN")
    phone.goto(live_campus.url("/account/merge"))
    calm(phone)
    prove(phone)
    phone.get_by_label("密码", exact=True).fill(SECRET)
    phone.locator("main form button[type=submit]").last.click()
    prove(phone)
    phone.get_by_role("heading", name="两边各有什么").wait_for()
    calm(phone)
    phone.get_by_label("100012026001").check()
    phone.get_by_label("两个账号都是我自己的").check()
    phone.get_by_role("button", name="合并成一个账号").click()
    phone.get_by_role("heading", name="正在合并").wait_for()
    campus.run_jobs()
    phone.get_by_role("link", name="看看好了没有").click()
    phone.get_by_role("heading", name="合并好了").wait_for()
    desk = page_of("manager", "desktop", language="en")
    desk.goto(live_campus.url("/manage/merges"))
    calm(desk)
    desk.get_by_role("button", name="Undo the merge of 学生1").click()
    desk.locator("dialog button.btn-primary, dialog button.btn-bad").first.click()
    desk.get_by_text("becoming two accounts again").wait_for()


def prove(page):
    page.get_by_label("另一个账号的登录名").fill("2026001")
    page.get_by_label("另一个账号的密码").fill(SECRET)
    page.get_by_role("button", name="看看两边各有什么").click()
