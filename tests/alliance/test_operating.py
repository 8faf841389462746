"""The operator's pages on the alliance's host."""

import pytest

from mooctang_core.plugins import Problem

PAGES = ("/operate", "/operate/plugins")


def test_they_are_the_operators_and_on_the_alliances_host_only(campus, operator):
    for page in PAGES:
        assert "东湖大学" in operator.get(page)
        for who, slug, status in (("manager", "alliance", 404), (None, "alliance", 303), ("operator", "east", 404), ("manager", "east", 404)):
            assert campus.browser(who, slug).app.get(page, status="*").status_int == status, (page, who, slug)


@pytest.mark.feature("ALL-04")
def test_the_register_of_plugins_names_versions_health_and_schools(campus, operator):
    page = operator.get("/operate/plugins")
    section = operator.last.html.find(id="plugin-checkin").find_parent("section")
    assert campus.host.plugins["checkin"].version in section.text and "正常" in section.text and {"东湖大学", "西山大学"} <= set(section.text.split())
    with campus.writing("west") as school:
        school.enabled_plugins.remove("checkin")
        school.enabled_plugins.add("vanished")
        campus.host.failed(school, "quiz", "panels", ValueError("boom"))
    campus.host.quarantined["wreck"] = Problem("wreck", "ImportError: no anchor", "", "3.1")
    page = operator.get("/operate/plugins")
    html = operator.last.html
    assert "西山大学" not in html.find(id="plugin-checkin").find_parent("section").text
    assert "ValueError" in html.find(id="plugin-quiz").find_parent("section").text and "出过错" in html.find(id="plugin-quiz").find_parent("section").text
    assert "wreck 3.1" in page and "no anchor" in page and "vanished" in page
