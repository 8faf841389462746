"""A chart of a plugin's own on the wall of a lecture hall: it fits under its question, however long that is."""

import os

import pytest

from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of
from mooctang_core.testing.campus import ROOM
from tests.docs.test_examples import guess

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]
pytestmark = pytest.mark.browser

LONG = "把教室里的灯、走廊里的灯和窗外看得见的路灯都算上，从现在开始一分钟之内，不许站起来，也不许问旁边的人：一共有几盏灯？" * 2
INSIDE = """() => {
  const inside = (box, around) => box.left >= around.left - 1 && box.right <= around.right + 1 && box.top >= around.top - 1 && box.bottom <= around.bottom + 1;
  const main = document.querySelector('#wall main').getBoundingClientRect();
  const chart = document.querySelector('#wall svg.chart.wide').getBoundingClientRect();
  const lines = [...document.querySelectorAll('#wall h1, #wall main p')].map((line) => line.getBoundingClientRect());
  return { fits: inside(chart, main) && lines.every((line) => inside(line, main)), height: chart.height, room: main.height,
           apart: lines.every((line) => line.bottom <= chart.top + 1 || line.top >= chart.bottom - 1) };
}"""


@pytest.fixture(scope="session")
def base_url():
    """None: each test has a server of its own."""
    return None


@pytest.fixture
def wall(live_campus, page_of):
    """The screen of the hall, connected by the teacher's phone."""
    phone, screen = page_of("teacher", "phone"), page_of(None, "projector")
    phone.goto(live_campus.url(f"{ROOM}/projection"))
    phone.get_by_role("button", name="开始投屏").click()
    digits = phone.locator(".wall-digits").get_attribute("aria-label")
    screen.goto(live_campus.url("/tp"))
    screen.locator(".pair-code").press_sequentially(digits)
    screen.wait_for_selector("#wall")
    return screen


@pytest.mark.parametrize("question", ["教室里有几盏灯？", LONG[:200]], ids=["short", "long"])
@pytest.mark.parametrize("wrap", ["", '<div><figure class="extra">{}</figure></div>'], ids=["bare", "wrapped"])
def test_the_chart_fits_under_the_question(campus, wall, question, wrap, monkeypatch):
    plain = guess.charts.bars
    if wrap:
        monkeypatch.setattr(guess.charts, "bars", lambda items: guess.charts.Chart(wrap.format(plain(items)), ""))
    url = campus.open(guess.Guess, question=question, right=12)
    for who, number in (("s1", 12), ("s2", 12), ("s3", 7)):
        campus.post(who, url, "submit", number=number)
    campus.post("teacher", url, "reveal")
    wall.locator("#wall svg.chart.wide .key").wait_for()
    shot = os.environ.get("SHOTS")
    if shot:
        wall.screenshot(path=f"{shot}/wall-{len(question)}-{bool(wrap)}.png")
    seen = wall.evaluate(INSIDE)
    assert seen["fits"] and seen["apart"], seen
    assert seen["height"] > seen["room"] * 0.3, seen
