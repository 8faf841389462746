"""练习库: make, describe, find, share, use; one's own, the team's, and a source's."""

import io
from datetime import date

import pytest

from mooctang_core.flows import library as shelves
from mooctang_core.flows import preparing
from mooctang_core.model.base import find
from mooctang_core.model.courses import Course, Library
from mooctang_core.store import files
from mooctang_core.testing.campus import ROOM
from tests.preparing.conftest import SPRING, Desk

NEXT = "2026-09-14"
BOOK = "/courses/physics/library"


def keep(campus, title, who="teacher", book=BOOK, **fields):
    """Something new in the library through its page; returns its address."""
    campus.post(who, book + "/", "make", kind="bank")
    with campus.reading() as school:
        url = f"{book}/{max(find(school, book), key=int)}/"
    given = {"seen_": "0", "title_": title, "question": "为什么？", "about_": "", "tags_": "", **fields}
    campus.post(who, url, "edit", **given)
    return url


def titles(campus, who="teacher", view="library", room=ROOM, **query):
    page = Desk(campus, who, room).page(view, **query)
    return [each["title"] for each in page.select(".rows b[title]")]


@pytest.mark.feature("PREP-02")
def test_made_described_and_found(campus):
    keep(campus, "牛顿", about_="第一次课用", tags_="第三章，力学", question="$F=ma$ 是谁写的？")
    keep(campus, "伽利略", tags_="第二章", question="斜塔上扔了什么？")
    assert titles(campus) == ["伽利略", "牛顿"]
    assert titles(campus, q="斜塔") == ["伽利略"] and titles(campus, q="第三章 谁写") == ["牛顿"] and titles(campus, q="f=MA") == ["牛顿"]
    assert titles(campus, tag="第二章") == ["伽利略"] and titles(campus, q="没有的词") == []
    page = Desk(campus).page("library", kind="bank")
    assert page.select_one("h1").get_text() == "练习库" and "第一次课用" in page.text and "力学" in page.text
    assert any(link["href"].endswith("library?kind=bank") and "练习库" in link.get_text() for link in page.select(".side a"))


@pytest.mark.feature("PREP-02")
def test_ones_own_until_it_is_shared(campus):
    url = keep(campus, "牛顿")
    assert titles(campus, "colleague") == []
    for view in ("edit", "preview", "keep"):
        assert campus.browser("colleague").app.get(url + view, status="*").status_int == 404
    assert campus.browser("colleague").app.post(url + "duplicate", {"csrf_token": campus.browser("colleague").token()}, status="*").status_int in (403, 404)
    campus.post("teacher", url, "share", shared="yes")
    assert titles(campus, "colleague") == ["牛顿"] and "林老师 共享" in Desk(campus, "colleague").page("library").text
    assert "学生看到的样子" in campus.get("colleague", url + "preview")
    for view, fields in (("edit", {"title_": "改", "question": "x"}), ("remove", {}), ("share", {"shared": "no"})):
        assert "只能使用" in campus.post("colleague", url, view, 422, **fields)
    campus.post("colleague", url, "duplicate")
    assert titles(campus, "colleague") == ["牛顿（副本）", "牛顿"] and titles(campus) == ["牛顿"]
    campus.post("teacher", f"{BOOK}/2/", "edit", 404)


@pytest.mark.feature("PREP-02")
def test_deleted_and_had_back(campus):
    url = keep(campus, "牛顿")
    assert "已删除“牛顿”" in campus.post("teacher", url, "remove") and titles(campus) == []
    campus.post("colleague", BOOK + "/", "restore", 422, word="1")
    campus.post("teacher", BOOK + "/", "restore", word="1")
    assert titles(campus) == ["牛顿"]


@pytest.mark.feature("PREP-02")
@pytest.mark.parametrize("who", ["s1", "outsider", "manager", None])
def test_nobody_else_sees_a_library(campus, who):
    keep(campus, "牛顿", shared_="true")
    browser = campus.browser(who)
    for path in (BOOK, BOOK + "/1/", BOOK + "/1/preview", f"{ROOM}/library", f"{ROOM}/pick", f"{ROOM}/peek?item=1"):
        assert browser.app.get(path, status="*").status_int in (303, 403, 404) and "牛顿" not in browser.app.get(path, status="*").text


@pytest.mark.feature("PREP-02")
def test_an_independent_classroom_has_its_teachers_own_library(campus):
    alone = "/courses/own/2026-fall/x1"
    keep(campus, "只有我", book="/courses/own/library")
    assert titles(campus, room=alone) == ["只有我"] and titles(campus) == []
    assert "我自己的" in Desk(campus, room=alone).page("library").text
    assert campus.browser("colleague").app.get(f"{alone}/library", status="*").status_int == 404


@pytest.mark.feature("PREP-02")
def test_what_a_source_shares_may_be_used_and_not_changed(campus):
    keep(campus, "牛顿", shared_="true")
    keep(campus, "没有共享")
    with campus.writing() as school:
        school["courses"]["own"].source = "/courses/physics"
    alone = Desk(campus, room="/courses/own/2026-fall/x1")
    page = alone.page("library")
    assert [each["title"] for each in page.select(".rows b[title]")] == ["牛顿"] and "来自源课程" in page.text and not page.select(".plan-row .menu")
    assert "学生看到的样子" in campus.get("teacher", alone.room + "/peek?item=s1")
    campus.post("teacher", alone.room + "/", "pick", day=NEXT, item="s1")
    assert alone.names(NEXT) == ["牛顿"]


