"""A whole class from two phones: the taps and seconds that design promises, the simulated student, and the valve at the bell."""

import re

import pytest
from playwright.sync_api import expect

from mooctang_core.flows import preparing
from mooctang_core.model.base import find
from mooctang_core.testing import Campus
from mooctang_core.testing.campus import ROOM as PATH

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOM = f"{PATH}/"
NOW = "performance.timeOrigin + performance.now()"
QUESTION = {"id": "q1", "type": "single", "text": "加速度的单位是？", "score": 5, "key": "b", "explain": "速度的变化率",
            "options": [{"id": "a", "text": "m/s"}, {"id": "b", "text": "m/s²"}]}
BUSY = """(name) => new Promise((done) => {
  const button = [...document.querySelectorAll('#room button')].find((one) => one.textContent.includes(name)), began = performance.now();
  const look = () => {
    const busy = button.querySelector('.when-busy');
    getComputedStyle(busy).display === 'none' ? setTimeout(look, 5) : done([performance.now() - began, busy.textContent]);
  };
  button.click();
  look();
})"""


@pytest.fixture
def campus(tmp_path):
    made = Campus(tmp_path, students=6)
    yield made
    made.close()


@pytest.fixture
def plan(campus):
    """A quiz of one question, planned for today."""
    with campus.writing() as school:
        room = find(school, PATH)
        plan = preparing.plan_for(room, preparing.day_of(room, campus.clock()))
        preparing.prepare(plan, campus.host.kinds["quiz"][1], {"questions": [QUESTION], "minutes": 5}, campus.aid("teacher"), title="动量守恒")


class Hand:
    """Taps on one page, counted, and the time since the first."""

    def __init__(self, page):
        self.page, self.taps, self.began = page, 0, None

    def tap(self, locator):
        self.began = self.began or self.page.evaluate(NOW)
        self.taps += 1
        locator.click()

    def done(self, most, seconds):
        taken, taps = (self.page.evaluate(NOW) - self.began) / 1000, self.taps
        self.taps, self.began = 0, None
        assert taps <= most and taken <= seconds, f"{taps} taps, {taken:.1f} s"


@pytest.mark.feature("SES-01", "SES-03", "SES-05", "SES-06", "PREP-05")
def test_the_taps_and_seconds_of_a_class(live_campus, page_of, campus, plan):
    campus.end()
    remote, phone = page_of("teacher"), page_of("s1")
    teacher, student = Hand(remote), Hand(phone)
    phone.goto(live_campus.url(ROOM))
    expect(phone.get_by_role("heading", name="当前课堂还没开始上课")).to_be_visible()
    phone.evaluate("document.body.dataset.same = 'page'")
    remote.goto(live_campus.url(ROOM))
    # (b) start: one tap, and the students' open pages know
    teacher.tap(remote.get_by_role("button", name="开始上课"))
    expect(remote.locator("#presence")).to_contain_text("已上课")
    teacher.done(1, 3)
    expect(remote.locator(".toast2")).to_contain_text("已开始上课：物理一班")
    expect(phone.get_by_role("heading", name="正在上课")).to_be_visible(timeout=1500)
    # check-in: two taps with the settings of last time
    teacher.tap(remote.locator(".tools").get_by_role("link", name="签到"))
    teacher.tap(remote.get_by_role("button", name="发布"))
    expect(remote.locator("#console .now .pill")).to_have_text("签到进行中")
    teacher.done(2, 5)
    expect(phone.locator("#room").get_by_role("button", name="签到")).to_be_visible(timeout=1500)
    assert phone.evaluate("document.body.dataset.same") == "page"
    # (c) who scans: the page says what to do, one tap more, and the button answers at once
    scanning = page_of("s2")
    scanner = Hand(scanning)
    scanning.goto(live_campus.url("/join/PHY234"))
    expect(scanning.get_by_role("heading", name="大学物理")).to_be_visible()
    scanner.tap(scanning.locator("#room").get_by_role("button", name="签到"))
    expect(scanning.locator(".checked")).to_contain_text("签到")
    scanner.done(2, 5)
    waited, label = phone.evaluate(BUSY, "签到")
    assert waited <= 100 and label == "正在提交"
    expect(phone.locator(".checked")).to_be_visible()
    remote.get_by_role("button", name="结束").click()
    # what was prepared: one tap, and five seconds in which it can be taken back
    teacher.tap(remote.locator("#console").get_by_role("button", name="发布"))
    expect(remote.locator("#console h2").first).to_have_text("动量守恒")
    teacher.done(1, 3)
    remote.locator(".toast2").get_by_role("button", name="撤销").click()
    expect(remote.locator(".toast2")).to_contain_text("已撤销发布")
    expect(phone.get_by_role("heading", name="正在上课")).to_be_visible()
    remote.locator("#console").get_by_role("button", name="发布").click()
    expect(phone.locator("#room h2")).to_have_text("动量守恒", timeout=1500)
    teacher.tap(remote.get_by_role("button", name="+30 秒"))
    expect(remote.locator("#console [data-clock]")).to_have_text(re.compile("05:(2[0-9]|30)"))
    teacher.done(1, 3)
    # (d) a single choice: choose, submit
    phone.locator("#room a.to-do").click()
    student.tap(phone.get_by_text("m/s²"))
    student.tap(phone.get_by_role("button", name="提交").last)
    expect(phone.locator("#face")).to_contain_text("已提交")
    student.done(2, 5)
    expect(remote.locator("#console .face-in")).to_contain_text(re.compile(r"1\s*/ 6"), timeout=2000)
    # close and publish: one tap, and the result is on the open phone
    teacher.tap(remote.get_by_role("button", name="结束并公布"))
    expect(remote.get_by_role("heading", name="现在没有进行中的活动")).to_be_visible()
    teacher.done(1, 3)
    expect(phone.locator("#face")).to_contain_text(re.compile(r"5\s*/ 5 分"), timeout=2000)


