"""A board for each group: whoever keeps the groups."""

import sys
from types import ModuleType

import pytest

from mooctang_core.api import Group, hookimpl


@pytest.fixture
def grouped(campus):
    """s1 and s2 are a group, s3 is in none; kept by some plugin."""
    keeper = ModuleType("mooctang_aaa")
    keeper.members = keeper.then = {"red": ["s1", "s2"]}

    @hookimpl
    def classroom_groups(classroom, moment=None):
        return [Group(gid, {"red": "红组", "blue": "蓝组"}[gid], tuple(map(campus.aid, people))) for gid, people in
                (keeper.then if moment else keeper.members).items()]

    keeper.classroom_groups, keeper.title = classroom_groups, "分组的插件"
    sys.modules["mooctang_aaa"] = keeper
    campus.host.add("aaa", keeper)
    for slug in ("east", "west"):
        with campus.writing(slug) as school:
            school.enabled_plugins.add("aaa")
    yield keeper
    del sys.modules["mooctang_aaa"]


@pytest.mark.feature("GRP-04", "DIS-01")
def test_each_sees_the_board_of_their_group(campus, grouped, talk_of):
    talk = talk_of(by_group="true")
    talk.say("s1", "红组的话")
    talk.say("s3", "没有组的话")
    assert "红组的话" in talk.board("s2") and "没有组的话" not in talk.board("s2")
    assert "没有组的话" in talk.board("s3") and "红组的话" not in talk.board("s3")
    assert "还没有小组" in campus.get("s3", talk.url) and "红组" in campus.get("s1", talk.url)
    campus.browser("s3").app.get(talk.url, {"post": talk.id_of("红组的话")}, status=404)
    talk.say("s3", "偷回", reply=talk.id_of("红组的话"), status=422)
    talk.like("s3", talk.id_of("红组的话"), status=422)


@pytest.mark.feature("GRP-04", "DIS-02")
def test_the_teacher_switches_between_boards(campus, grouped, talk_of):
    talk = talk_of(by_group="true")
    talk.say("s1", "红组的话")
    talk.say("s3", "没有组的话")
    app = campus.browser("teacher").app
    both, red = app.get(talk.url + "board").text, app.get(talk.url + "board", {"group": "red"}).text
    assert "红组的话" in both and "没有组的话" in both and "没有组的话" not in red and "红组的话" in red
    assert app.get(talk.url + "board", {"group": "nowhere"}).status_int == 200
    assert talk.rows()[0][-1] == "红组" and "红组" in campus.wall(talk.url)


@pytest.mark.feature("BEY-11")
def test_what_was_said_stays_where_it_was_said(campus, grouped, talk_of):
    talk = talk_of(by_group="true")
    talk.say("s1", "在红组说的")
    grouped.members = {"red": ["s2"], "blue": ["s1", "s3"]}
    assert "在红组说的" in talk.board("s2") and "在红组说的" not in talk.board("s1")
    talk.say("s1", "在蓝组说的")
    assert "在蓝组说的" in talk.board("s3") and talk.rows()[0][-1] == "红组"


@pytest.mark.feature("BEY-11", "DIS-03")
def test_afterwards_the_boards_are_those_of_that_day(campus, grouped, talk_of):
    talk = talk_of(by_group="true")
    talk.say("s1", "那天在红组说的")
    campus.close_activity(talk.url)
    grouped.members = {"blue": ["s1", "s3"]}
    assert talk.rows()[0][-1] == "红组" and "那天在红组说的" in talk.board("s2") and "那天在红组说的" not in talk.board("s3")
    assert {row[1]: row[3] for row in talk.rows("participation")} == {"学生1": "红组", "学生2": "红组", "学生3": ""}


def test_a_post_asks_for_the_group_of_its_author_alone(campus, grouped, talk_of, monkeypatch):
    asked, first = [], campus.host.first
    monkeypatch.setattr(campus.host, "first", lambda school, hook, /, **words: asked.append((hook, words.get("person_id"))) or first(school, hook, **words))
    talk = talk_of(by_group="true")
    asked.clear()
    talk.say("s1", "红组的话")
    groups = [person for hook, person in asked if hook == "classroom_groups"]
    assert groups and set(groups) == {campus.aid("s1")}


def test_the_likes_of_a_groups_board_are_those_of_everybody_who_liked_there(campus, grouped, talk_of):
    talk = talk_of(by_group="true")
    talk.say("s1", "红组的话")
    talk.like("s2", talk.id_of("红组的话"))
    assert "赞 1" in talk.board("s1")
    talk.say("s2", "第二句", reply=talk.id_of("红组的话"))
    assert "第二句" in talk.board("s1") and "第二句" not in talk.board("s3")
