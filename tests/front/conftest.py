"""A real browser for the front-end tests; skipped with one sentence where there is none."""

import os
import shutil

import pytest

from tests.front.fake import Fake

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def base_url():
    """None: each test has a server of its own. (The fixture of pytest-base-url warns under pytest 9.)"""
    return None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, browser_name):
    if browser_name != "chromium":
        return browser_type_launch_args
    if not CHROMIUM:
        pytest.skip("no Chromium here; install it or name it in CHROMIUM")
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}


@pytest.fixture
def page(page):
    page.set_default_timeout(8000)
    return page


@pytest.fixture
def fake():
    server = Fake()
    server.up()
    yield server
    server.down()


@pytest.fixture
def quiet(page):
    """Fails on any console error: this is also the test of the content security policy."""
    errors = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert not errors, errors
