"""操作日志: a manager finds what was done, takes it away, and has it checked."""

import csv
import io
import json
from hashlib import sha256

import pytest

from mooctang_core.flows import auditing

PAGE = "/manage/log"


def rows(browser, query=""):
    return list(csv.reader(io.StringIO(browser.app.get(f"{PAGE}.csv{query}").body.decode("utf-8-sig"))))[1:]


@pytest.mark.feature("ADM-12")
def test_what_staff_did_is_found_taken_away_and_checked(campus):
    manager = campus.browser("manager")
    assert "还没有记录" in manager.get(PAGE)
    for name, step in (("checkin", "off"), ("checkin", "on"), ("quiz", "off")):
        campus.clock.forward(minutes=1)
        manager.post("/manage/plugins", plugin=name, step=step)
    page = manager.get(PAGE)
    assert page.index("停用了插件 quiz") < page.index("启用了插件 checkin") < page.index("停用了插件 checkin") and "教务" in page
    assert "启用了插件 checkin" not in manager.get(PAGE + "?find=%E6%95%99%E5%8A%A1+quiz") and "停用了插件 quiz" in manager.last.text
    assert "没有找到" in manager.get(PAGE + "?until=2026-09-06") and "没有找到" in manager.get(PAGE + "?area=courses")
    assert "停用了插件 quiz" in manager.get(PAGE + "?since=2026-09-07&until=2026-09-07&area=plugins&by=" + campus.aid("manager"))
    assert [line[0] for line in rows(manager, "?find=checkin")] == ["2", "1"] and manager.app.get(PAGE + ".xlsx").body[:2] == b"PK"
    assert "全部 3 条都和写下时一样" in manager.get(PAGE + "?check=yes")
    mark = rows(manager)[1][-1]
    assert "一致：到那一条为止" in manager.get(f"{PAGE}?number=2&mark={mark[:20]}") and "不一致" in manager.get(f"{PAGE}?number=3&mark={mark}")
    assert "Switched off the plugin quiz" in campus.browser("manager", language="en").get(PAGE)


@pytest.mark.feature("ADM-12")
def test_anybody_can_compute_the_fingerprints_of_the_file_and_a_changed_line_is_named(campus):
    with campus.writing() as school:
        for number in range(3):
            auditing.log(school, "east-manager", "course-offline", f"/courses/c{number}", campus.clock(), title="=2+5 课")
    before = "0" * 64
    for number, _at, _who, _said, about, at, by, deed, facts, mark in reversed(rows(campus.browser("manager"))):
        line = [before, int(number), at, by, deed, about, json.loads(facts)]
        before = sha256(json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
        assert before == mark
    with campus.writing() as school:
        line = list(school.audit._lines[2])
        school.audit._lines[2] = (*line[:3], "/courses/other", *line[4:])
    assert "从第 2 条起和写下时不一样" in campus.browser("manager").get(PAGE + "?check=yes")


@pytest.mark.feature("ADM-12")
def test_the_log_is_read_in_pages_and_noted_at_the_alliance_by_the_jobs(campus):
    with campus.writing() as school:
        for number in range(120):
            auditing.log(school, "", "course-offline", f"/courses/c{number}", campus.clock(), title="课")
    manager, seen = campus.browser("manager"), []
    url = PAGE
    while url:
        page = (manager.get(url), manager.last.html)[1]
        seen += [one.text for one in page.select(".log .id")]
        url = next((link["href"] for link in page.find_all("a") if link.text == "更早的"), None)
    assert seen == [f"/courses/c{number}" for number in range(119, -1, -1)]
    campus.run_jobs()
    campus.run_jobs()
    with campus.reading("alliance") as alliance:
        assert [count for _at, count, _mark in auditing.anchors_of(alliance, "east")] == [120]
    assert "也和另外记下的 1 个指纹一致" in manager.get(PAGE + "?check=yes")


@pytest.mark.feature("ADM-12")
def test_the_operator_reads_the_alliances_own_log(campus):
    with campus.writing("alliance") as alliance:
        auditing.log(alliance, "east-operator", "course-licensed", "/courses/logic", campus.clock(), title="逻辑学", school="西山大学")
    operator = campus.browser("operator", slug="alliance")
    assert "把课程“逻辑学”授权给“西山大学”" in operator.get("/operate/log?check=yes") and "全部 1 条都和写下时一样" in operator.last.text
    assert "逻辑学" in operator.app.get("/operate/log.csv").body.decode("utf-8-sig")
    assert "操作日志" not in campus.browser("manager", slug="east").get("/operate/log", status=404)


@pytest.mark.feature("ADM-12")
def test_the_alliances_own_log_is_noted_in_the_databases_too(campus):
    for number in range(3):
        with campus.writing("alliance") as alliance:
            auditing.log(alliance, "east-operator", "course-licensed", f"/courses/c{number}", campus.clock(), title="逻辑学", school="西山大学")
        campus.run_jobs()
        campus.run_jobs()
    operator = campus.browser("operator", slug="alliance")
    assert "也和另外记下的 3 个指纹一致" in operator.get("/operate/log?check=yes")
    with campus.writing("alliance") as alliance:
        old, alliance.audit = alliance.audit, None
        for number in range(1, old.count + 1):
            auditing.log(alliance, "east-operator", "course-licensed", "/courses/other" if number == 2 else old[number].about, old[number].at,
                         **old[number].facts)
    assert "第 2 条和当时另外记下的不一样" in operator.get("/operate/log?check=yes")
    campus.run_jobs()
    assert "第 2 条和当时另外记下的不一样" in operator.get("/operate/log?check=yes")