@pytest.mark.feature("CLS-09", "MOB-02")
def test_a_simulated_student_in_a_tab_of_its_own(live_campus, page_of, campus):
    campus.open(campus.host.kinds["checkin"][1])
    remote = page_of("teacher")
    remote.goto(live_campus.url(ROOM))
    remote.get_by_label("更多：").click()
    menu = remote.locator(".menu-list")
    for entry in ("学生分组", "历史课堂", "下课", "课堂与备课记录", "平时成绩", "学生管理"):
        expect(menu.get_by_text(entry, exact=True)).to_be_visible()
    with remote.context.expect_page() as opened:
        menu.get_by_role("button", name="模拟学生").click()
    tab = opened.value
    expect(tab.locator(".as-student")).to_contain_text("不计入任何统计")
    tab.locator("#room").get_by_role("button", name="签到").click()
    expect(tab.locator(".checked")).to_be_visible()
    expect(remote.locator("#console .face-in")).to_contain_text(re.compile(r"0\s*/ 6"))
    expect(remote.locator("#presence")).to_contain_text("0 / 6 人在线")
    tab.get_by_role("button", name="离开").click()
    expect(tab.locator("#console")).to_be_visible()


@pytest.mark.feature("BEY-29")
def test_at_the_bell_a_large_room_spreads_and_a_small_one_does_not(live_campus, page_of, campus, monkeypatch):
    phone = page_of("s1")
    phone.goto(live_campus.url(ROOM))
    delay = "([...given]) => mooctang.valve.delay(...given)"
    for given, wanted in (((0, 0, 9e9, 1), 0), ((3, 0, 9e9, 0.5), 1500), ((3, 20_000, 9e9, 1), 0), ((3, 0, 2500, 1), 1500), ((3, 0, 500, 1), 0)):
        assert phone.evaluate(delay, given) == wanted, given
    expect(phone.locator("html")).to_have_attribute("data-net", "on")
    phone.evaluate("Math.random = () => 0.5")

    def tap():
        began = phone.evaluate(NOW)
        waited, label = phone.evaluate(BUSY, "签到")
        assert waited <= 100 and label == "正在提交"
        expect(phone.locator(".checked")).to_be_visible()
        return (phone.evaluate(NOW) - began) / 1000

    checkin = campus.host.kinds["checkin"][1]
    url = campus.open(checkin)
    expect(phone.locator("#room").get_by_role("button", name="签到")).to_be_visible()
    assert tap() < 1.0, "nothing perceptible in a small room"
    campus.close_activity(url)
    monkeypatch.setattr(campus.app.registry.hub, "presence", lambda school, room: {"connected": 2000})
    campus.open(checkin)
    expect(phone.locator("#room")).to_have_attribute("data-spread", "3.0")
    expect(phone.locator("#room").get_by_role("button", name="签到")).to_be_visible()
    began = phone.evaluate(NOW)
    phone.evaluate(BUSY, "签到")
    expect(phone.locator("[data-activity][data-mine=done]")).to_be_visible(timeout=5000)
    assert 1.4 < (phone.evaluate(NOW) - began) / 1000 < 3
