"""The menus that users of the classic tools know, and behind every entry a page."""

import pytest

from mooctang_core.testing.campus import ROOM

DESK = ("课堂与备课记录", "学情统计", "平时成绩", "学生管理")
IN_CLASS = ("学生分组", "历史课堂", "开启投屏")


def entries(campus, who, page, css):
    """{label: href} of a menu."""
    browser = campus.browser(who)
    browser.get(page)
    return {" ".join(link.get_text(" ").split()): link["href"] for link in browser.last.html.select(css)}


@pytest.mark.feature("MOB-02")
def test_at_a_desk_and_in_class_a_teacher_finds_what_they_know(campus):
    side, menu = (entries(campus, "teacher", ROOM + "/", css) for css in (".side .lnks a", ".menu-list a"))
    assert set(DESK) | set(IN_CLASS) | {"练习库", "问卷库"} <= set(side)
    assert set(IN_CLASS) | set(DESK) | {"下课"} <= set(menu)
    assert "慕课堂管理" in campus.get("teacher", ROOM + "/")
    tools = campus.browser("teacher").last.html.select_one(".tools")
    assert tools.select_one("button.add").get_text(strip=True) == "教学"
    for href in {*side.values(), *menu.values()}:
        campus.get("teacher", href)


@pytest.mark.feature("MOB-02")
def test_a_student_has_four_tabs_and_nothing_of_a_teachers(campus):
    tabs = entries(campus, "s1", ROOM + "/", ".tabbar a:not(.brandmark)")
    assert list(tabs) == ["首页", "我的学习", "消息", "账号"]
    menu = entries(campus, "s1", ROOM + "/", ".menu-list a")
    assert "历史课堂" in menu and not set(DESK) & set(menu)
    for href in {*tabs.values(), *menu.values()}:
        campus.get("s1", href)


@pytest.mark.feature("MOB-02")
def test_who_runs_a_school_finds_its_plugins_under_system(campus):
    side = entries(campus, "manager", "/manage/plugins", ".side .lnks a")
    assert "插件" in side and "系统管理" in campus.get("manager", "/manage/plugins")
