"""The operator's pages on the alliance's host."""

import pytest
from ZODB.blob import Blob

from mooctang_core.plugins import Problem

PAGES = ("/operate", "/operate/plugins", "/operate/figures")


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


@pytest.mark.feature("ALL-05")
def test_figures_per_school_are_counted_and_taken_away(campus, operator):
    page = operator.get("/operate/figures")
    cells = [[cell.text for cell in row.find_all("td")] for row in operator.last.html.find("tbody").find_all("tr")]
    assert cells[0][:4] == ["东湖大学", "east", "3", "3"] and cells[0][6:10] == ["1", "1", "1", "1"] and cells[2][0] == "合计" and cells[2][2] == "6"
    with campus.writing() as school:
        school["files"]["x"] = blob = Blob()
        with blob.open("w") as handle:
            handle.write(b"x" * (3 << 20))
    assert "3.0" not in operator.get("/operate/figures")     # counted a moment ago
    operator.post("/operate/figures", page="/operate")
    assert "东湖大学,east,3,3,2,1,1,1,1,1,1,3" in operator.app.get("/operate/figures.csv").body.decode("utf-8-sig")
    assert operator.app.get("/operate/figures.xlsx").body[:2] == b"PK" and page
