"""点名 as a teacher does it: chance, lists, groups, scores, and why it was them."""

import re

import mooctang_checkin.activity
import pytest
from mooctang_rollcall import log, sheets
from mooctang_rollcall.activity import RollCall

from mooctang_core.api import find
from mooctang_core.testing.campus import ROOM, Campus

CheckIn = mooctang_checkin.activity.CheckIn


def called(campus, url):
    """Who was called so far, in order."""
    with campus.activity(url) as activity:
        return [aid.rpartition("-")[2] for draw in activity.draws for aid in draw.picked]


def draw(campus, url, who="teacher", **more):
    campus.post(who, url, "draw", **more)
    return called(campus, url)[-1]


def held(campus, *people, at="10:00"):
    """A roll call that is over, in which these were called by the list."""
    url = campus.open(RollCall, at=at)
    campus.post("teacher", url, "call", person=[campus.aid(who) for who in people])
    campus.close_activity(url)
    return url


@pytest.mark.feature("ROL-01")
def test_one_more_never_repeats_until_all_were_called(campus):
    url = campus.open(RollCall)
    assert {draw(campus, url) for _again in range(3)} == {"s1", "s2", "s3"}
    assert "这一轮每个人都点过了" in campus.post("teacher", url, "draw", status=422)
    assert "再来一轮" in campus.get("teacher", url)
    campus.post("teacher", url, "round", after="1")
    campus.post("teacher", url, "round", after="1")
    assert draw(campus, url) in ("s1", "s2", "s3")
    with campus.activity(url) as activity:
        assert activity.round == 2 and len(activity.called_this_round()) == 1


@pytest.mark.feature("ROL-01", "BEY-10")
def test_only_those_who_checked_in_are_drawn(campus):
    check = campus.open(CheckIn)
    campus.post("s2", check, "submit")
    url = campus.open(RollCall)
    assert draw(campus, url) == "s2"
    assert "这一轮每个人都点过了" in campus.post("teacher", url, "draw", status=422)
    campus.post("teacher", url, "switch", what="present", be="no")
    assert {draw(campus, url), draw(campus, url)} == {"s1", "s3"}


def test_with_nobody_present_it_says_so_and_offers_all_members(campus):
    campus.open(CheckIn)
    url = campus.open(RollCall)
    assert "还没有人签到" in campus.post("teacher", url, "draw", status=422)
    assert "从全体成员里点" in campus.get("teacher", url)
    assert called(campus, url) == []
    campus.post("teacher", url, "switch", what="present", be="no")
    assert draw(campus, url)


def test_without_a_check_in_all_members_are_drawn_from(campus):
    assert draw(campus, campus.open(RollCall)) in ("s1", "s2", "s3")


def test_who_left_is_not_drawn_and_what_they_did_stays(campus):
    url = campus.open(RollCall)
    campus.post("teacher", url, "call", person=[campus.aid("s1")])
    campus.post("teacher", url, "mark", n="1", person=campus.aid("s1"), score="9")
    campus.leave("s1")
    assert {draw(campus, url), draw(campus, url)} == {"s2", "s3"}
    assert ("学生1", 9) in [(row[2], row[3]) for row in campus.table(url, "calls").rows]
    campus.post("teacher", url, "call", person=[campus.aid("s1")], status=422)
    assert "学生1" in campus.get("teacher", f"{url}why?n=1")


def test_a_class_without_students(tmp_path):
    campus = Campus(tmp_path, students=0)
    try:
        url = campus.open(RollCall)
        assert "这个课堂里还没有学生" in campus.post("teacher", url, "draw", status=422)
        assert campus.get("teacher", url) and campus.get("teacher", url + "choose")
    finally:
        campus.close()


@pytest.mark.feature("ROL-01")
def test_two_teachers_who_tap_at_once_call_one(campus):
    url = campus.open(RollCall)
    campus.post("teacher", url, "draw", after="0")
    page = campus.post("colleague", url, "draw", after="0")
    assert len(called(campus, url)) == 1
    with campus.activity(url) as activity:
        assert activity.person(activity.draws[0].picked[0]).name in page
    campus.post("colleague", url, "draw", after="1")
    assert len(called(campus, url)) == 2


