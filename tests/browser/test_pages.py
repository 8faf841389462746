"""What only a real browser knows: the live page, its weight, its contrast, its fingers' room."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.pages.places import pages
from tests.pages.stage import ROOM, play

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SMALL = """() => [...document.querySelectorAll('a,button,input:not([type=hidden]),select,textarea,summary')].filter((node) => {
  if (node.closest('[hidden],dialog:not([open]),.skip,details:not([open]) > :not(summary)') || node.matches('p a, .visually-hidden')) return false;
  const box = (node.matches('[type=radio],[type=checkbox]') ? node.closest('label') || node.parentElement : node).getBoundingClientRect();
  return box.width && box.height && (box.width < 43.5 || box.height < 43.5);
}).map((node) => `${node.className || node.tagName} ${node.textContent.trim().slice(0, 20)}`)"""


def wide(*values):
    """One more size, language or mode, each of which other walks take: for `make test-browser-all`."""
    return pytest.param(*values, marks=pytest.mark.wide)


def problems(page):
    """What axe finds, a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then((found) => found.violations)")
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def walk(live_campus, places, size, **look):
    """Every page in turn: (name, page), with one browser a person, in which axe is at hand: the page's own policy would forbid to bring it in."""
    browsers = {}
    for name, who, url in places:
        if who not in browsers:
            browsers[who] = live_campus.page(who, size, bypass_csp=True, **look)
            browsers[who].add_init_script(Axe().axe_script)
        browsers[who].goto(live_campus.url(url))
        yield name, browsers[who]


def unfit(page):
    """Whatever a small screen has no room for, and what a finger would miss."""
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        return ["it scrolls sideways"]
    return page.evaluate(SMALL)


@pytest.mark.feature("A11Y-01")
@pytest.mark.parametrize("size, language, mode", [
    ("phone", "zh_CN", "dark"), ("narrow", "en", "light"), ("desktop", "zh_CN", "light+contrast"),
    wide("phone", "zh_CN", "light"), wide("phone", "en", "light"), wide("narrow", "zh_CN", "light"), wide("desktop", "zh_CN", "light"), wide("desktop", "en", "light"),
])
def test_axe_finds_nothing_on_any_page_and_each_fits_with_room_for_a_finger(live_campus, urls, size, language, mode):
    fits = unfit if size in ("phone", "narrow") else lambda page: []
    walked = walk(live_campus, pages(urls), size, language=language, mode=mode)
    wrong = {name: found for name, page in walked if (found := fits(page) + problems(page))}
    assert not wrong


@pytest.mark.feature("SES-03")
def test_what_is_published_is_on_an_open_phone_within_a_second(live_campus, page_of, campus):
    phone = page_of("s1")
    phone.goto(live_campus.url(ROOM))
    expect(phone.locator("html")).to_have_attribute("data-net", "on")
    phone.evaluate("document.body.dataset.same = 'page'")
    draft = campus.add(play().Ask, title="Momentum")
    campus.browser("teacher").get(ROOM)
    campus.browser("teacher").post(draft + "publish", back=ROOM)
    published = time.monotonic()
    expect(phone.locator("#room h2")).to_have_text("Momentum", timeout=5000)
    assert time.monotonic() - published < 1
    assert phone.evaluate("document.body.dataset.same") == "page"
    campus.close_activity(draft)
    expect(phone.locator("#room h2")).to_have_text("正在上课", timeout=1000)


@pytest.mark.feature("SES-03")
def test_what_was_missed_is_there_on_reconnect(live_campus, page_of, campus):
    phone = page_of("s1")
    phone.goto(live_campus.url(ROOM))
    expect(phone.locator("html")).to_have_attribute("data-net", "on")
    phone.context.set_offline(True)
    phone.evaluate("dispatchEvent(new Event('offline'))")
    campus.open(play().Ask, title="Momentum")
    expect(phone.locator("#room h2")).not_to_have_text("Momentum")
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.locator("#room h2")).to_have_text("Momentum", timeout=5000)


def test_one_tap_checks_in_and_the_card_says_so(live_campus, page_of, campus):
    campus.open(play().Hello)
    phone = page_of("s1")
    phone.goto(live_campus.url(ROOM))
    phone.get_by_role("button", name="报到").click()
    expect(phone.locator(".checked")).to_contain_text("准时")
    expect(phone.get_by_role("button", name="报到")).to_be_hidden()
    expect(phone.locator(".when-done").first).to_be_visible()


@pytest.mark.feature("BEY-01")
def test_the_page_says_how_its_connection_is_and_the_teacher_sees_how_many_are_connected(live_campus, page_of, campus):
    phones = [page_of(who) for who in ("s1", "s2")]
    desk = page_of("teacher", "desktop")
    desk.goto(live_campus.url(ROOM))
    for phone in phones:
        phone.goto(live_campus.url(ROOM))
    expect(desk.locator("#presence")).to_contain_text("2 / 6 人在线", timeout=5000)
    expect(phones[0].locator(".netmark .on")).to_be_visible()
    phones[1].close()
    expect(desk.locator("#presence")).to_contain_text("1 / 6 人在线", timeout=5000)
    phones[0].context.set_offline(True)
    phones[0].evaluate("dispatchEvent(new Event('offline'))")
    expect(phones[0].locator("html")).to_have_attribute("data-net", re.compile("off|slow"))
    expect(phones[0].locator(".netmark .on")).to_be_hidden()


