"""Questions in a real browser: written on a phone, answered on a phone with and without script, shown on a wall."""

import struct
import zlib

import pytest
from axe_playwright_python.sync_playwright import Axe

from mooctang_core.testing.browsing import *  # noqa: F403
from tests.questions.conftest import drill
from tests.questions.samples import ALL

pytestmark = pytest.mark.browser


def picture(width=300, height=200):
    """A picture with something to point at: a dark square right of the middle."""
    rows = b"".join(b"\0" + b"".join(b"\x20\x40\xa0" if 180 < x < 240 and 60 < y < 120 else b"\xf0\xf0\xf0" for x in range(width)) for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def clean(page):
    """No fault that axe knows of, and no way to scroll sideways."""
    found = Axe().run(page, options={"rules": {"color-contrast": {"enabled": True}}})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.feature("QUZ-01")
def test_written_and_answered_on_a_phone(live_campus, page_of, campus):
    url = campus.add(drill.Drill, questions=ALL[:1])
    teacher = page_of("teacher", "phone")
    teacher.goto(live_campus.url(url + "edit"))
    teacher.get_by_role("button", name="单选题").click()
    row = teacher.locator("[data-q-item]").last
    row.get_by_label("题干").fill("$1+1$ 等于几？")
    for place, text in enumerate(("一", "二", "三")):
        row.get_by_label("选项", exact=True).nth(place).fill(text)
    row.locator(".q-right").nth(1).click()
    row.get_by_role("button", name="加选项").click()
    row.get_by_label("选项", exact=True).nth(4).fill("五")
    row.get_by_role("button", name="上移", exact=True).first.click()
    teacher.get_by_role("button", name="图上选点题").click()
    spot = teacher.locator("[data-q-item]").last
    spot.get_by_label("题干").fill("方块在哪里？")
    spot.locator("input[type=file]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": picture()})
    drag(teacher, spot.locator("[data-areas-picture]"), (0.55, 0.25), (0.85, 0.65))
    teacher.get_by_role("button", name="排序题").click()
    teacher.locator("[data-q-item]").last.get_by_role("button", name="删除这道题").click()
    clean(teacher)
    teacher.locator("form.form [name=save], form.form .form-buttons button").first.click()
    teacher.wait_for_url(lambda where: not where.endswith("/edit"))
    with campus.activity(url) as kept:
        added, first, last = kept.settings["questions"]
        assert (added["text"], added["key"], len(added["options"]), first["id"]) == ("$1+1$ 等于几？", "b", 4, "q1")
        assert kept.type_of(last).mark(last, {"x": 70, "y": 45}) == 1 and kept.type_of(last).mark(last, {"x": 10, "y": 45}) == 0
    teacher.get_by_role("button", name="发布").first.click()
    teacher.locator("[role=timer], .pill.brand").first.wait_for()
    answered_without_script(live_campus, page_of, campus, url)
    pointed_at(live_campus, page_of, campus, url, last["id"])


def drag(page, box, start, end):
    box.scroll_into_view_if_needed()
    edge = box.bounding_box()
    places = [(edge["x"] + edge["width"] * x, edge["y"] + edge["height"] * y) for x, y in (start, end)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=4)
    page.mouse.up()


def answered_without_script(live_campus, page_of, campus, url):
    """Every option's whole row is what one taps."""
    phone = page_of("s1", "phone", java_script_enabled=False)
    phone.goto(live_campus.url(url))
    rows = phone.locator("label.opt")
    assert all(row.bounding_box()["height"] >= 56 for row in rows.all())
    right = phone.locator("label.opt", has_text="H")
    edge = right.bounding_box()
    right.click(position={"x": edge["width"] - 6, "y": 8})
    phone.get_by_role("button", name="提交").click()
    phone.wait_for_load_state()
    assert campus.record("s1", url)[1] == 5


def pointed_at(live_campus, page_of, campus, url, spot):
    """A formula is drawn, a tap into the picture counts, and what axe knows is in order."""
    phone = page_of("s2", "phone")
    phone.goto(live_campus.url(url))
    phone.locator(".katex").first.wait_for()
    picture_ = phone.locator("[data-spot]")
    edge = picture_.bounding_box()
    picture_.click(position={"x": edge["width"] * 0.7, "y": edge["height"] * 0.45})
    clean(phone)
    phone.get_by_role("button", name="提交").click()
    phone.locator(".q-as-review").first.wait_for()
    assert campus.record("s2", url)[2]["answers"][spot]["x"] == pytest.approx(70, abs=1)


@pytest.mark.feature("PREP-04")
def test_pasted_at_a_desk_with_a_mistake_marked_in_place(live_campus, page_of, campus):
    url = campus.add(drill.Drill, questions=[])
    desk = page_of("teacher", "desktop")
    desk.goto(live_campus.url(url + "import"))
    clean(desk)
    desk.get_by_label("粘贴试题").fill("1. 对不对？（√）\n2. 选哪个\nA. 甲\nB. 乙\n答案：E")
    desk.get_by_role("button", name="读入并预览").click()
    bad = desk.locator(".source-lines .bad")
    assert "答案：E" in bad.inner_text() and "没有选项 E" in bad.inner_text()
    clean(desk)
    desk.get_by_role("button", name="加入选中的题目").click()
    desk.wait_for_url("**/edit")
    assert desk.locator("[data-q-item]").count() == 1
    clean(desk)
