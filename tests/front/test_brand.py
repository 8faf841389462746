"""A school's one colour, whatever it is, stays readable."""

import re
from pathlib import Path

import pytest

from mooctang_core.web import brand

HOSTILE = """
#2746b8 #8f1d2c #660874 #00693e #c8102e #ffcc00 #00a0e9 #ff6a00 #000000
#ffffff #7fff00 #b8b8b8 #ffff00 #00ffff #ff00ff #010101 #fefefe #808080
""".split()
SHEET = Path(brand.__file__).parent / "static/ds.css"


def ratio(one, other):
    return brand.contrast(brand.parse(one), brand.parse(other))


@pytest.mark.parametrize("color", HOSTILE)
def test_light(color):
    tokens = brand.tokens(brand.light_set(color))
    assert ratio(tokens["--on-brand"], tokens["--brand"]) >= 5
    assert ratio(tokens["--brand"], "#ffffff") >= 5 and ratio(tokens["--brand"], "#f5f6f8") >= 4.5
    assert ratio(tokens["--brand-strong"], tokens["--brand-soft"]) >= 7
    assert ratio(tokens["--on-brand"], tokens["--brand-strong"]) >= 7


@pytest.mark.parametrize("color", HOSTILE)
def test_dark(color):
    tokens = brand.tokens(brand.dark_set(color))
    assert ratio(tokens["--brand"], "#171b22") >= 7
    assert ratio(tokens["--on-brand"], tokens["--brand"]) >= 7
    assert ratio(tokens["--brand-strong"], tokens["--brand-soft"]) >= 7
    assert ratio(tokens["--on-brand"], tokens["--brand-strong"]) >= 7


@pytest.mark.parametrize("color", ("", "red", "#12", "javascript:x", "#2746b8}*{x:y", None, "#gggggg"))
def test_what_is_no_colour_is_the_default_one(color):
    assert brand.css(color) == brand.css(brand.DEFAULT)


def test_a_good_colour_is_left_alone_and_a_pale_one_is_said_to_be_moved():
    assert brand.tokens(brand.light_set("#2746b8"))["--brand"] == "#2746b8"
    assert not brand.was_moved("#2746b8") and brand.was_moved("#ffcc00")
    assert brand.parse("#27b") == brand.parse("#2277bb")


def test_the_sheet_has_light_dark_and_the_devices_choice_and_nothing_else():
    css = brand.css("#8f1d2c")
    assert ":root:not([data-bs-theme=dark])" in css and ":root[data-bs-theme=dark]" in css and "[data-bs-theme=auto]" in css
    assert set(re.findall(r"(--[\w-]+):", css)) == {"--brand", "--brand-rgb", "--brand-strong", "--brand-soft", "--on-brand"}
    assert brand.css("#8f1d2c", ".preview").startswith(".preview:not(")


def blocks():
    """The token sets of ds.css: selector -> {name: colour}."""
    text = SHEET.read_text("utf-8")
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        found = dict(re.findall(r"(--[\w-]+):(#[0-9a-f]{3,6})\b", body))
        if "--ink" in found:
            yield selector.strip(), found


def test_the_neutral_and_meaning_colours_can_be_read_too():
    light = dark = None
    for selector, found in blocks():
        if "data-bs-theme=light" in selector:
            light = found
        if selector.endswith("[data-bs-theme=dark]") and "--ok" in found and light and not dark:
            dark = found
    for tokens in (light, dark):
        for ground in ("--paper", "--ground"):
            assert ratio(tokens["--ink"], tokens[ground]) >= 12
            assert ratio(tokens["--ink-2"], tokens[ground]) >= 7
            assert ratio(tokens["--ink-3"], tokens[ground]) >= 4.5
            assert ratio(tokens["--line-strong"], tokens[ground]) >= 3
        for meaning in ("--ok", "--warn", "--bad"):
            assert ratio(tokens[meaning], tokens[f"{meaning}-soft"]) >= 4.5 and ratio(tokens[meaning], tokens["--paper"]) >= 4.5
            assert ratio(tokens["--on-mark"], tokens[meaning]) >= 4.5


def test_following_the_device_means_the_same_dark():
    sets = [found for selector, found in blocks() if "dark" in selector or "auto" in selector]
    plain = next(found for found in sets if "--brand" in found)
    auto = [found for found in sets if "--brand" in found]
    assert len(auto) == 2 and auto[0] == auto[1] == plain