@pytest.mark.feature("BEY-01")
def test_a_phone_that_slept_is_right_within_two_seconds_of_waking(live_campus, page_of, campus):
    phone = page_of("s1")
    phone.goto(live_campus.url(ROOM))
    expect(phone.locator("html")).to_have_attribute("data-net", "on")
    phone.evaluate("document.body.dataset.same = 'page'")
    sleep(phone)
    campus.open(play().Ask, title="Momentum")
    wake(phone)
    woken = time.monotonic()
    expect(phone.locator("#room h2")).to_have_text("Momentum", timeout=5000)
    assert time.monotonic() - woken < 2 and phone.evaluate("document.body.dataset.same") == "page"


def sleep(page):
    """As a phone does when it is put away: hidden, its connection cut without a word."""
    page.evaluate("""() => { Object.defineProperty(document, 'hidden', {value: true, configurable: true});
      dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true})) }""")


def wake(page):
    page.evaluate("""() => { Object.defineProperty(document, 'hidden', {value: false, configurable: true});
      dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})) }""")


@pytest.mark.parametrize("theme", ["default", "jianghai"])
def test_a_students_class_page_is_light(live_campus, campus, urls, theme):
    with campus.writing() as school:
        school.theme = theme
    page = live_campus.page("s1")
    sizes = []
    page.on("response", lambda answer: sizes.append((answer.url, answer)))
    page.goto(live_campus.url(ROOM))
    expect(page.locator("html")).to_have_attribute("data-net", "on")
    page.wait_for_timeout(300)
    weights = {url: weight(answer) for url, answer in sizes}
    assert len(weights) <= 12, sorted(weights)
    assert sum(weights.values()) <= 100_000, weights


def weight(answer):
    """Bytes on the wire; a stream has no end, and its first fragments are counted as the page itself."""
    if "event-stream" in answer.headers.get("content-type", ""):
        return 0
    sizes = answer.request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


@pytest.mark.feature("THM-01", "A11Y-01")
@pytest.mark.parametrize("theme", ["jianghai", "dongling"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_themes_are_readable_too(live_campus, campus, urls, theme, mode):
    with campus.writing() as school:
        school.theme = theme
    places = ((None, "/"), ("s1", ROOM), ("teacher", ROOM), ("teacher", ROOM + "gradebook"), ("s2", urls["ask"]))
    walked = walk(live_campus, ((url, who, url) for who, url in places), "phone", mode=mode)
    wrong = [(name, found) for name, page in walked if (found := problems(page))]
    assert wrong == []


def test_an_answer_given_without_a_network_is_sent_on_return_and_counts_once(live_campus, page_of, campus, urls):
    phone = page_of("s2")
    phone.goto(live_campus.url(urls["ask"]))
    phone.get_by_text("B", exact=True).click()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator(".say-unsent")).to_be_visible()
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.locator("#face")).to_contain_text("已提交", timeout=8000)
    expect(phone.locator(".say-unsent")).to_be_hidden()
    status, score, data = campus.record("s2", urls["ask"])
    assert (status, score, data) == ("done", 1.0, {"choice": "B"})


def test_the_teachers_phone_is_the_remote_control(live_campus, page_of, campus, urls):
    remote, phone = page_of("teacher"), page_of("s2")
    remote.goto(live_campus.url(ROOM))
    phone.goto(live_campus.url(urls["ask"]))
    expect(remote.locator("#console .big")).to_contain_text("1 / 6")
    phone.get_by_text("A", exact=True).click()
    phone.get_by_role("button", name="提交").click()
    expect(remote.locator("#console .big")).to_contain_text("2 / 6", timeout=3000)
    remote.get_by_role("button", name="结束").click()
    expect(remote.locator("#console h2").first).to_have_text("现在没有进行中的活动")
    expect(phone.locator("#head")).to_have_text("已结束", timeout=2000)
    remote.get_by_role("button", name="发布").first.click()
    expect(remote.locator("#console h2").first).to_have_text("For later")
    remote.get_by_role("button", name="教学").click()
    expect(remote.get_by_role("dialog")).to_contain_text("提问")


def test_the_code_is_copied_with_one_press(live_campus, page_of):
    desk = page_of("teacher", "desktop", permissions=["clipboard-read", "clipboard-write"])
    desk.goto(live_campus.url(ROOM + "code"))
    desk.get_by_role("button", name="复制课堂码").click()
    expect(desk.locator(".toast2")).to_have_text("已复制")
    assert desk.evaluate("navigator.clipboard.readText()") == "PHY234"


def test_the_page_can_be_installed_and_has_a_word_without_a_network(live_campus, page_of):
    phone = page_of("s1", service_workers="allow")
    phone.goto(live_campus.url("/my"))
    assert phone.evaluate("async () => (await navigator.serviceWorker.ready).active !== null")
    assert phone.evaluate("async () => (await (await fetch('/manifest.webmanifest')).json()).display") == "standalone"
    phone.reload()
    phone.context.set_offline(True)
    phone.goto(live_campus.url("/messages"))
    expect(phone.locator("h1")).to_have_text("现在没有网络")
