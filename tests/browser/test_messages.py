"""From a message to the outbox, on a phone and at a desk: told, sorted, chosen, seen by the manager; every target is wide enough and axe is content."""

import os
import types

import pytest
from playwright.sync_api import expect

from mooctang_core.channels import ChannelDown
from mooctang_core.flows.telling import send_notice
from mooctang_core.hookspecs import hookimpl
from mooctang_core.parts import Notice
from tests.browser.test_pages import SMALL, problems
from tests.pages.stage import ROOM

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TOLD = (("announcement", "公告：周五的课改到教三 305", "请互相转告，带上实验报告。"), ("task", "新的课外任务：第三章习题", "11-28 23:59 截止"),
        ("classspace", "老师在班级空间回复了你", ""), ("account", "手机号已绑定到你的账号", ""))


class Away:
    word = "email"
    title = "邮件"

    def deliver(self, message, address):
        raise ChannelDown("the mail server mail.east.test:587 does not answer (TimeoutError)")


@pytest.fixture
def told(campus):
    module = types.ModuleType("away_plugin")
    module.notify_channels = hookimpl(lambda school: [Away()])
    campus.host.add("away", module)
    with campus.writing() as school:
        school.enabled_plugins.add("away")
        for kind, title, text in TOLD:
            send_notice(school, campus.host, Notice(title, text, ROOM, (campus.aid("s1"), campus.aid("teacher")), kind), campus.clock())
    campus.app.registry.jobs.delivery.run()


def look(page, name, fingers=True):
    """No sideways scrolling, wide targets on a phone, nothing for axe; and a picture for whoever wants one."""
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth") and problems(page) == []
    assert not fingers or page.evaluate(SMALL) == []
    if os.environ.get("PICTURES"):
        page.screenshot(path=f"{os.environ['PICTURES']}/{name}.png", full_page=True)


@pytest.mark.feature("MSG-01", "MSG-02", "MSG-03")
def test_told_sorted_chosen_and_seen_in_the_outbox(live_campus, told):
    phone = live_campus.page("teacher", "phone", bypass_csp=True)
    phone.goto(live_campus.url("/messages"))
    look(phone, "messages")
    phone.get_by_role("link", name="课件和任务").click()
    expect(phone.get_by_role("button", name="第三章习题")).to_be_visible()
    phone.get_by_role("link", name="消息设置").click()
    look(phone, "settings")
    phone.locator("input[value='email reply']").uncheck()
    phone.get_by_role("button", name="保存").click()
    expect(phone.get_by_role("status").first).to_contain_text("已保存")
    expect(phone.locator("input[value='email reply']")).not_to_be_checked()
    desk = live_campus.page("manager", "desktop", language="en", bypass_csp=True)
    desk.goto(live_campus.url("/manage/outbox"))
    look(desk, "outbox", fingers=False)
    desk.get_by_role("button", name="Do not send").first.click()
    expect(desk.locator(".outbox").get_by_text("Stopped").first).to_be_visible()
    narrow = live_campus.page("manager", "phone", bypass_csp=True)
    narrow.goto(live_campus.url("/manage/outbox"))
    look(narrow, "outbox-phone")