@pytest.mark.feature("ROL-03", "BEY-10")
def test_those_called_least_this_term_come_first(campus):
    held(campus, "s1", "s2")
    held(campus, "s1")
    url = campus.open(RollCall)
    assert [draw(campus, url) for _again in range(3)] == ["s3", "s2", "s1"]
    with campus.reading() as school:
        assert sheets.times(find(school, ROOM)) == {campus.aid("s1"): 3, campus.aid("s2"): 2, campus.aid("s3"): 1}


def test_in_even_order_the_past_does_not_matter(campus):
    held(campus, "s1", "s2")
    url = campus.open(RollCall, order="even")
    campus.post("teacher", url, "draw")
    with campus.activity(url) as activity:
        pool = log.candidates(activity.node, activity.draws[0])
    assert [(times, weight) for _aid, times, weight in pool] == [(1, 1), (1, 1), (0, 1)]


@pytest.mark.feature("BEY-10")
def test_the_page_why_does_the_draw_again(campus):
    held(campus, "s1")
    url = campus.open(RollCall)
    who = draw(campus, url)
    page = campus.get("teacher", f"{url}why?n=1")
    assert "重新算了一遍，抽到的还是这位同学" in page and f"学生{who[1]}" in page
    with campus.activity(url) as activity:
        kept = activity.draws[0]
        assert kept.seed in page and log.again(activity.node, kept) == campus.aid(who)
        assert [times for _aid, times, _weight in log.candidates(activity.node, kept)] == [1, 0, 0]
        assert [weight for _aid, _times, weight in log.candidates(activity.node, kept)] == [0, 1, 1]
    row = campus.table(url, "draws").rows[0]
    assert row[0] == 1 and row[4:] == (3, 2, kept.seed, f"学生{who[1]}")
    campus.get("teacher", f"{url}why?n=2", status=404)
    campus.get("s1", f"{url}why?n=1", status=403)


@pytest.mark.feature("BEY-10")
def test_a_draw_stays_what_it_was_when_people_come_and_go(campus):
    url = campus.open(RollCall)
    who = draw(campus, url)
    campus.leave(who)
    campus.post("outsider", "/join", code="PHY234", name="新同学", number="2026000")
    campus.post("teacher", url, "switch", what="present", be="no")
    draw(campus, url)
    assert "抽到的还是这位同学" in campus.get("teacher", f"{url}why?n=1")
    assert "抽到的还是这位同学" in campus.get("teacher", f"{url}why?n=2")


@pytest.mark.feature("BEY-10")
def test_a_changed_log_is_seen(campus):
    url = campus.open(RollCall)
    draw(campus, url)
    with campus.writing() as school:
        node = find(school, url)
        kept = log.draws(node)[0]
        other = next(aid for aid in (campus.aid("s1"), campus.aid("s2")) if aid not in kept.picked)
        node.store["draws"] = (tuple(kept._replace(picked=(other,))),)
    assert "重新算的结果和当时不一样" in campus.get("teacher", f"{url}why?n=1")


@pytest.mark.feature("ROL-03")
def test_by_the_list_and_the_page_shows_chances(campus):
    held(campus, "s1")
    url = campus.open(RollCall)
    page = campus.get("teacher", url + "choose")
    assert re.search(r"学生1.*?>1<.*?0.0%|学生1.*?>1<.*?>0", page, re.DOTALL) and "50.0%" in page
    campus.post("teacher", url, "call", person=[campus.aid("s3"), campus.aid("s1")])
    assert called(campus, url) == ["s1", "s3"]
    assert draw(campus, url) == "s2"
    campus.post("teacher", url, "call", status=422)
    campus.post("teacher", url, "call", status=422, person=["west-s1", "nobody"])


class Teams:
    """Two groups, as some plugin keeps them."""


