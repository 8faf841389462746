"""Students pick a group themselves: places, races, the wall."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import transaction
from mooctang_grouping.activity import Grouping
from mooctang_grouping.ledger import Ledger
from ZODB.POSException import ConflictError

from mooctang_core.api import Refused, find
from mooctang_core.testing.campus import ROOM


@pytest.mark.feature("GRP-04")
def test_students_pick_until_a_group_is_full(campus, hall):
    url = campus.open(Grouping, size=2, number=12)
    assert hall.sizes() == [0] * 12
    first = hall.id_of("第 1 组")
    page = campus.get("s1", url)
    assert "加入" in page and "先到先得" in page
    campus.post("s1", url, "submit", group=first)
    assert "你在" in campus.post("s2", url, "submit", group=first)
    assert "已经满了" in campus.post("s3", url, "submit", status=422, group=first)
    assert hall.groups()["第 1 组"] == ["s1", "s2"]
    assert "已满" in campus.live("s3", url)["board"]
    assert "学生1" in campus.wall(url) and "学生1" not in campus.wall(url, privacy="anonymous")


@pytest.mark.feature("GRP-04")
def test_one_may_change_where_the_teacher_allows(campus, hall):
    url = campus.open(Grouping, size=5)
    one, two = hall.id_of("第 1 组"), hall.id_of("第 2 组")
    campus.post("s1", url, "submit", group=one)
    campus.post("s1", url, "submit", group=two)
    assert hall.groups()["第 1 组"] == [] and hall.groups()["第 2 组"] == ["s1"]
    campus.close_activity(url)
    campus.post("s1", url, "submit", status=409, group=one)
    url = campus.open(Grouping, size=5, change="false")
    campus.post("s1", url, "submit", status=422, group=one)
    assert hall.groups()["第 2 组"] == ["s1"]


def test_a_group_that_is_none_is_refused(campus, hall):
    url = campus.open(Grouping)
    for group in ("", "000999", "第 1 组", "x" * 50, "<b>"):
        campus.post("s1", url, "submit", status=422, group=group)
    assert "s1" not in sum(hall.groups().values(), [])


def test_a_dissolved_group_takes_nobody(campus, hall):
    url = campus.open(Grouping)
    gone = hall.id_of("第 1 组")
    hall.do("dissolve", group=gone)
    campus.post("s1", url, "submit", status=422, group=gone)


@pytest.mark.feature("GRP-04")
def test_the_last_places_are_given_once_however_many_want_them(campus, hall):
    url = campus.open(Grouping, size=4, number=2)
    wanted = hall.id_of("第 1 组")
    browsers = [campus.browser(f"s{number}") for number in range(1, 24)]
    tokens = [browser.token() for browser in browsers]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda pair: pair[0].app.post(url + "submit", {"group": wanted, "csrf_token": pair[1]}, status="*").status_int,
                                zip(browsers, tokens, strict=True)))
    assert sorted(answers) == [303] * 4 + [422] * 19
    assert len(hall.groups()["第 1 组"]) == 4


@pytest.mark.feature("GRP-04")
def test_two_servers_never_give_one_place_to_two(campus, hall):
    """What two processes do: both read that a place is left, both write; the second commit must notice."""
    url = campus.open(Grouping, size=1, number=2)
    one, two = hall.id_of("第 1 组"), hall.id_of("第 2 组")
    assert both(campus, url, ("s1", one), ("s2", one)) == "conflict"
    assert hall.groups()["第 1 组"] == ["s1"]
    with campus.activity(url) as activity, pytest.raises(Refused):
        activity.submit(campus.aid("s2"), {"group": one}, campus.clock())
    assert both(campus, url, ("s2", two), ("s2", two)) == "conflict"


def test_two_who_pick_different_groups_do_not_meet(campus, hall):
    url = campus.open(Grouping, size=3, number=2)
    with campus.writing() as school:
        for number in range(1, 24):
            Ledger(find(school, ROOM)).place(campus.aid(f"s{number}"), None, campus.clock())
    one, two = hall.id_of("第 1 组"), hall.id_of("第 2 组")
    both(campus, url, ("s3", one), ("s4", two))
    assert both(campus, url, ("s1", one), ("s2", two)) == "both"


def both(campus, url, *picks):
    """Two transactions side by side, each one pick."""
    opened = []
    for who, group in picks:
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = campus.store.connection("main", manager)
        school = connection.root()["schools"]["east"]
        campus.host.live(find(school, url), school).submit(campus.aid(who), {"group": group}, campus.clock())
        opened.append((manager, connection))
    try:
        for manager, _connection in opened:
            manager.commit()
        return "both"
    except ConflictError:
        return "conflict"
    finally:
        for manager, connection in opened:
            manager.abort() if manager._txn is not None else None
            connection.close()


@pytest.mark.feature("GRP-01", "GRP-04")
def test_chance_in_class_and_on_the_wall(campus, hall):
    url = campus.open(Grouping, how="deal", size=5)
    assert hall.sizes() == [5, 5, 5, 4, 4]
    assert "你在" in campus.get("s1", url)
    campus.post("s1", url, "submit", status=422, group=hall.id_of("第 1 组"))
    wall = campus.wall(url)
    assert wall.count("第 ") >= 5 and "学生23" in wall
    assert "5 组" in campus.get("teacher", ROOM)
    campus.close_activity(url)
    hall.do("clear")
    campus.at("11:00")
    assert {row[3] for row in campus.table(url, "groups").rows} <= {f"第 {n} 组" for n in range(1, 6)} | {"未分组"}


def test_a_simulated_student_takes_no_place(campus, hall):
    url = campus.open(Grouping, size=1, number=1)
    with campus.writing() as school:
        room = find(school, ROOM)
        room.simulated = {"~east-teacher": campus.clock()}
        activity = campus.host.live(find(school, url), school)
        activity.submit("~east-teacher", {"group": hall.id_of("第 1 组")}, campus.clock())
        assert activity.ledger.seats() == {hall.id_of("第 1 组"): 0}
