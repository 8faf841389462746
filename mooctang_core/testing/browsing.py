"""Real browsers on a campus that is served: fixtures to import in a conftest.

    from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of

    def test_it(live_campus, page_of):
        phone = page_of("s1", "phone")
        phone.goto(live_campus.url("/my"))

Every page of `page_of` is quiet: a console error, a script error or a breach of the security policy fails the test at its end.
"""

import os
import shutil
from typing import Any

import pytest

from . import ground

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SIZES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True},
    "narrow": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True},
    "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True},
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "projector": {"viewport": {"width": 1920, "height": 1080}},
}
# Chromium reports every answer of 400 and more as an error of the page; what was meant to be refused is not one.
MEANT = ("status of 4", "status of 503")


class LiveCampus:
    """A campus under its own host names on a port of this machine (*.localhost leads there in every browser)."""

    def __init__(self, campus, browser, port):
        self.campus, self.browser, self.port = campus, browser, port
        self.troubles = []
        self._contexts = []

    def host(self, slug="east"):
        return f"{slug}.localhost:{self.port}"

    def url(self, path="/", slug="east"):
        return f"http://{self.host(slug)}{path}"

    def page(self, who=None, size="phone", slug="east", language="zh_CN", mode="light", **more):
        """A page of a fresh browser, signed in as this person on a school's host."""
        context = self.browser.new_context(**{
            "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce", "service_workers": "block", **SIZES[size], **more})
        context.add_cookies(self._cookies(who, slug, language, mode))
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        self._watch(page)
        return page

    def _cookies(self, who, slug, language, mode):
        values = {"language": language, "mode": mode}
        if who:
            values["mooctang"] = ground.sign_in(self.campus.store, self.campus.aid(who), self.host(slug), self.campus.clock())
        return [{"name": name, "value": value, "url": self.url("/", slug)} for name, value in values.items()]

    def _watch(self, page):
        page.on("console", lambda said: self._hear(page, said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self._hear(page, str(error)))

    def _hear(self, page, text):
        if not any(words in text for words in MEANT) and "net::ERR_" not in text:
            self.troubles.append(f"{page.url}: {text}")

    def close(self):
        for context in self._contexts:
            context.close()


def name_hosts(campus):
    """Give the schools and the alliance their names on this machine."""
    with campus.writing() as school:
        alliance = school._p_jar.root()["alliance"]
        for slug in ("east", "west"):
            alliance.hosts[f"{slug}.localhost"] = slug
        alliance.hosts["alliance.localhost"] = ""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        pytest.skip("no Chromium here; install it or name it in CHROMIUM")
    return {**browser_type_launch_args, "executable_path": CHROMIUM,
            "args": ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"]}


@pytest.fixture
def live_campus(campus, browser):
    """The campus, served; closed pages and a quiet console at the end."""
    from ..web.serve import served

    name_hosts(campus)
    with served(campus.app, campus.settings) as port:
        live = LiveCampus(campus, browser, port)
        yield live
        live.close()
    assert not live.troubles, live.troubles


@pytest.fixture
def page_of(live_campus):
    """page_of(who, size): a page of that person's browser."""
    return live_campus.page
