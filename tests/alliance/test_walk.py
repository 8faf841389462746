"""An operator makes a school in a real browser, at a desk and on a phone."""

import time

import pytest
from playwright.sync_api import expect

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><path fill="#0f766e" d="M20 2 36 9v11c0 9-6 15-16 18C10 35 4 29 4 20V9z"/></svg>'
TWO_MINUTES_S = 120


@pytest.mark.browser
@pytest.mark.feature("ALL-01")
def test_a_school_is_made_in_less_than_two_minutes(live_campus, page_of):
    desk = page_of("operator", "desktop", slug="alliance")
    desk.goto(live_campus.url("/operate", "alliance"))
    started = time.monotonic()
    desk.get_by_role("link", name="新建学校").click()
    desk.get_by_label("学校名称").fill("北苑学院")
    expect(desk.locator("#look-preview .shot-desk b").first).to_have_text("北苑学院")
    desk.get_by_label("网址里的名字").fill("north")
    desk.get_by_label("单位代码").fill("10007")
    desk.get_by_label("校徽").set_input_files({"name": "crest.svg", "mimeType": "image/svg+xml", "buffer": SVG})
    expect(desk.locator("#look-preview .shot-desk .shot-mark svg")).to_be_visible()
    desk.get_by_label("主色").fill("#ffcc00")
    expect(desk.locator("#look-preview")).to_contain_text("已略微加深")
    desk.get_by_role("button", name="创建并发布").click()
    expect(desk.get_by_role("heading", name="北苑学院 已经发布")).to_be_visible()
    desk.get_by_role("link", name="打开学校首页").click()
    expect(desk.get_by_text("北苑学院").first).to_be_visible()
    assert time.monotonic() - started < TWO_MINUTES_S
    phone = page_of("operator", "phone", slug="alliance")
    for path in ("/operate", "/operate/schools/new", "/operate/schools/north", "/operate/suitcases", "/operate/visits"):
        phone.goto(live_campus.url(path, "alliance"))
        assert phone.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), path
