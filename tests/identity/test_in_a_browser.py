"""On a phone and at a desk: somebody new registers with a code, fills in a profile with a portrait, and sets a second factor up."""

import pytest

from mooctang_core.identity import totp
from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of
from tests.browser.test_pages import SMALL, problems

from .test_profile import PNG
from .walking import sent_to

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECRET_WORD = "山有木兮木有枝 9"


@pytest.fixture(scope="session")
def base_url():
    """None: each test has a server of its own."""
    return None


def looked_at(page):
    """It fits, and a finger finds everything; whom it shuts out is looked for once, at the end."""
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth") and not page.evaluate(SMALL)


@pytest.mark.feature("ACC-01", "ACC-06", "ACC-09", "ACC-10")
@pytest.mark.parametrize("size, language", [("phone", "zh_CN"), ("desktop", "en")])
def test_somebody_new_comes_in_and_settles(campus, live_campus, page_of, size, language):
    page = page_of(None, size, language=language, bypass_csp=True)
    page.goto(live_campus.url("/register?next=/account"))
    page.fill("#name", "13900001111")
    page.click("main form .btn-primary")
    page.fill("#code", sent_to(campus, "phone", "13900001111"))
    looked_at(page)
    page.click("main form .btn-primary")
    page.fill("#name", "陈晨")
    page.fill("#new", SECRET_WORD)
    page.fill("#again", SECRET_WORD)
    looked_at(page)
    page.click("main section .btn-primary")
    page.click("a[href='/account/profile']")
    page.set_input_files("#picture", {"name": "me.png", "mimeType": "image/png", "buffer": PNG})
    page.wait_for_function("document.querySelector('#picture').files[0].name === 'portrait.jpg'")
    page.click("button[value=picture]")
    page.wait_for_selector("main .face img")
    page.goto(live_campus.url("/account/second"))
    page.click("button.btn-primary")
    looked_at(page)
    key = page.inner_text("[aria-labelledby=key-label]").replace(" ", "")
    page.fill("#code", totp.code_at(key, int(campus.clock().timestamp()) // 30))
    page.click("button.btn-primary")
    assert page.locator(".paper-codes li").count() == 10
    looked_at(page)
    assert not problems(page)
