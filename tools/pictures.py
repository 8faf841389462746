"""Take the pictures of the documents from a demo that is being served: python tools/pictures.py HOME PORT [CHROMIUM]

It closes what is open in the class in session and opens a check-in with a changing code, so give it a demo of its own.
"""
import csv
import re
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
ROOM = "/courses/physics/2026-fall/r1/"
DIGITS = re.compile(r"\b(\d{3})\s?(\d{3})\b")
PHONE, DESK, HALL = (390, 844), (1280, 800), (1280, 720)


class Taking:
    """One browser for each person, at one school of the demo."""

    def __init__(self, browser, home, port):
        self.browser, self.base = browser, f"http://jianghai.localhost:{port}"
        with (Path(home) / "accounts.csv").open(encoding="utf-8", newline="") as file:
            self.people = [one for one in csv.DictReader(file) if one["school"] == "jianghai"]

    def page(self, size, role=None, place=0):
        context = self.browser.new_context(
            viewport=dict(zip(("width", "height"), size, strict=True)), locale="zh-CN", reduced_motion="reduce", service_workers="block",
            timezone_id="Asia/Shanghai", device_scale_factor=1.5 if size == PHONE else 1)
        page = context.new_page()
        if role:
            self.log_in(page, [one for one in self.people if one["role"] == role][place])
        return page

    def log_in(self, page, person):
        page.goto(self.base + "/login")
        page.fill("#name", person["login"])
        page.fill("#password", person["password"])
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url(self.base + "/")

    def take(self, page, name, path=None):
        if path is not None:
            page.goto(self.base + path)
        page.wait_for_timeout(1200)
        page.screenshot(path=PICTURES / f"{name}.png")

    def lesson(self):
        """The teacher opens a check-in and a wall; two students tap."""
        teacher = self.page(PHONE, "teacher")
        teacher.goto(self.base + ROOM)
        for close in teacher.locator("form[action$='/close'] button").all():
            close.click()
            teacher.wait_for_load_state()
        teacher.goto(self.base + ROOM + "add?kind=checkin")
        teacher.get_by_label("动态签到码").check()
        teacher.get_by_role("button", name="发布").click()
        teacher.goto(self.base + ROOM + "projection")
        teacher.locator("form[action$='/wall-start'] button, form[action$='/wall-code'] button").first.click()
        teacher.wait_for_load_state("networkidle")
        return teacher

    def wall(self, teacher):
        hall = self.page(HALL)
        hall.goto(self.base + "/tp")
        digits = DIGITS.search(teacher.inner_text("main").replace(self.base.rpartition(":")[2], ""))
        hall.get_by_role("textbox").first.fill("".join(digits.groups()))
        hall.wait_for_url("**/tp/wall*")
        return hall

    def taps(self, hall, count):
        """Some students type the digits that the wall shows."""
        for place in range(count):
            phone = self.page(PHONE, "student", place)
            phone.goto(self.base + ROOM)
            phone.get_by_role("link", name="去参加").click()
            phone.wait_for_load_state("networkidle")
            phone.locator("input[name=code]").fill(DIGITS.search(hall.inner_text("body"))[0])
            phone.locator("form:has(input[name=code]) button[type=submit]").first.click()
            phone.wait_for_timeout(500)
            phone.context.close()

    def waiting(self):
        """A student who has not checked in yet."""
        for place in range(len(self.people)):
            phone = self.page(PHONE, "student", place)
            phone.goto(self.base + ROOM)
            if phone.locator("#mine [data-done='']").count() or "已完成" not in phone.inner_text("main"):
                return phone
            phone.context.close()
        raise SystemExit("pictures: everybody has checked in already; make a fresh demo.")

    def all(self):
        self.take(self.page(DESK), "school", "/")
        self.take(self.waiting(), "student")
        self.take(self.page(DESK, "teacher"), "gradebook", ROOM + "gradebook")
        self.take(self.page(DESK, "manager"), "plugins", "/manage/plugins")
        self.take(self.page(PHONE, "teacher"), "teacher", ROOM)
        hall = self.wall(self.lesson())
        self.taps(hall, 12)
        self.take(hall, "wall")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=(sys.argv[3:] or ["/usr/bin/chromium"])[0], args=["--no-sandbox"])
        Taking(chromium, *sys.argv[1:3]).all()
        chromium.close()
