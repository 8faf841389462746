"""作业 in real browsers: set at a desk, handed in on a phone with a photo, marked at the desk and on the phone."""

import os
import struct
import zlib

import pytest
from playwright.sync_api import expect

from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]
SHOTS = os.environ.get("WORK_SHOTS")
pytestmark = pytest.mark.browser
TASKS = "/courses/physics/2026-fall/r7/tasks"


@pytest.fixture(scope="session")
def base_url():
    """None: each test has a server of its own."""
    return None


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def photo(width=640, height=480):
    rows = b"".join(b"\0" + b"".join(bytes((x * 255 // width, y * 255 // height, 160)) for x in range(width)) for y in range(height))
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)


@pytest.mark.feature("ANN-03")
@pytest.mark.feature("ANN-05")
def test_from_the_desk_to_the_phone_and_back(live_campus, page_of, campus):
    desk = page_of("teacher", "desktop")
    desk.goto(live_campus.url(TASKS))
    desk.get_by_role("link", name="作业").first.click()
    desk.get_by_label("名称").fill("受力分析")
    desk.get_by_label("要求").fill("画出 $F=ma$ 的受力图，拍照上传。")
    desk.get_by_label("截止时间").fill("2026-09-10T18:00")
    shot(desk, "1-desk-new")
    fits(desk)
    desk.get_by_role("button", name="发布").click()
    expect(desk.get_by_text("完成 0 / 3")).to_be_visible()

    phone = page_of("s1", "phone")
    phone.goto(live_campus.url("/my"))
    shot(phone, "2-phone-my")
    fits(phone)
    phone.get_by_role("link", name="受力分析").click()
    phone.get_by_label("写在这里").fill("斜面上的物体受三个力。")
    phone.get_by_label("写在这里").blur()
    expect(phone.locator(".sheet-said")).to_contain_text("已保存")
    phone.locator("input[type=file]").set_input_files([{"name": "手写 1.png", "mimeType": "image/png", "buffer": photo()}])
    shot(phone, "3-phone-sheet")
    fits(phone)
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator(".assignment")).to_contain_text("已交")
    phone.locator("summary", has_text="我交的内容").click()
    expect(phone.locator(".file-row img")).to_be_visible()
    shot(phone, "4-phone-handed-in")
    fits(phone)
    phone.goto(live_campus.url(f"{TASKS}/1/"))
    expect(phone.locator(".files-held")).to_contain_text("手写 1.png")
    campus.post("s2", f"{TASKS}/1/", "submit", text="我的在这里")

    desk.goto(live_campus.url(f"{TASKS}/1/"))
    shot(desk, "5-desk-work")
    desk.get_by_role("link", name="批改，还有 2 份").click()
    expect(desk.locator(".file-row img")).to_be_visible()
    shot(desk, "6-desk-mark")
    fits(desk)
    desk.get_by_label("得分").fill("92")
    desk.get_by_label("评语").fill("图画得很清楚。")
    desk.get_by_role("button", name="保存，看下一个").click()
    expect(desk.get_by_text("我的在这里")).to_be_visible()

    hand = page_of("teacher", "phone")
    hand.goto(live_campus.url(f"{TASKS}/1/mark?person={campus.aid('s2')}"))
    shot(hand, "7-phone-mark")
    fits(hand)
    hand.get_by_label("得分").fill("80")
    hand.get_by_role("button", name="保存，看下一个").click()
    hand.goto(live_campus.url(f"{TASKS}/1/progress"))
    shot(hand, "8-phone-progress")
    fits(hand)
    hand.get_by_role("button", name="提醒没有完成的 1 人").click()
    expect(hand.get_by_text("已提醒 1 人")).to_be_visible()
    hand.get_by_role("link", name="给 学生3 延期").click()
    shot(hand, "9-phone-more-time")
    hand.get_by_role("button", name="延期").click()
    expect(hand.get_by_text("延期到").first).to_be_visible()

    other = page_of("s3", "phone")
    other.goto(live_campus.url("/messages"))
    expect(other.get_by_text("给你延期了")).to_be_visible()
    shot(other, "10-phone-messages")
    fits(other)
    campus.post("teacher", f"{TASKS}/1/", "release")
    phone.goto(live_campus.url(f"{TASKS}/1/"))
    expect(phone.locator(".assignment")).to_contain_text("92")
    shot(phone, "11-phone-score")
    fits(phone)


def test_a_file_that_is_too_large_is_said_before_it_is_sent(live_campus, page_of, campus):
    campus.post("teacher", TASKS, "/add?kind=assignment", title_="大文件", due_="2026-09-10T18:00", remind_="0", text="x", takes="files", most="2", full="100", peers="0", days="3")
    phone = page_of("s1", "phone")
    phone.goto(live_campus.url(f"{TASKS}/1/"))
    phone.evaluate("document.querySelector('[data-files]').dataset.limit = '0'")
    phone.locator("input[type=file]").set_input_files([{"name": "film.mp4", "mimeType": "video/mp4", "buffer": b"x" * 2000}])
    phone.get_by_role("button", name="提交").click()
    assert "film.mp4" in phone.locator("input[type=file]").evaluate("field => field.validationMessage")
    assert campus.record("s1", f"{TASKS}/1/")[0] is None
