"""The wall in a real browser: within a second, readable from the last row, back by itself, gone when it should be."""

import time

import pytest
from playwright.sync_api import expect
from real_hall import ARGUMENTS, CHROMIUM, Hall, pair, phone, projector

from mooctang_core.testing.campus import ROOM

pytestmark = pytest.mark.browser

SEND = """async (address) => {
  const token = document.querySelector('meta[name=csrf-token]').content;
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ csrf_token: token }) });
  if (!answer.ok) throw new Error(answer.status);
}"""
SIZES = ((1920, 1080), (1440, 900), (1024, 768), (390, 844))
SMALL = """(least) => [...document.querySelectorAll('#wall *, .pairing *')].filter((place) => {
  const shown = place.getClientRects().length && !place.closest('.visually-hidden,svg,option');
  const own = [...place.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return shown && own && parseFloat(getComputedStyle(place).fontSize) < least;
}).map((place) => `${place.tagName}.${place.className} ${getComputedStyle(place).fontSize}`)"""


@pytest.fixture(scope="module")
def chromium(playwright):
    if not CHROMIUM:
        pytest.skip("no Chromium here; install it or name it in CHROMIUM")
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def hall(tmp_path):
    made = Hall(tmp_path)
    yield made
    made.kill()


@pytest.fixture
def teacher(chromium, hall):
    page = phone(chromium, hall)
    yield page
    page.context.close()


@pytest.fixture
def wall(chromium):
    """A hall's screen. Any complaint of its console fails the test: the page's policy, a script, a missing file."""
    page = projector(chromium)
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.complaints = complaints
    yield page
    page.context.close()


def sent(page, address):
    """Post as this page's person; the seconds when it was answered."""
    page.evaluate(SEND, address)
    return time.monotonic()


def readable(page):
    """Nothing under 28 px, a frame or two after the picture came."""
    deadline = time.monotonic() + 1
    while (small := page.evaluate(SMALL, 28)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert small == []


def within(seconds, began, locator):
    expect(locator).to_be_visible(timeout=max(1, (began + seconds - time.monotonic()) * 1000))


@pytest.mark.feature("PRJ-01", "PRJ-02", "PRJ-03", "PRJ-04", "BEY-21")
def test_a_class_with_a_wall(chromium, hall, teacher, wall):
    pair(teacher, wall, hall)
    expect(teacher.get_by_text("已连接 1 块屏幕")).to_be_visible()
    readable(wall)

    # published on the phone, on the wall within a second; so are the students' taps, and the phone's light and dark
    remote = phone(chromium, hall)
    remote.goto(hall.url(ROOM))
    within(1, sent(remote, f"{hall.first}publish"), wall.get_by_text("动量守恒吗"))
    student = phone(chromium, hall, "s1")
    student.goto(hall.url(hall.first))
    within(1, sent(student, f"{hall.first}submit"), wall.get_by_text("学生1 "))
    readable(wall)  # also a face that was written with small letters
    teacher.get_by_role("button", name="深色").click()
    expect(wall.locator("html")).to_have_attribute("data-bs-theme", "dark", timeout=1000)
    assert wall.locator("footer .qr").evaluate("tile => getComputedStyle(tile).backgroundColor") == "rgb(255, 255, 255)"

    # a key at the screen hides names; the phone shows them still
    wall.keyboard.press("p")
    expect(wall.get_by_text("学**")).to_be_visible(timeout=1000)
    assert "学生1" not in wall.content()
    expect(teacher.get_by_role("button", name="隐去名字")).to_have_attribute("aria-pressed", "true")
    wall.keyboard.press("ArrowRight")
    expect(wall.get_by_text("动量守恒吗")).to_be_visible()
    expect(wall.locator("body.still")).to_have_count(1, timeout=4000)

    # the phone opens other results, and the wall follows
    sent(remote, f"{hall.second}publish")
    expect(wall.get_by_text("动能守恒吗")).to_be_visible(timeout=1000)
    remote.goto(hall.url(hall.first))
    expect(wall.get_by_text("动量守恒吗")).to_be_visible(timeout=2000)
    assert wall.complaints == []

    # a power cut: the picture stays, and is alive again by itself
    hall.kill()
    time.sleep(1)
    expect(wall.get_by_text("动量守恒吗")).to_be_visible()
    hall.start()
    other = phone(chromium, hall, "s2")
    other.goto(hall.url(hall.first))
    expect(wall.locator("html")).to_have_attribute("data-net", "on", timeout=30_000)
    within(1, sent(other, f"{hall.first}submit"), wall.locator(".count", has_text="2"))

    # withdrawn: the pairing page within two seconds
    teacher.goto(hall.url(f"{ROOM}/projection"))
    teacher.get_by_role("button", name="结束投屏").click()
    began = time.monotonic()
    teacher.locator("dialog").get_by_role("button", name="结束投屏").click()
    within(2.5, began, wall.get_by_role("heading", name="把这块屏幕连到课堂"))
    readable(wall)


@pytest.mark.feature("PRJ-01")
def test_the_screens_own_digits_connect_within_ten_seconds(hall, teacher, wall):
    wall.goto(hall.url("/tp", "east"))
    digits = wall.locator("[data-code]").get_attribute("data-code")
    teacher.goto(hall.url(ROOM))
    began = time.monotonic()
    teacher.get_by_role("link", name="投屏").first.click()
    teacher.get_by_label("屏幕上的 6 位数字").fill(digits)
    teacher.get_by_role("button", name="连接", exact=True).click()
    within(10, began, wall.locator("#wall .code"))
    expect(teacher.get_by_text("已连接 1 块屏幕")).to_be_visible()
    assert wall.complaints == []


@pytest.mark.feature("PRJ-03")
def test_nothing_runs_out_of_the_picture(chromium, hall, teacher):
    page = projector(chromium)
    for size in SIZES:
        show(page, hall.url("/tp", "alliance"), size, ".pairing")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
    pair(teacher, page, hall)
    paired = page.url
    for size in SIZES:
        show(page, paired, size, "#wall")
        assert [place for place in (".idle .code", ".idle .qr", "h1") if not inside(page.locator(place).bounding_box(), *size)] == [], size
    assert teacher.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def show(page, url, size, place):
    """Load the page anew on a screen of this size."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(url)
    page.wait_for_selector(place)


def inside(box, width, height):
    return box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= width + 1 and box["y"] + box["height"] <= height + 1


@pytest.mark.feature("PRJ-03")
def test_everybody_can_use_these_pages(chromium, hall, teacher):
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_context(viewport={"width": 1920, "height": 1080}, bypass_csp=True).new_page()
    control = phone(chromium, hall, bypass_csp=True)
    page.goto(hall.url("/tp", "alliance"))
    assert Axe().run(page).violations_count == 0
    pair(control, page, hall)
    for one in (page, control):
        found = Axe().run(one)
        assert found.violations_count == 0, found.generate_report()
    control.get_by_role("button", name="深色").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert Axe().run(page).violations_count == 0
