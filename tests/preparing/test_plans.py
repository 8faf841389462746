"""A plan for a date: add, fill in, order, copy, take out and put back; by one teacher or by two."""

from datetime import date

import pytest
from ZODB.POSException import ConflictError

from mooctang_core.flows import preparing
from mooctang_core.model.base import find
from mooctang_core.testing.campus import ROOM
from tests.preparing.conftest import SPRING, Desk

MONDAY, WEDNESDAY, NEXT = "2026-09-07", "2026-09-09", "2026-09-14"


@pytest.mark.feature("PREP-01")
def test_a_day_is_prepared_and_put_in_order(desk):
    desk.add("bank", NEXT, "牛顿", question="F=ma 是谁写的？", minutes_="15")
    desk.add("remark", NEXT, "开场", minutes_="10")
    page = desk.page(day=NEXT)
    assert [button["value"] for button in page.select("button[name=kind]")] == ["bank", "remark"]
    assert "已排 25 / 90 分钟" in " ".join(page.select_one("[data-minutes]").get_text(" ").split())
    assert page.select_one(f'a.day.planned[href$="day={NEXT}"]')["aria-current"] == "date"
    assert page.select_one(f'a.day.today[href$="day={MONDAY}"]')
    desk.post(f"plans/{NEXT}/order", item="2", to="up")
    assert desk.names(NEXT) == ["开场", "牛顿"]
    desk.post(f"plans/{NEXT}/order", order="1 2")
    assert desk.names(NEXT) == ["牛顿", "开场"]
    desk.post(f"plans/{NEXT}/length", minutes="45")
    assert "/ 45 分钟" in " ".join(desk.page(day=NEXT).select_one("[data-minutes]").get_text(" ").split())


@pytest.mark.feature("PREP-01")
def test_a_held_class_stands_in_the_calendar_and_on_its_day(campus, desk):
    campus.end()
    page = desk.page(day=MONDAY)
    assert page.select_one("a.day.held")["href"].endswith(MONDAY) and f"{ROOM}/sessions/1/" in str(page.select_one(".day-plan .rows"))
    assert "第 1 次课" in page.text and page.select_one("th.wk[title='第 2 周']")


@pytest.mark.feature("PREP-01")
def test_what_cannot_be_used_yet_is_kept_and_said(campus, desk):
    url = desk.add("bank", NEXT)
    assert "还缺：题目" in desk.page(day=NEXT).text
    told = desk.fill(url, "keep", title_="半成品", question="", points="一百", minutes_="20")
    assert "已保存 10:00，还缺：" in campus.browser("teacher").last.json["text"] and told
    html = desk.page(day=NEXT, open=1)
    assert html.select_one("input[name=points]")["value"] == "一百" and desk.names(NEXT) == ["半成品"]
    assert desk.node(url).settings["points"] == 5 and desk.node(url).minutes == 20
    assert "还没有填完" in campus.post("teacher", url, "bring", 422)
    desk.fill(url, "keep", title_="成品", question="为什么？", points="7", minutes_="20")
    assert campus.browser("teacher").last.json == {"text": "已保存 10:00", "seen": 2, "lacking": False, "name": "成品", "minutes": 20}
    assert dict(desk.node(url).settings) == {"question": "为什么？", "points": 7, "hints": ()}


@pytest.mark.feature("PREP-01")
def test_publishing_is_offered_only_where_it_can_succeed(campus, desk):
    url = desk.add("bank", NEXT)
    page = campus.get("teacher", url)
    assert "还不能发布，还缺：题目" in page and f"{url}publish" not in page
    desk.fill(url, "keep", title_="成品", question="为什么？", points="7", minutes_="20")
    page = campus.get("teacher", url)
    assert "上课时在课堂首页发布" in page and "还缺" not in page and f"{url}publish" not in page


@pytest.mark.feature("PREP-01")
def test_taken_out_and_put_back_where_it_stood(campus, desk):
    for title in ("一", "二", "三"):
        desk.add("remark", NEXT, title)
    text = campus.post("teacher", f"{ROOM}/plans/{NEXT}/2/", "remove")
    assert "已删除“二”" in text and desk.names(NEXT) == ["一", "三"]
    desk.post(f"plans/{NEXT}/restore", word="2")
    assert desk.names(NEXT) == ["一", "二", "三"]
    campus.post("teacher", f"{ROOM}/plans/{NEXT}/3/", "remove")
    campus.clock.forward(hours=25)
    desk.post(f"plans/{NEXT}/restore", 422, word="3")


