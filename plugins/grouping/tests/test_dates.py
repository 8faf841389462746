"""Memberships have dates: what was reported stays as it was, whoever moves later."""

import pytest
from mooctang_grouping.activity import Grouping
from mooctang_grouping.ledger import Ledger

from mooctang_core.api import find, group_of, groups_of
from mooctang_core.testing.campus import ROOM


def sheet(campus, url, who, table="records"):
    number = who[1:]
    return next(row for row in campus.table(url, table).rows if f"学生{number}" in row)


@pytest.mark.feature("BEY-11")
def test_a_move_rewrites_no_report_of_the_past(campus, hall):
    hall.do("deal", by="number", many=2)
    was = next(name for name, people in hall.groups().items() if "s1" in people)
    checkin = campus.open(campus.host.kinds["checkin"][1], at="10:10")
    campus.post("s1", checkin, "submit")
    campus.at("10:20").close_activity(checkin)
    campus.at("10:30")
    hall.move("s1", "new")
    campus.leave("s2")
    assert was in sheet(campus, checkin, "s1")
    with campus.activity(checkin) as activity:
        then = groups_of(activity)
    assert then[campus.aid("s1")] == was and campus.aid("s2") in then
    roster = campus.browser("teacher").app.get(ROOM + "/roster.csv").text
    line = next(line for line in roster.splitlines() if "学生1," in line)
    assert ",第 3 组," in line and "学生2," not in roster


@pytest.mark.feature("BEY-11")
def test_any_day_can_be_asked_for(campus, hall):
    before = campus.clock()
    campus.at("10:10")
    hall.do("deal", by="number", many=1)
    first = campus.clock()
    campus.at("10:20")
    hall.do("dissolve", group=hall.id_of("第 1 组"))
    second = campus.clock()
    campus.at("10:30")
    hall.undo()
    assert hall.groups(before) == {}
    assert len(hall.groups(first)["第 1 组"]) == 23
    assert hall.groups(second).get("第 1 组", []) == []
    assert len(hall.groups()["第 1 组"]) == 23


@pytest.mark.feature("GRP-04", "BEY-11")
def test_the_group_stands_in_lists_gradebook_and_their_files(campus, hall):
    hall.do("deal", by="number", many=1)
    browser = campus.browser("teacher").app
    for view in ("roster.csv", "gradebook.csv"):
        text = browser.get(f"{ROOM}/{view}").text
        assert "小组" in text.splitlines()[0] and "第 1 组" in text
    assert "第 1 组" in campus.get("teacher", ROOM + "/roster")


def test_off_and_on_again_loses_nothing(campus, hall):
    hall.do("deal", by="number", many=2)
    before = hall.groups()
    with campus.writing() as school:
        school.enabled_plugins.remove("grouping")
    assert hall.groups() == {}
    campus.get("teacher", ROOM + "/groups", status=404)
    campus.leave("s1")
    with campus.writing() as school:
        school.enabled_plugins.add("grouping")
    assert sum(hall.groups().values(), []) == [one for one in sum(before.values(), []) if one != "s1"]


def test_what_an_instant_decided_and_took_back_never_was(campus, hall):
    hall.do("deal", by="number", many=1)
    hall.do("clear")
    with campus.reading() as school:
        spans = find(school, ROOM).peek_many("grouping", "members")
        assert all(kept == () for kept in spans.values())


def test_one_persons_group_is_told_without_walking_through_the_others(campus, hall, monkeypatch):
    """What a discussion by groups asks at every post: the same answer as for everybody, now and of then."""
    hall.do("deal", by="number", many=4)
    url = campus.open(Grouping, at="10:10", how="show")
    campus.at("10:20").close_activity(url)
    campus.at("10:30").leave("s2")
    hall.do("clear")
    hall.move(["s1", "s3"], "new")
    other = campus.open(Grouping, how="show")
    with campus.activity(url) as then, campus.activity(other) as now:
        expected = {(place, aid): groups_of(place).get(aid) for place in (then, now) for aid in campus.people["east"].values()}
        assert expected[then, campus.aid("s2")] and not expected[now, campus.aid("s2")] and expected[now, campus.aid("s1")]
        monkeypatch.setattr(Ledger, "groups", None)
        for (place, aid), name in expected.items():
            found = group_of(place, aid)
            assert (found.name if found else None) == name and (found is None or not found.members)
