"""What plugins put beside names and on the statistics page; one that fails is named, and the rest stands."""

import types

import pytest

from mooctang_core.hookspecs import hookimpl
from mooctang_core.parts import Group
from mooctang_core.tables import Cell, Column, Table


def boom(**_arguments):
    raise RuntimeError("boom")


@pytest.fixture
def campus_of(campus_of):
    """A campus with plugins given as name=dict(hook=function)."""
    return lambda **plugins: campus_of(**{name: module_of(name, hooks) for name, hooks in plugins.items()})


def module_of(name, hooks):
    module = types.ModuleType(f"mooctang_{name}")
    for hook, function in hooks.items():
        setattr(module, hook, hookimpl(function))
    return module


def failing(hook):
    """An implementation that names no argument and raises."""
    return {hook: lambda: boom()}


def test_groups_columns_and_figures_stand_in_the_gradebook_and_its_files(campus_of):
    campus = campus_of(
        groups={"classroom_groups": lambda classroom: [Group("1", "甲组", ("east-s1", "east-s2"))]},
        seats={"roster_columns": lambda classroom: [(Column("座位"), {"east-s1": "A1"})]},
        units={"learning_progress": lambda course, people: {aid: {"videos": 3, "total": 88.5} for aid in people}},
    )
    sheet = campus.browser("teacher").app.get(campus.room + "/gradebook.csv").text.splitlines()
    assert sheet[0].endswith("学号,姓名,行政班,小组,总评,线上学习（100 %）,座位,看过的视频,课程总分")
    assert sheet[1].endswith("学生1,一班,甲组,88.5,88.5,A1,3,88.5") and sheet[3].endswith("学生3,一班,,88.5,88.5,,3,88.5")
    page = campus.get("teacher", campus.room + "/gradebook")
    assert "甲组" in page and "A1" in page and "暂时无法显示" not in page and "0 项记录" in page
    assert "小组" in campus.get("teacher", campus.room + "/roster")


def test_cells_and_parts_of_a_hundred_look_the_same_in_every_table(campus_of):
    pairs = [(Column("出勤率", "percent", note="只计前两次"), {"east-s1": 0.6667}), ("座位", {"east-s1": Cell("A1", kind="ok")})]
    campus = campus_of(seats={"roster_columns": lambda classroom: pairs})
    for view in ("/gradebook", "/roster"):
        page = campus.get("teacher", campus.room + view)
        assert "66.7%" in page and '<span class="pill ok">A1</span>' in page and "Cell(" not in page


@pytest.mark.feature("PLG-04")
@pytest.mark.parametrize("hook", ["classroom_groups", "roster_columns", "learning_progress"])
@pytest.mark.parametrize("answer", [boom, lambda: 7, lambda: ["nonsense"]])
def test_what_cannot_be_shown_is_said_and_the_page_stands(campus_of, hook, answer):
    campus = campus_of(odd={hook: lambda: answer()}, seats={"roster_columns": lambda classroom: [(Column("座位"), {"east-s1": "A1"})]})
    page = campus.get("teacher", campus.room + "/gradebook")
    assert "学生1" in page and "A1" in page and "boom" not in page
    assert "这些插件的内容暂时无法显示：odd" in page
    assert campus.browser("teacher").app.get(campus.room + "/roster.xlsx").body[:2] == b"PK"


def two_tables(classroom):
    return [Table("words", ("词", Column("次数", "number")), [("心脏", 3), ("=cmd", 1)], title="常用词"), Table("none", ("空",), [])]


@pytest.mark.feature("PLG-02")
def test_reports_are_pages_and_files_of_their_own(campus_of):
    campus = campus_of(words={"reports": two_tables}, broken=failing("reports"), liar={"reports": lambda: [1]})
    assert "学情统计" in campus.get("teacher", campus.room + "/history")
    page = campus.get("teacher", campus.room + "/reports")
    assert "常用词" in page and "心脏" in page and "暂时无法显示：broken, liar" in page
    browser = campus.browser("teacher").app
    assert "=cmd" not in browser.get(campus.room + "/report", {"name": "words.words", "find": "心脏"}).text
    assert "'=cmd,1" in browser.get(campus.room + "/report.csv?name=words.words").text
    assert browser.get(campus.room + "/report.xlsx?name=words.words").body[:2] == b"PK"
    browser.get(campus.room + "/report.csv?name=words.other", status=404)


def test_students_do_not_see_them_and_an_empty_page_says_so(campus_of):
    campus = campus_of(words={"reports": two_tables}, groups={})
    campus.get("s1", campus.room + "/reports", status=(403, 404))
    with campus.writing() as school:
        school.enabled_plugins.remove("words")
    assert "学情统计" in campus.get("teacher", campus.room + "/history")
    assert "还没有可以显示的统计" in campus.get("teacher", campus.room + "/reports")


@pytest.mark.feature("PLG-04")
def test_a_search_backend_that_raises_stops_nobody(campus_of):
    campus = campus_of(bad={"search_backend": boom_at_start}, good={"search_backend": lambda settings: {"found": settings.port}})
    assert campus.app.registry.search == {"found": campus.settings.port}


def boom_at_start(settings):
    raise RuntimeError("boom")
