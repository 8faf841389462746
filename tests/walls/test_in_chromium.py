"""S3 in a real browser: a trap for everything that runs, on pages full of what people wrote, and on the news that come in while they stand."""

import pytest

from mooctang_core.model.base import find
from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of
from mooctang_core.testing.campus import ROOM

from .payloads import ALL
from .test_writing import scribble
from .town import fill

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]
pytestmark = pytest.mark.browser
TRAP = """
window.ran = [];
window.xss7 = window.alert = window.prompt = window.confirm = () => { window.ran.push('a call'); };
document.addEventListener('securitypolicyviolation', event => window.ran.push(event.violatedDirective + ' ' + event.blockedURI));
"""
LOUD = "<img src=x onerror=xss7()><svg onload=xss7()><script>xss7()</script><iframe srcdoc='<script>parent.xss7()</script>'></iframe><a href=javascript:xss7()>x</a>" + ALL


@pytest.fixture(scope="session")
def base_url():
    """None: each test has a server of its own."""
    return None


@pytest.fixture
def scribbled(campus):
    """Everybody wrote the payloads wherever a text is kept."""
    urls = fill(campus)
    with campus.writing() as school:
        scribble(school, school)
        room = find(school, ROOM)
        for aid in list(room.members):
            room.set_member(aid, name=LOUD, number=LOUD)
        for node in room["sessions"].running.values():
            node.title = LOUD
    with campus.writing("alliance") as alliance:
        for account in alliance.accounts.values():
            account.name = LOUD
    return urls


def trapped(page):
    page.add_init_script(TRAP)
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    return page


def quiet(page):
    assert page.evaluate("window.ran") == []
    assert page.evaluate("document.querySelectorAll('xss7, iframe, img[src=x], svg[onload], a[href^=javascript]').length") == 0


def test_nothing_that_people_wrote_runs_on_a_page(live_campus, page_of, scribbled):
    for who, size, paths in (
        (None, "phone", ("/", "/login?next=/%3Cimg%20src=x%20onerror=xss7()%3E", "/join/PHY234")), ("s1", "phone", (ROOM, scribbled["checkin"], scribbled["buzzer"], "/messages")),
        ("teacher", "desktop", (ROOM, ROOM + "/roster?find=%3Cimg%20src=x%20onerror=xss7()%3E", scribbled["closed"] + "people")),
        ("manager", "desktop", ("/manage/plugins",)),
    ):
        page = trapped(page_of(who, size))
        for path in paths:
            page.goto(live_campus.url(path))
            quiet(page)


def test_nothing_runs_that_comes_in_while_a_page_is_open(live_campus, page_of, scribbled):
    campus = live_campus.campus
    student, teacher = trapped(page_of("s1", "phone")), trapped(page_of("teacher", "desktop"))
    for page in (student, teacher):
        page.goto(live_campus.url(ROOM))
        page.wait_for_selector("html[data-net=on]")
    campus.open(campus.host.kinds["buzzer"][1], title=LOUD[:80] + "NEWS")
    for page in (student, teacher):
        page.get_by_text("NEWS").first.wait_for()
        quiet(page)
    student.locator("form[action$='/submit'] button").first.click()
    teacher.wait_for_timeout(500)
    for page in (student, teacher):
        quiet(page)


def test_the_wall_shows_and_runs_nothing(live_campus, page_of, scribbled):
    campus = live_campus.campus
    screen = trapped(page_of(None, "projector"))
    screen.goto(live_campus.url("/tp"))
    digits = campus.store.scratch.items("wall-owner", "screen ")[0][1]
    campus.post("teacher", ROOM, "/wall-pair", code=digits)
    screen.wait_for_url("**/tp/wall")
    screen.wait_for_selector("#wall")
    quiet(screen)