@pytest.mark.feature("PREP-01")
def test_two_teachers_change_one_activity(campus, desk):
    url = desk.add("remark", NEXT, "开场", text="甲")
    seen = str(desk.node(url).bumps)
    other = Desk(campus, "colleague")
    other.fill(url, seen_=seen, title_="开场", text="乙写的", idem="their-form")
    told = desk.fill(url, "keep", 409, seen_=seen, title_="开场", text="甲又写的", idem="my-form")
    assert "王老师" in campus.browser("teacher").last.json["text"] and told
    page = desk.fill(url, status=409, seen_=seen, title_="开场", text="甲又写的", idem="my-form")
    assert "王老师 10:00 改过这个活动" in page and "甲又写的" in page
    assert desk.node(url).settings["text"] == "乙写的"
    newer = campus.browser("teacher").last.html.select_one("input[name=seen_]")["value"]
    desk.fill(url, seen_=newer, title_="开场", text="甲又写的", idem="my-form")
    assert desk.node(url).settings["text"] == "甲又写的"
    desk.fill(url, "keep", seen_=newer, title_="开场", text="还是我", idem="my-form")   # an answer of the server that never arrived
    assert desk.node(url).settings["text"] == "还是我"


@pytest.mark.feature("PREP-01")
def test_two_teachers_order_one_plan(campus, desk):
    for title in ("一", "二", "三"):
        desk.add("remark", NEXT, title)
    Desk(campus, "colleague").add("remark", NEXT, "四")
    campus.post("colleague", f"{ROOM}/plans/{NEXT}/2/", "remove")
    desk.post(f"plans/{NEXT}/order", order="3 2 1")
    assert desk.names(NEXT) == ["三", "一", "四"]
    desk.post(f"plans/{NEXT}/order", 422, item="2", to="up")


@pytest.mark.feature("PREP-01")
def test_copied_to_another_date_and_another_classroom(campus, desk):
    desk.add("bank", NEXT, "牛顿", question="为什么？")
    desk.add("remark", NEXT, "开场")
    text = desk.post(f"plans/{NEXT}/copy", item="all", day="2026-09-21", room=ROOM)
    assert "已复制 2 个活动" in text and desk.names("2026-09-21") == ["牛顿", "开场"]
    spring = Desk(campus, room=SPRING)
    desk.post(f"plans/{NEXT}/copy", item="1", day="2027-03-02", room=SPRING)
    assert spring.names("2027-03-02") == ["牛顿"]
    spring.fill(f"{SPRING}/plans/2027-03-02/1/", title_="改过", question="别的")
    assert dict(desk.node(f"{ROOM}/plans/{NEXT}/1").settings)["question"] == "为什么？"
    Desk(campus, "colleague").post(f"plans/{NEXT}/copy", 404, item="1", day="2027-03-02", room=SPRING)


@pytest.mark.feature("PREP-01")
def test_last_lesson_again_with_one_tap_and_back(campus, desk):
    desk.add("remark", MONDAY, "开场")
    desk.add("bank", MONDAY, "牛顿", question="为什么？")
    desk.post("prepare-last", day=NEXT)
    assert desk.names(NEXT) == ["开场", "牛顿"] and "撤销" in desk.page(day=NEXT, copied=1).text
    desk.fill(f"{ROOM}/plans/{NEXT}/2/", title_="牛顿", question="改过")
    assert "保留在备课里" in desk.post("undo-copy", word="1")
    assert desk.names(NEXT) == ["牛顿"]
    desk.post("undo-copy", word="1")
    assert desk.names(NEXT) == ["牛顿"]


def test_last_lesson_is_the_held_one_where_nothing_was_planned(campus, desk):
    kit = campus.host.kinds
    campus.open(kit["remark"][1], title="课上写的", text="x")
    campus.end()
    desk.post("prepare-last", day=NEXT)
    assert desk.names(NEXT) == ["课上写的"] and desk.node(f"{ROOM}/plans/{NEXT}/1").state == "draft"
    Desk(campus, room=SPRING).post("prepare-last", 422, day="2027-03-02")


@pytest.mark.feature("PREP-01")
def test_a_preview_shows_the_open_form_and_writes_nothing(campus, desk):
    url = desk.add("bank", NEXT, "牛顿", question="为什么？")
    before = campus.store.main.lastTransaction()
    text = campus.get("teacher", url + "preview")
    assert "你的选择" in text and "预览：学生看到的样子" in text
    assert campus.store.main.lastTransaction() == before
    node = desk.node(url)
    assert node.state == "draft" and node.deadline is None and node.store.get("opened") is None
    assert campus.browser("teacher").app.post(url + "submit", {"csrf_token": campus.browser("teacher").token(), "choice": "a"}, status="*").status_int == 403


