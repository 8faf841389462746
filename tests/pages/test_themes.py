"""Themes: two that ship, one of a stranger, one that is broken."""

import types

import pytest

from mooctang_core.web import themes
from tests.pages.stage import ROOM, play_campus


def wear(campus, theme):
    with campus.writing() as school:
        school.theme = theme


@pytest.mark.feature("THM-01")
@pytest.mark.parametrize("theme", ["jianghai", "dongling"])
def test_a_school_wears_a_theme_with_its_own_tokens_files_and_templates(campus, theme):
    plain = campus.browser(None).get("/")
    wear(campus, theme)
    browser = campus.browser(None)
    worn = browser.get("/")
    tokens = browser.last.html.find("link", href=lambda href: href.endswith("tokens.css"))
    assert ":root" in browser.app.get(tokens["href"]).text
    assert browser.last.html.find(class_="crest").decode() not in plain and "tokens.css" not in plain
    icon = browser.last.html.find("link", rel="icon")["href"]
    assert icon not in plain and browser.app.get(icon).status_int == 200
    assert "东湖大学" in worn
    # The other school keeps its own looks, and a class page wears the theme too.
    assert "tokens.css" not in campus.browser(None, "west").get("/")
    assert "tokens.css" in campus.browser("s1").get(ROOM)


@pytest.mark.feature("THM-01")
def test_dark_and_high_contrast_are_each_persons_choice(campus):
    person = campus.browser("s1")
    person.post("/appearance", mode="dark", contrast="more", next="/account")
    assert (person.last.html.html["data-bs-theme"], person.last.html.html["data-contrast"]) == ("dark", "more")
    assert campus.browser("s2").get("/account") and campus.browser("s2").last.html.html["data-bs-theme"] == "auto"


@pytest.mark.feature("THM-02")
def test_a_strangers_theme_is_found_in_its_package(tmp_path, monkeypatch):
    folder = tmp_path / "snow"
    write(folder, "room.pt", '<section id="room">snow</section>')
    point = types.SimpleNamespace(name="snow", load=lambda: types.SimpleNamespace(__file__=str(folder / "__init__.py")))
    monkeypatch.setattr(themes, "entry_points", lambda group: [point])
    campus = play_campus(tmp_path / "campus")
    try:
        wear(campus, "snow")
        assert "snow" in campus.browser("s1").get(ROOM) and "大学物理" in campus.browser("s1").last.text
    finally:
        campus.close()


@pytest.mark.feature("THM-02")
@pytest.mark.parametrize("template, reason", [
    ('<section id="room"><p tal:condition="">', "room.pt"),          # it does not compile
    ('<section id="room">${nobody.knows}</section>', "room.pt"),     # it fails when it is drawn
])
def test_a_broken_theme_falls_back_and_is_named_to_the_operator(tmp_path, template, reason):
    write(tmp_path / "themes" / "cracked", "room.pt", template)
    campus = play_campus(tmp_path / "campus", themes=str(tmp_path / "themes"))
    try:
        wear(campus, "cracked")
        assert "正在上课" in campus.browser("s1").get(ROOM)
        operator = campus.browser("operator", "alliance").get("/")
        assert "cracked" in operator and reason in operator
        assert "cracked" not in campus.browser("s1", "alliance").get("/")
    finally:
        campus.close()


@pytest.mark.feature("THM-02")
def test_a_broken_layout_falls_back_on_every_page(tmp_path):
    write(tmp_path / "themes" / "cracked", "layout.pt", "<html>${nobody.knows}</html>")
    campus = play_campus(tmp_path / "campus", themes=str(tmp_path / "themes"))
    try:
        wear(campus, "cracked")
        assert "正在上课" in campus.browser("s1").get(ROOM)
        operator = campus.browser("operator", "alliance").get("/")
        assert "cracked" in operator and "layout.pt" in operator
    finally:
        campus.close()


@pytest.mark.feature("THM-02")
def test_a_theme_that_is_gone_is_the_default(campus):
    wear(campus, "melted")
    assert "正在上课" in campus.browser("s1").get(ROOM)
    assert "melted" in campus.browser("operator", "alliance").get("/")


def write(folder, name, text):
    (folder / "mooctang_core").mkdir(parents=True)
    (folder / "theme.cfg").write_text("[theme]\ntitle = Stranger\n")
    (folder / "mooctang_core" / name).write_text(text)
