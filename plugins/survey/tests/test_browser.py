"""问卷 in real browsers: every type on a phone, the cloud at the desk and on the wall, and an anonymous one that keeps quiet."""

import os

import pytest
from playwright.sync_api import expect
from survey_samples import ALL, SINGLE, WORDS, filled

from mooctang_core.testing.browsing import CHROMIUM, browser_type_launch_args, live_campus, page_of

SHOTS = os.environ.get("SURVEY_SHOTS")
SAID = ("例题讲得很清楚，希望再多一点例题", "节奏有点快，公式推导跟不上", "课堂讨论很有意思，小组合作效果好", "作业有点多，期中前能少一些吗", "演示实验印象很深，容易理解",
        "希望课件提前发，方便预习", "老师讲课生动，例题贴近生活", "希望多做演示实验，少讲公式推导", "讨论的时间再长一点就好了", "例题和作业的难度差得有点大", "实验很有意思")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no Chromium here")]
__all__ = ["browser_type_launch_args", "live_campus", "page_of"]


@pytest.fixture(scope="session")
def base_url():
    """None: each test has a server of its own."""
    return None


def shot(page, name, **more):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", **more)


def no_sideways(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def put_up(live_campus, campus):
    """A wall in the hall, paired with this class."""
    wall = live_campus.page(None, "projector", slug="alliance")
    wall.goto(live_campus.url("/tp", "alliance"))
    campus.post("teacher", campus.room, "/wall-pair", code=wall.locator(".code").first.inner_text().replace(" ", ""))
    return wall


@pytest.mark.feature("SUR-01", "SUR-02", "BEY-28")
def test_from_a_phone_to_the_wall(live_campus, page_of, campus, hall):
    url = hall.open(title="课程反馈")
    for number, text in enumerate(SAID, start=2):
        answer = filled(q1="aab"[number % 3], q2=text, q3=str(3 + number % 3), q4=("abc", "bca", "bac")[number % 3], q7="光学")
        hall.send(f"s{number}", url, **answer)
    phone, desk = page_of("s1", "phone"), page_of("teacher", "desktop")
    phone.goto(live_campus.url(campus.room))
    phone.get_by_role("link", name="去填写").click()
    shot(phone, "phone-sheet", full_page=True)
    no_sideways(phone)
    phone.get_by_text("合适").click()
    phone.locator("textarea[name=q2]").fill("例题再多一点")
    phone.locator(".sv-step").nth(3).click()
    for word, place in zip("abc", "213", strict=True):
        phone.locator(f"select[name='q4.{word}']").select_option(place)
    phone.get_by_text("课件").click()
    phone.get_by_text("对", exact=True).click()
    shot(phone, "phone-filled", full_page=True)
    phone.locator("[data-submit]").click()
    if phone.get_by_role("dialog").count():
        phone.get_by_role("dialog").get_by_role("button", name="提交").click()
    expect(phone.get_by_text("已提交，谢谢你。")).to_be_visible()
    shot(phone, "phone-done")
    wall = put_up(live_campus, campus)
    desk.goto(live_campus.url(url))
    expect(desk.locator(".chart.cloud.wide").first).to_be_visible()
    shot(desk, "desk", full_page=True)
    no_sideways(desk)
    expect(wall.get_by_text("节奏怎么样")).to_be_visible()
    shot(wall, "wall-options")
    desk.get_by_role("button", name="投这一题").first.click()
    expect(wall.locator(".chart.cloud.wide")).to_be_visible()
    shot(wall, "wall-cloud")
    for number, name in ((1, "rating"), (2, "ranking")):
        desk.get_by_role("button", name="投这一题").nth(number).click()
        expect(wall.get_by_text(ALL[number + 1]["text"])).to_be_visible()
        shot(wall, f"wall-{name}")
    hands = page_of("teacher", "phone")
    hands.goto(live_campus.url(url))
    expect(hands.locator(".chart.cloud.narrow").first).to_be_visible()
    shot(hands, "teacher-phone", full_page=True)
    no_sideways(hands)


@pytest.mark.feature("SUR-03", "BEY-24")
def test_an_anonymous_one_keeps_quiet(live_campus, page_of, campus, hall):
    url = hall.open(SINGLE, WORDS, anonymous=True, title="匿名反馈")
    phone, desk, hands = page_of("s1", "phone"), page_of("teacher", "desktop"), page_of("teacher", "phone")
    wall = put_up(live_campus, campus)
    phone.goto(live_campus.url(url))
    expect(phone.get_by_text("这是匿名问卷")).to_be_visible()
    phone.get_by_text("太快").click()
    phone.locator("textarea").fill("例题再多一点")
    shot(phone, "anonymous-phone")
    phone.locator("[data-submit]").click()
    expect(phone.get_by_text("已提交，谢谢你。")).to_be_visible()
    shot(phone, "anonymous-phone-done")
    desk.goto(live_campus.url(url))
    expect(desk.get_by_text("满 10 份才开始显示")).to_be_visible()
    expect(wall.get_by_text("请放心写")).to_be_visible()
    shot(desk, "anonymous-desk-open")
    shot(wall, "anonymous-wall-open")
    hands.goto(live_campus.url(campus.room))
    shot(hands, "anonymous-console")
    assert "学生1" not in desk.content() + hands.content() + wall.content()
    for number, text in enumerate(SAID[:8], start=2):
        hall.send(f"s{number}", url, q1="ab"[number % 2], q2=text)
    desk.get_by_role("button", name="结束").first.click()
    expect(desk.get_by_text("正在汇总")).to_be_visible()
    hall.tick()
    expect(desk.locator(".chart.cloud.wide")).to_be_visible()
    shot(desk, "anonymous-desk-closed", full_page=True)
