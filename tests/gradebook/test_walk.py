"""In a real browser: a number explains itself with one tap, weights are tried while one types, on the phone and at the desk."""

import pytest

from .stage import hold_term, online

pytestmark = pytest.mark.browser


@pytest.mark.feature("BEY-12", "GRD-01", "STA-04")
def test_one_tap_from_a_number_to_its_reasons(live_campus, page_of, campus, tmp_path):
    campus.plug(online())
    hold_term(campus)
    desk = page_of("teacher", "desktop")
    desk.goto(live_campus.url(campus.room + "/gradebook"))
    desk.get_by_text("权重和考勤规则").click()
    desk.locator("#rules input[name=w-checkin]").fill("25")
    desk.wait_for_function("document.querySelector('[data-sum]').value != '100'")
    desk.get_by_text("各项权重加起来要等于 100").wait_for()
    desk.locator("#rules input[name=w-online]").fill(str(int(desk.locator("#rules input[name=w-online]").input_value()) + 100 - int(desk.locator("[data-sum]").inner_text())))
    desk.get_by_text("试算，还没有保存").wait_for()
    desk.screenshot(path=str(tmp_path / "book.png"))
    desk.get_by_role("button", name="保存").click()
    desk.get_by_text("改了权重和考勤规则").wait_for()
    for size in ("desktop", "phone"):
        page = page_of("teacher", size)
        page.goto(live_campus.url(campus.room + "/gradebook"))
        page.locator("a.why").first.click()
        page.locator("dialog[open] #why").wait_for()
        assert page.url.endswith("/gradebook")
        page.screenshot(path=str(tmp_path / f"why-{size}.png"))
        page.goto(live_campus.url(campus.room + "/reports"))
        page.get_by_role("heading", name="需要关注").wait_for()
        page.screenshot(path=str(tmp_path / f"reports-{size}.png"), full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
