"""The components in a real browser: reachable, readable, touchable, and in their place at every size."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.front.fake import Fake

pytestmark = pytest.mark.browser
SIZES = {"tiny": (320, 640), "phone": (390, 844), "tablet": (820, 1180), "desk": (1440, 900)}
SMALL = """() => [...document.querySelectorAll('a,button,input:not([type=hidden]),select,textarea,summary')]
    .filter(e => e.checkVisibility() && !e.closest('.choice,.opt,.error-summary,.skip,dialog:not([open])'))
    .map(e => [e, e.getBoundingClientRect()]).filter(([e, r]) => r.width && (r.height < 43.5 || (r.width < 43.5 && !e.closest('th'))))
    .map(([e, r]) => `${e.tagName}.${e.className} ${Math.round(r.width)}x${Math.round(r.height)} ${e.textContent.trim().slice(0, 16)}`)"""


@pytest.fixture(scope="module")
def kept(browser):
    """The browser of each size and look: nothing is left in one but files that it need not fetch and compile again."""
    contexts = {}

    def browser_of(size, **more):
        key = (size, *sorted((name, str(value)) for name, value in more.items()))
        if key not in contexts:
            width, height = SIZES[size]
            contexts[key] = browser.new_context(
                viewport={"width": width, "height": height},
                locale="zh-CN",
                reduced_motion="reduce",
                has_touch=size in ("tiny", "phone"),
                bypass_csp=True,
                **more,
            )
        return contexts[key]

    yield browser_of
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def standing():
    """One server, at one address, for all who only look."""
    server = Fake()
    server.up()
    yield server
    server.down()


@pytest.fixture
def at(kept, standing):
    """Open a page at a size; axe looks past the security policy, so this fixture is not the one that tests it."""
    pages = []

    def open_at(size, path="/components", **more):
        pages.append(kept(size, **more).new_page())
        pages[-1].goto(standing.url + path)
        return pages[-1]

    yield open_at
    for page in pages:
        page.close()


def problems(page):
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).response["violations"]
    return [(each["id"], [node["html"][:160] for node in each["nodes"]][:4]) for each in found]


@pytest.mark.parametrize("look", ("mode=light", "mode=dark", "mode=auto", "mode=light&contrast=1", "mode=dark&contrast=1", "mode=light&locale=en"))
def test_axe_finds_nothing(at, look):
    page = at("desk", f"/components?{look}", color_scheme="dark" if "auto" in look else "light")
    assert problems(page) == []


def test_axe_finds_nothing_on_the_phone(at):
    assert problems(at("phone")) == [] and problems(at("phone", "/")) == []


@pytest.mark.parametrize("size", SIZES)
def test_nothing_sticks_out(at, size):
    assert at(size).evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("size", ("tiny", "phone"))
def test_everything_can_be_touched(at, size):
    assert at(size).evaluate(SMALL) == []


def test_text_may_be_spaced_out_and_doubled(at):
    page = at("desk")
    page.set_viewport_size({"width": 720, "height": 450})
    page.add_style_tag(
        content="*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}"
    )
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_policy_is_kept(fake, quiet):
    quiet.goto(fake.url + "/components")
    expect(quiet.locator(".error-summary")).to_be_focused()
    quiet.get_by_role("button", name="打开面板").click()
    expect(quiet.locator("dialog")).to_be_visible()
    quiet.keyboard.press("Escape")
    quiet.get_by_label("更多操作").click()
    expect(quiet.get_by_role("link", name="课堂码", exact=True)).to_be_visible()
    quiet.keyboard.press("Escape")
    expect(quiet.get_by_role("link", name="课堂码", exact=True)).to_be_hidden()


def test_following_the_device_changes_the_colours(at):
    colour = "getComputedStyle(document.body).backgroundColor"
    light, dark = at("desk", "/components?mode=auto", color_scheme="light"), at("desk", "/components?mode=auto", color_scheme="dark")
    assert light.evaluate(colour) == "rgb(245, 246, 248)" and dark.evaluate(colour) == "rgb(15, 18, 23)"
    assert at("desk", "/components?mode=dark", color_scheme="light").evaluate(colour) == "rgb(15, 18, 23)"


def test_rows_are_added_moved_and_removed(fake, quiet):
    quiet.goto(fake.url + "/components")
    quiet.add_script_tag(url="/s/x/mooctang_core/forms.js")
    rows = quiet.locator("[data-seq]").first
    quiet.get_by_role("button", name="添加学生").click()
    items = rows.locator("[data-seq-item]")
    expect(items).to_have_count(2)
    expect(items.nth(1).get_by_label("姓名")).to_be_focused()
    quiet.keyboard.type("新来的")
    items.nth(1).get_by_role("button", name="上移").click()
    expect(items.nth(0).get_by_label("姓名")).to_have_value("新来的")
    expect(items.nth(0).get_by_role("button", name="上移")).to_be_disabled()
    ids = quiet.evaluate("[...document.querySelectorAll('#form-here [id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    items.nth(0).get_by_role("button", name="删除这一项").click()
    expect(items).to_have_count(1)
    expect(items.nth(0).get_by_role("button", name="删除这一项")).to_be_disabled()


def test_copying_says_so(at):
    page = at("desk", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制").click()
    expect(page.locator(".toast2")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == "7KM4QX"
