"""签到 in a real browser: a tap, a place, a code on the wall that changes, and nothing that the security policy forbids."""

import os
import re
import shutil

import pytest
import transaction
from mooctang_checkin.activity import CheckIn

from mooctang_core.testing import ground
from mooctang_core.testing.campus import ROOM
from mooctang_core.web.serve import served

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESK, WALL = {"viewport": {"width": 1440, "height": 900}}, {"viewport": {"width": 1920, "height": 1080}}
HERE = {"latitude": 30.5, "longitude": 114.4, "accuracy": 12}
SHOTS = os.environ.get("CHECKIN_SHOTS")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def base_url():
    """None: each test has a server of its own."""
    return None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        pytest.skip("no Chromium here; install it or name it in CHROMIUM")
    return {**browser_type_launch_args, "executable_path": CHROMIUM,
            "args": ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"]}


class Stage:
    """A served campus and a page for each person; any console error fails the test."""

    def __init__(self, campus, browser, port):
        self.campus, self.browser, self.errors = campus, browser, []
        self.host = f"127.0.0.1:{port}"
        with transaction.manager:
            campus.store.connection("main", transaction.manager).root()["alliance"].hosts[f":{port}"] = "east"

    def page(self, who, look=PHONE, **more):
        context = self.browser.new_context(base_url=f"http://{self.host}", locale="zh-CN", reduced_motion="reduce", **{**look, **more})
        if who:
            cookie = ground.sign_in(self.campus.store, self.campus.aid(who), self.host, self.campus.clock())
            context.add_cookies([{"name": "mooctang", "value": cookie, "url": f"http://{self.host}"}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: self.hear(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.hear(str(error)))
        return page

    def hear(self, text):
        # A refusal is answered with 422, and the browser says so in its console.
        if "422" not in text:
            self.errors.append(text)


@pytest.fixture
def stage(campus, browser):
    with served(campus.app, campus.settings) as port:
        made = Stage(campus, browser, port)
        yield made
        for context in list(browser.contexts):
            context.close()
    assert made.errors == []


def shoot(page, name):
    """Keep a picture when CHECKIN_SHOTS names a folder."""
    if SHOTS:
        page.wait_for_timeout(300)
        page.screenshot(path=f"{SHOTS}/{name}.png")


def fits(page):
    """No sideways scrolling; everything to press is large enough."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate("""[...document.querySelectorAll('main a, main button, main input:not([type=hidden]):not([type=radio])')]
        .filter(e => e.offsetParent && (e.offsetHeight < 44 || e.offsetWidth < 44)).map(e => e.outerHTML.slice(0, 120))""")
    assert small == []


@pytest.mark.feature("CHK-01", "CHK-06")
def test_a_tap_turns_green_and_reaches_the_teacher(stage):
    url = stage.campus.open(CheckIn, at="10:00")
    teacher, phone = stage.page("teacher"), stage.page("s1")
    teacher.goto(ROOM)
    phone.goto(url)
    shoot(phone, "student-open")
    fits(phone)
    phone.get_by_role("button", name="签到", exact=True).click()
    phone.get_by_text("已签到").wait_for()
    assert "准时" in phone.locator(".ci-mark").inner_text()
    shoot(phone, "student-done")
    teacher.locator(".ci-names").get_by_text("学生1").wait_for()
    shoot(teacher, "teacher-console")


@pytest.mark.feature("CHK-02", "CHK-07")
def test_the_telephone_gives_its_place_after_the_tap(stage):
    url = stage.campus.open(CheckIn, place="true", latitude="30.5", longitude="114.4")
    near = stage.page("s1", geolocation=HERE, permissions=["geolocation"])
    near.goto(url)
    shoot(near, "student-place")
    fits(near)
    near.get_by_role("button", name="签到", exact=True).click()
    near.get_by_text("已签到").wait_for()
    assert "±12" in near.locator(".checkin").inner_text()
    far = stage.page("s2", geolocation={**HERE, "latitude": 30.52}, permissions=["geolocation"])
    far.goto(url)
    far.get_by_role("button", name="签到", exact=True).click()
    far.get_by_text(re.compile("2224 米")).wait_for()
    shoot(far, "student-outside")
    far.get_by_role("button", name="请老师确认").click()
    far.get_by_text("待确认").wait_for()
    shoot(far, "student-pending")
    assert stage.campus.record("s2", url)[2]["distance"] > 2000


@pytest.mark.feature("CHK-07")
def test_a_refused_location_is_no_dead_end(stage):
    url = stage.campus.open(CheckIn, place="true", latitude="30.5", longitude="114.4")
    phone = stage.page("s1", permissions=[])
    phone.goto(url)
    phone.get_by_role("button", name="签到", exact=True).click()
    phone.get_by_text("待确认").wait_for(timeout=15_000)
    assert stage.campus.record("s1", url)[2]["place"] in ("denied", "unavailable", "timeout")


@pytest.mark.feature("CHK-04", "BEY-18")
def test_the_wall_changes_its_code_by_itself_and_a_phone_types_it(stage):
    url = stage.campus.open(CheckIn, at="10:00", code="true")
    stage.campus.clock.forward(seconds=9)
    wall = stage.page("teacher", WALL)
    wall.goto(url + "code")
    digits = wall.locator(".ci-digits")
    digits.wait_for()
    first = digits.inner_text()
    stage.campus.clock.forward(seconds=1)
    wall.wait_for_function("([was]) => document.querySelector('.ci-digits').textContent !== was", arg=[first])
    shoot(wall, "wall-code")
    phone = stage.page("s1")
    phone.goto(url)
    shoot(phone, "student-code")
    fits(phone)
    phone.get_by_label("大屏幕上的 6 位数字").fill(digits.inner_text())
    phone.get_by_role("button", name="签到", exact=True).click()
    phone.get_by_text("已签到").wait_for()
    wall.locator(".ci-latest").get_by_text("学生1").wait_for()


@pytest.mark.feature("BEY-03")
def test_a_scan_by_a_stranger_leads_to_the_login_and_counts(stage, hall):
    url = stage.campus.open(CheckIn, at="10:00", code="true")
    phone = stage.page(None)
    phone.goto(f"{url}claim/{hall.code(url).word}")
    phone.get_by_text("大学物理").wait_for()
    shoot(phone, "claim-stranger")
    assert "/login" in phone.get_by_role("link", name="登录并签到").get_attribute("href")


@pytest.mark.feature("CHK-02")
def test_the_teacher_sets_the_place_from_the_device_and_on_the_map(stage):
    url = stage.campus.open(CheckIn, place="true")
    teacher = stage.page("teacher", geolocation=HERE, permissions=["geolocation"])
    teacher.goto(url + "place")
    teacher.get_by_role("button", name="用这台设备的位置").click()
    teacher.locator(".ci-map path").first.wait_for()
    shoot(teacher, "teacher-place")
    fits(teacher)
    teacher.locator("#ci-map").click(position={"x": 60, "y": 60})
    moved = float(teacher.get_by_label("纬度").input_value())
    assert moved > 30.5
    teacher.get_by_role("button", name="200 米").click()
    teacher.get_by_role("button", name="保存地点").click()
    teacher.wait_for_url(f"**{url}")
    with stage.campus.reading() as school:
        from mooctang_core.api import find

        settings = find(school, url).settings
    assert settings["radius"] == 200 and settings["latitude"] == moved


@pytest.mark.feature("CHK-03")
def test_the_teacher_changes_a_mark_on_the_phone(stage):
    url = stage.campus.open(CheckIn, at="10:00")
    stage.campus.post("s1", url, "submit")
    stage.campus.close_activity(url)
    teacher = stage.page("teacher")
    teacher.goto(url)
    shoot(teacher, "teacher-closed")
    teacher.get_by_role("link", name="学生2").first.click()
    shoot(teacher, "teacher-mark")
    fits(teacher)
    teacher.get_by_text("请假", exact=True).click()
    teacher.get_by_label("原因").fill("有请假条")
    teacher.get_by_role("button", name="保存改动").click()
    teacher.get_by_text("有请假条").first.wait_for()
    assert stage.campus.record("s2", url)[0] == "excused"
    teacher.goto(url + "people")
    shoot(teacher, "teacher-people")
    fits(teacher)


def test_the_desk_and_the_wall_without_a_code(stage):
    url = stage.campus.open(CheckIn, at="10:00", place="true", latitude="30.5", longitude="114.4")
    for who, fields in (("s1", {"latitude": "30.5", "longitude": "114.4", "accuracy": "9"}), ("s2", {"no_place": "denied"})):
        stage.campus.post(who, url, "submit", **fields)
    desk = stage.page("teacher", DESK)
    desk.goto(url)
    shoot(desk, "teacher-desk")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.get_by_role("button", name="确认", exact=True).click()
    desk.get_by_text("待确认 1 人").wait_for(state="detached")
    wall = stage.page("teacher", WALL)
    wall.goto(url + "code")
    wall.locator(".ci-wall").wait_for()
    shoot(wall, "wall-names")


def test_no_page_has_an_accessibility_fault(stage):
    from axe_playwright_python.sync_playwright import Axe

    url = stage.campus.open(CheckIn, at="10:00", code="true", place="true", latitude="30.5", longitude="114.4")
    stage.campus.post("s1", url, "submit", ask="scan")
    person = stage.campus.aid("s1")
    for who, path in [("s1", url), ("s2", url), *(("teacher", url + view) for view in ("", "people", f"mark?person={person}", "place", "code"))]:
        page = stage.page(who, bypass_csp=True)
        page.goto(path)
        page.wait_for_timeout(300)
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], [node["html"][:120] for node in fault["nodes"]]) for fault in found] == [], path
        page.context.close()