@pytest.mark.feature("CLS-10")
def test_in_a_classroom_of_an_imported_course_its_banks_are_used_and_copied_and_never_changed(campus):
    """The library that came with a licence: for everybody who teaches a classroom of the course, whoever made it."""
    with campus.writing() as school:
        course = school["courses"]["physics"]
        slide = files.keep(school, io.BytesIO(b"GIF89a a slide"))
        course.licence, course.borrowed = {"course": "physics", "until": None}, Library()
        course.borrowed.__parent__, course.borrowed.__name__ = course, "borrowed"
        shelves.keep(course.borrowed, campus.host.kinds["bank"][1], {"question": "看图", "picture": {"hash": slide, "name": "图.gif"}}, None, "源题")
    desk = Desk(campus, "colleague")
    page = desk.page("library")
    assert "来自源课程，只能使用" in page.text and not page.select(".plan-row .menu")
    assert [each["title"] for each in desk.page("library", q="源题").select(".rows b[title]")] == ["源题"]
    assert "学生看到的样子" in campus.get("colleague", desk.room + "/peek?item=s1")
    assert campus.browser("colleague").app.get(f"{desk.room}/peek-file/s1/{slide}/x.gif").body == b"GIF89a a slide"
    for foreign in (f"s1/{'0' * 64}/x", f"s7/{slide}/x", slide):
        assert campus.browser("colleague").app.get(f"{desk.room}/peek-file/{foreign}", status="*").status_int == 404
    desk.post("pick", day=NEXT, item="s1")
    assert desk.names(NEXT) == ["源题"]
    # Nothing of it has an address where it could be changed.
    browser = campus.browser("colleague")
    for path in ("/courses/physics/borrowed/1/", BOOK + "/s1/"):
        for view in ("edit", "remove", "share"):
            assert browser.app.post(path + view, {"csrf_token": browser.token(), "title_": "改"}, status="*").status_int == 404
    campus.post("colleague", BOOK + "/", "take", item="s1")
    campus.post("colleague", BOOK + "/1/", "edit", seen_="0", title_="我的题", question="改过", about_="", tags_="")
    assert titles(campus, "colleague") == ["我的题", "源题"] and titles(campus) == ["源题"]
    with campus.reading() as school:
        assert [node.title for node in school["courses"]["physics"].borrowed.values()] == ["源题"]
    assert "已经不在源课程里" in campus.post("colleague", BOOK + "/", "take", 422, item="s9")
    campus.post("outsider", BOOK + "/", "take", 404, item="s1")


@pytest.mark.feature("PREP-03")
def test_several_are_picked_into_a_plan_as_copies(campus, desk):
    url = keep(campus, "牛顿", question="F=ma？", tags_="力学")
    keep(campus, "伽利略")
    keep(campus, "开普勒")
    page = desk.page("pick", day=NEXT, kind="bank", q="f=ma")
    assert [each["value"] for each in page.select("input[name=item]")] == ["1"] and page.select_one("[hx-get]")["hx-get"].endswith("peek?item=1")
    assert campus.browser("teacher").app.get(f"{ROOM}/peek?item=1", headers={"HX-Request": "true"}).text.lstrip().startswith("<div")
    browser = campus.browser("teacher")
    answer = browser.app.post(f"{ROOM}/pick", [("csrf_token", browser.token()), ("day", NEXT), ("item", "1"), ("item", "3")]).follow()
    assert "已复制 2 个活动" in answer.text and desk.names(NEXT) == ["开普勒", "牛顿"]
    copy = f"{ROOM}/plans/{NEXT}/2/"
    desk.fill(copy, title_="牛顿", question="改过")
    assert desk.node(url).settings["question"] == "F=ma？" and desk.node(copy).settings["question"] == "改过"
    campus.post("teacher", url, "remove")
    assert desk.names(NEXT) == ["开普勒", "牛顿"]
    desk.post("pick", 422, day=NEXT)


@pytest.mark.feature("PREP-03")
def test_what_was_made_in_a_plan_goes_into_the_library(campus, desk):
    url = desk.add("bank", NEXT, "牛顿", question="F=ma？")
    campus.post("teacher", url, "to-library")
    assert titles(campus) == ["牛顿"] and "只有我能看到" in desk.page("library").text
    remark = desk.add("remark", NEXT, "便条")
    assert "不能放进资源库" in campus.post("teacher", remark, "to-library", 422)


@pytest.mark.feature("PREP-05")
def test_out_of_the_library_into_the_running_class(campus, desk):
    keep(campus, "牛顿")
    assert "加到正在上的课" in desk.page("pick").text
    desk.post("pick", day="", item="1")
    with campus.reading() as school:
        assert [(node.title, node.state) for node in find(school, ROOM)["sessions"].running.values()] == [("牛顿", "draft")]
    campus.end()
    desk.post("pick", 422, day="", item="1")


def test_a_hundred_and_twenty_stand_on_three_pages(campus):
    with campus.writing() as school:
        book = find(school, BOOK)
        for number in range(120):
            shelves.keep(book, campus.host.kinds["bank"][1], {"question": "q"}, campus.aid("teacher"), f"{number:03d}" + "很长" * 30)
    assert len(titles(campus)) == 50 and len(titles(campus, page=3)) == 20 and len(titles(campus, page="x")) == 50


def test_an_unfinished_one_stays_unfinished_where_it_is_copied(campus, desk):
    campus.post("teacher", BOOK + "/", "make", kind="bank")
    desk.post("pick", day=NEXT, item="1")
    assert "还缺：题目" in desk.page(day=NEXT).text


def test_a_library_knows_its_course(campus):
    with campus.reading() as school:
        book = find(school, BOOK)
        assert shelves.source_of(book) is None and isinstance(book.__parent__, Course)
        assert shelves.library_of(find(school, SPRING)) is book and preparing.plan_of(find(school, ROOM), date(2026, 1, 1)) is None