@pytest.mark.feature("PREP-05")
def test_from_today_with_one_tap(campus, desk):
    url = desk.add("bank", MONDAY, "牛顿", question="为什么？")
    later = desk.add("remark", MONDAY, "收尾")
    for who in ("teacher", "colleague", "teacher"):
        campus.post(who, url, "bring", publish="yes")
    campus.post("teacher", later, "bring")
    with campus.reading() as school:
        session = find(school, ROOM)["sessions"].running
        assert [(node.title, node.state) for node in session.in_order()] == [("牛顿", "open"), ("收尾", "draft")]
    assert "牛顿" in campus.get("s1", ROOM) and "收尾" not in campus.get("s1", ROOM)
    assert "已用过" in desk.page(day=MONDAY).text and desk.node(url).state == "draft"
    campus.end()
    assert "还没有上课" in campus.post("teacher", url, "bring", 422, publish="yes")


@pytest.mark.feature("PREP-05")
def test_two_who_tap_in_the_same_moment_bring_it_in_once(campus, desk):
    url = desk.add("remark", MONDAY, "开场")

    def bring(school, who):
        return preparing.bring(find(school, ROOM)["sessions"].running, find(school, url), campus.host, campus.aid(who))

    with campus._school("east") as (one, first), campus._school("east") as (two, second):
        bring(one, "teacher")
        bring(two, "colleague")
        first.commit()
        with pytest.raises(ConflictError):
            second.commit()
    campus.post("colleague", url, "bring", publish="yes")       # as the server does by itself: once more
    with campus.reading() as school:
        assert [node.title for node in find(school, ROOM)["sessions"].running.values()] == ["开场"]


@pytest.mark.feature("PREP-05")
def test_the_console_offers_what_is_left_of_today(campus, desk):
    url = desk.add("remark", MONDAY, "开场")
    desk.add("remark", NEXT, "别的日子")

    def offered():
        with campus.reading() as school:
            return [node.title for node in preparing.from_today(find(school, ROOM), campus.clock())]

    assert offered() == ["开场"]
    campus.post("teacher", url, "bring")
    assert offered() == []


def test_what_is_planned_is_never_published_where_it_lies(campus, desk):
    url = desk.add("remark", MONDAY, "开场")
    campus.post("teacher", url, "publish", 422)
    assert desk.node(url).state == "draft"


@pytest.mark.parametrize("who", ["s1", "outsider", "manager", None, "west:teacher"])
def test_nobody_but_teachers_sees_a_plan(campus, desk, who):
    url = desk.add("remark", MONDAY, "开场")
    browser = campus.browser(who)
    token = browser.token("/offline")
    for view in ("", "edit", "preview", "table"):
        assert browser.app.get(url + view, status="*").status_int in (303, 404)
    for view in ("edit", "keep", "remove", "bring", "to-library", "publish", "submit"):
        assert browser.app.post(url + view, {"csrf_token": token}, status="*").status_int in (403, 404)
    assert browser.app.get(f"{ROOM}/prepare", status="*").status_int in (303, 403, 404)
    assert desk.names(MONDAY) == ["开场"]


def test_sixty_items_with_long_names(campus, desk):
    with campus.writing() as school:
        plan = preparing.plan_for(find(school, ROOM), date(2026, 9, 14))
        for number in range(60):
            preparing.prepare(plan, campus.host.kinds["remark"][1], {"text": ""}, None, f"{number:02d}" + "很长的名字" * 15 + "abc")
    names = desk.names(NEXT)
    assert len(names) == 60 and all(len(name) == 80 for name in names)
    desk.post(f"plans/{NEXT}/order", item="60", to="up")
    assert [name[:2] for name in desk.names(NEXT)[-2:]] == ["59", "58"]


def test_what_belongs_to_a_plugin_that_is_off_stays_and_is_not_copied(campus, desk):
    desk.add("remark", NEXT, "开场")
    with campus.writing() as school:
        school.enabled_plugins.remove("bank")
    page = desk.page(day=NEXT)
    assert "插件没有启用" in page.text and not page.select("button[name=kind]")
    desk.post(f"plans/{NEXT}/copy", 422, item="all", day="2026-09-21", room=ROOM)


def test_a_day_that_is_none(desk):
    desk.post("prepare-add", 422, kind="bank", day="2026-13-41")
    desk.post("prepare-add", 404, kind="onlyinclass", day=NEXT)
    assert desk.page(day="yesterday").select_one("a.day[aria-current]")["href"].endswith(MONDAY)