@pytest.fixture
def teams(campus):
    import sys
    from types import ModuleType

    from mooctang_core.api import Group, hookimpl

    module = ModuleType("mooctang_teams")

    def classroom_groups(classroom):
        return [Group("a", "甲组", ("east-s1", "east-s3")), Group("b", "乙组", ("east-s2",))]

    module.classroom_groups = hookimpl(classroom_groups)
    sys.modules["mooctang_teams"] = module
    campus.host.pm.register(module, "rollcall_teams")
    campus.host.plugins["rollcall_teams"] = campus.host.plugins["rollcall"]._replace(name="rollcall_teams", module=module)
    with campus.writing() as school:
        school.enabled_plugins.add("rollcall_teams")
    yield campus
    campus.host.pm.unregister(name="rollcall_teams")
    del sys.modules["mooctang_teams"]


@pytest.mark.feature("ROL-03")
def test_by_group_all_of_it_or_one_inside(teams):
    url = teams.open(RollCall)
    assert "甲组" in teams.get("teacher", url + "choose")
    assert {draw(teams, url, group="a"), draw(teams, url, group="a")} == {"s1", "s3"}
    assert "这一组这一轮都点过了" in teams.post("teacher", url, "draw", group="a", status=422)
    teams.post("teacher", url, "call", group="a")
    assert called(teams, url)[2:] == ["s1", "s3"]
    assert teams.post("teacher", url, "draw", group="z", status=422)
    assert [row[5] for row in teams.table(url, "calls").rows] == ["组内随机", "组内随机", "按小组", "按小组"]


@pytest.mark.feature("ROL-02")
def test_a_score_at_once_and_a_comment_later_stand_in_history_statistics_and_gradebook(campus):
    url = campus.open(RollCall)
    campus.post("teacher", url, "call", person=[campus.aid("s1")])
    campus.post("teacher", url, "mark", n="1", person=campus.aid("s1"), score="8")
    campus.post("teacher", url, "call", person=[campus.aid("s1"), campus.aid("s2")])
    campus.end()
    campus.at("18:00").post("teacher", url, "mark", n="2", person=campus.aid("s1"), score="9", comment="推导完整")
    campus.post("teacher", url, "mark", n="2", person=campus.aid("s2"), away="true")
    assert campus.record("s1", url)[:2] == ("answered", 8.5) and campus.record("s2", url)[:2] == ("away", None)
    table = campus.table(url, "calls")
    assert [str(getattr(column, "title", column)) for column in table.columns] == ["时间", "学号", "姓名", "评分", "评价", "抽取方式"]
    assert [row[2:] for row in table.rows] == [
        ("学生1", 8, "", "按名单"), ("学生1", 9, "推导完整", "按名单"), ("学生2", "不在", "", "按名单")]
    page = campus.get("s1", url)
    assert "推导完整" in page and "8.5" in campus.get("s1", ROOM + "/history")
    assert "推导完整" in campus.get("teacher", ROOM + "/reports")
    book = campus.browser("teacher").app.get(ROOM + "/gradebook.csv").text.splitlines()
    assert "8.5" in book[1] and "不在" in book[2] and "—" in book[3]
    assert "推导完整" in campus.browser("teacher").app.get(ROOM + "/report.csv", {"name": "rollcall.calls"}).text


def test_what_is_no_score_is_refused(campus):
    url = campus.open(RollCall)
    campus.post("teacher", url, "call", person=[campus.aid("s1")])
    for score in ("11", "-1", "nan", "8.5", "ten"):
        campus.post("teacher", url, "mark", n="1", person=campus.aid("s1"), score=score, status=422)
    campus.post("teacher", url, "mark", n="2", person=campus.aid("s1"), score="8", status=422)
    campus.post("teacher", url, "mark", n="1", person=campus.aid("s2"), score="8", status=422)
    assert campus.record("s1", url)[1] is None and campus.record("s2", url)[0] is None


def test_after_the_close_nobody_is_called(campus):
    url = held(campus, "s1")
    for view, fields in (("draw", {}), ("call", {"person": [campus.aid("s2")]}), ("next", {})):
        campus.post("teacher", url, view, status=422, **fields)
    assert called(campus, url) == ["s1"]


