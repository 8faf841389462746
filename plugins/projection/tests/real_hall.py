"""A server in a process of its own, and Chromium on it: a teacher's phone and a hall's screen."""

import os
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from mooctang_core.testing import Campus, ground
from mooctang_core.testing import campus as kit
from mooctang_core.testing.campus import ROOM

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"]


class Hall:
    """Two schools served on a random port under names of localhost."""

    def __init__(self, home):
        import mooctang_pollwall

        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        host = kit.PluginHost().load()
        host.add("pollwall", mooctang_pollwall)
        campus = Campus(home, students=40, host=host)
        self._prepare(campus, mooctang_pollwall.Poll)
        campus.close()
        self.start()

    def _prepare(self, campus, poll):
        self.first, self.second = (campus.add(poll, title=title, question=question) for title, question in (
            ("课堂举手", "光滑水平面上，两车相撞后粘在一起。动量守恒吗？"), ("第二次举手", "那么动能守恒吗？")))
        with campus.writing() as school:
            alliance = school._p_jar.root()["alliance"]
            alliance.hosts.update({"alliance.localhost": "", "east.localhost": "east", "west.localhost": "west"})
        self.cookies = {who: ground.sign_in(campus.store, campus.aid(who), self.host("east"), datetime.now(UTC)) for who in ("teacher", "s1", "s2")}

    def host(self, slug):
        return f"{slug}.localhost:{self.port}"

    def url(self, path="", slug="east"):
        return f"http://{self.host(slug)}{path}"

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("serving.py")), str(self.home), str(self.port)],
            stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline().strip() == "ready"

    def kill(self):
        """As a power cut would."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def phone(chromium, hall, who="teacher", **more):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2, has_touch=True, is_mobile=True, locale="zh-CN", **more)
    context.add_cookies([{"name": "mooctang", "value": hall.cookies[who], "url": hall.url()}])
    return context.new_page()


def projector(chromium, width=1920, height=1080):
    return chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce").new_page()


def pair(teacher, wall, hall):
    """The teacher's phone shows digits, somebody types them at the short address."""
    teacher.goto(hall.url(f"{ROOM}/projection"))
    teacher.get_by_role("button", name="开始投屏").click()
    digits = teacher.locator(".wall-digits").get_attribute("aria-label")
    wall.goto(hall.url("/tp", "alliance"))
    wall.locator(".pair-code").press_sequentially(digits)
    wall.wait_for_selector("#wall")