def test_the_called_students_phone_says_so_and_answers(campus):
    url = campus.open(RollCall)
    assert "老师还没有点到你" in campus.post("s2", url, "submit", status=422)
    campus.post("teacher", url, "call", person=[campus.aid("s1")])
    assert 'data-done=""' in campus.live("s1", ROOM)["mine"], "the card does not call it done while they are waited for"
    assert "老师点到你了" in campus.live("s1", url)["face"] and "老师点到你了" in campus.live("s1", ROOM)["mine"]
    assert "老师点到你了" not in campus.live("s2", url)["face"] + campus.live("s2", ROOM)["mine"]
    assert "你还没有参加" not in campus.live("s2", ROOM)["mine"]
    campus.post("s1", url, "submit")
    assert "老师点到你了" not in campus.live("s1", ROOM)["mine"]
    assert "手机上答了" in campus.get("teacher", url)


@pytest.mark.feature("ROL-04")
def test_the_wall_shows_the_draw_and_its_animation_can_be_switched_off(campus):
    url = campus.open(RollCall)
    draw(campus, url)
    with campus.activity(url) as activity:
        name = activity.person(activity.draws[-1].picked[0]).name
    assert name in campus.wall(url) and "rc-reel" in campus.wall(url)
    assert name not in campus.wall(url, privacy="masked") and "rc-reel" in campus.wall(url, privacy="masked")
    campus.post("teacher", url, "switch", what="animate", be="no")
    assert name in campus.wall(url) and "rc-reel" not in campus.wall(url)
    campus.post("teacher", url, "switch", what="secret", be="no", status=422)


def test_what_a_wall_shows_later_is_still(campus):
    url = campus.open(RollCall)
    draw(campus, url)
    campus.at("10:30")
    assert "rc-reel" not in campus.wall(url)


@pytest.mark.feature("BEY-04")
def test_one_tap_takes_those_with_odd_marks_into_the_roll_call(campus):
    check = campus.open(CheckIn)
    browser = campus.browser("s1")
    campus.post("s1", check, "submit")
    browser.app.get("/")
    with campus.writing() as school:
        for who in ("s1", "s2"):
            record = find(school, check).records.writable(campus.aid(who))
            record.status, record.data = "present", {"way": "tap", "device": "one-and-the-same"}
    page = campus.browser("teacher").app.get(check)
    form = next(form for form in page.forms.values() if form.action.endswith("/hand"))
    landed = form.submit().follow()
    url = landed.request.path.rstrip("/") + "/"
    assert "点下一位抽查" in landed.text and "学生1" in landed.text and "学生3" not in landed.text
    campus.post("teacher", url, "next", after="0")
    campus.post("teacher", url, "next", after="0")
    campus.post("teacher", url, "next", after="1")
    assert called(campus, url) == ["s1", "s2"]
    assert [row[5] for row in campus.table(url, "calls").rows] == ["抽查", "抽查"]
    campus.post("teacher", url, "next", status=422)


def test_handed_over_once_more_they_wait_in_the_same_roll_call(campus):
    check, url = campus.open(CheckIn), campus.open(RollCall)
    for people in ("east-s1", "east-s1 east-s2", "west-s1 nobody"):
        campus.post("teacher", check, "hand", kind="rollcall", people=people, status=422 if "nobody" in people else 200)
    with campus.activity(url) as activity:
        assert activity.queue == ("east-s1", "east-s2")
    campus.leave("s1")
    with campus.activity(url) as activity:
        assert activity.queue == ("east-s2",)
    campus.post("s2", check, "hand", kind="rollcall", people="east-s1", status=403)
    campus.end()
    campus.post("teacher", check, "hand", kind="rollcall", people="east-s1", status=422)


def test_two_thousand_draw_little(tmp_path):
    campus = Campus(tmp_path, students=3)
    try:
        url = campus.open(RollCall)
        with campus.writing() as school:
            room = find(school, ROOM)
            for number in range(2000):
                room.set_member(f"crowd-{number}", name=f"名{number}", number=f"{number:05}", spans=((campus.clock(), None),))
        for _again in range(3):
            campus.post("teacher", url, "draw")
        with campus.activity(url) as activity:
            assert len(repr(activity.store["draws"][-1])) < 2500
            assert len(log.candidates(activity.node, activity.draws[-1])) == 2001
        assert len(campus.live("teacher", url)["face"]) < 20_000
    finally:
        campus.close()
