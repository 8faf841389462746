"""学生分组: by chance and by hand, late ones, taking back."""

import pytest

from mooctang_core.api import find
from mooctang_core.testing.campus import ROOM, Campus
from mooctang_core.testing.loads import turns

GROUPS = ROOM + "/groups"


@pytest.mark.feature("GRP-01")
def test_by_size_and_by_number_the_remainder_is_spread_evenly(hall):
    assert "5 组" in hall.do("deal", by="size", many=5)
    assert hall.sizes() == [5, 5, 5, 4, 4]
    hall.do("deal", by="number", many=4)
    assert hall.sizes() == [6, 6, 6, 5]
    assert list(hall.groups()) == ["第 1 组", "第 2 组", "第 3 组", "第 4 组"]


@pytest.mark.feature("GRP-01")
def test_chance_differs(hall):
    hall.do("deal", by="size", many=5)
    first = hall.groups()
    hall.do("deal", by="size", many=5)
    assert first != hall.groups()


@pytest.mark.feature("GRP-02")
def test_a_new_group_is_named_and_filled_by_hand(hall):
    hall.do("make")
    hall.do("rename", group=hall.id_of("第 1 组"), name="  猎户座 ")
    hall.move(["s1", "s2"], "猎户座")
    assert hall.groups() == {"猎户座": ["s1", "s2"]}
    hall.move("s2", "new")
    assert hall.groups() == {"猎户座": ["s1"], "第 1 组": ["s2"]}
    hall.move("s2", "")
    assert hall.groups()["第 1 组"] == []


@pytest.mark.feature("GRP-02")
def test_dissolved_members_are_in_no_group_and_one_tap_brings_them_back(hall):
    hall.do("deal", by="size", many=5)
    before = hall.groups()
    page = hall.do("dissolve", group=hall.id_of("第 2 组"))
    assert "解散了第 2 组" in page and "未分组" in page
    assert "第 2 组" not in hall.groups()
    hall.undo()
    assert hall.groups() == before


@pytest.mark.feature("GRP-02")
@pytest.mark.parametrize("act", [
    lambda hall: hall.do("clear"), lambda hall: hall.do("deal", by="number", many=3), lambda hall: hall.move([f"s{n}" for n in range(1, 10)], "第 1 组"),
    lambda hall: hall.do("rename", group=hall.id_of("第 1 组"), name="狮子"), lambda hall: hall.do("make", name="新来的"),
], ids=["clear", "deal", "move", "rename", "make"])
def test_everything_can_be_taken_back(campus, hall, act):
    hall.do("deal", by="size", many=5)
    before = hall.groups()
    campus.at("10:05")
    act(hall)
    assert hall.groups() != before
    hall.undo()
    assert hall.groups() == before


@pytest.mark.feature("GRP-02")
def test_taking_back_is_offered_for_a_day_and_only_for_the_newest(campus, hall):
    hall.do("deal", by="size", many=5)
    hall.do("clear")
    assert "撤销" in campus.get("teacher", GROUPS)
    hall.do("undo", step="000001", status=422)
    campus.clock.forward(hours=24, minutes=1)
    assert "撤销" not in campus.get("teacher", GROUPS).partition("gp-tools")[0]
    hall.do("undo", step="000002", status=422)


def test_who_moved_on_since_stays_there(campus, hall):
    hall.do("deal", by="number", many=2)
    hall.move("s1", "new")
    hall.move("s2", "第 3 组")
    hall.move("s1", "第 1 组")
    hall.undo()
    assert sorted(hall.groups()["第 3 组"]) == ["s1", "s2"]


@pytest.mark.feature("GRP-03")
def test_a_late_one_is_shown_and_placed_in_one_tap(campus, hall):
    hall.do("deal", by="size", many=5)
    campus.post("outsider", "/join", code="PHY234", name="晚到的", number="2026999")
    page = campus.get("teacher", GROUPS)
    assert "晚到的" in page.partition("gp-groups")[0] and "自动安排" in page
    hall.do("fill")
    assert hall.sizes() == [5, 5, 5, 5, 4]
    assert "outsider" in sum(hall.groups().values(), [])
    assert "自动安排" not in campus.get("teacher", GROUPS)


def test_without_groups_nobody_is_placed(hall):
    assert "随机分组" in hall.do("fill", status=422)


def test_who_leaves_the_classroom_leaves_the_group(campus, hall):
    hall.do("deal", by="number", many=1)
    campus.leave("s1")
    assert "s1" not in hall.groups()["第 1 组"] and len(hall.groups()["第 1 组"]) == 22


NONSENSE = [
    ("deal", {"by": "size", "many": "0"}), ("deal", {"by": "size", "many": "x"}), ("deal", {"by": "aid", "many": "5"}), ("deal", {}),
    ("rename", {"group": "000001", "name": "   "}), ("rename", {"group": "000001", "name": "长" * 31}), ("rename", {"group": "000001", "name": "第 2 组"}),
    ("rename", {"group": "nowhere", "name": "甲"}), ("dissolve", {"group": "000099"}), ("move", {"to": "000001"}),
    ("move", {"to": "000001", "person": ["west-s1"]}), ("move", {"to": "000001", "person": ["east-s1", "nobody"]}),
    ("move", {"to": "000077", "person": ["east-s1"]}), ("make", {"name": "字" * 200}), ("make", {"name": "第 1 组"}), ("undo", {"step": "x"}),
]


def test_nonsense_is_refused_and_changes_nothing(hall):
    hall.do("deal", by="number", many=3)
    before = hall.groups()
    for do, fields in NONSENSE:
        hall.do(do, status=422, **fields)
        assert hall.groups() == before, (do, fields)


def test_names_are_shown_as_they_are_and_never_run(campus, hall):
    hall.do("make", name="<script>1</script>")
    assert "<script>1" not in campus.get("teacher", GROUPS)


def test_only_teachers_group_and_the_other_school_sees_nothing(campus, hall):
    hall.do("deal", by="number", many=2)
    assert "我的小组" in campus.get("s1", GROUPS)
    hall.do("clear", who="s1", status=403)
    hall.do("nonsense", status=404)
    campus.get("outsider", GROUPS, status=404)
    campus.slug = "west"
    assert "第 1 组" not in campus.get("west:teacher", GROUPS)


def test_a_script_gets_the_board_alone(campus, hall):
    part = campus.browser("teacher").post(GROUPS, script=True, do="make")
    assert "gp-group" in part and "<html" not in part


def test_a_student_finds_their_group(campus, hall):
    assert "我的小组" not in campus.get("s1", ROOM)
    hall.do("deal", by="number", many=1)
    assert "第 1 组" in campus.get("s1", ROOM)
    page = campus.get("s1", GROUPS)
    assert "学生23" in page and "23 人" in page
    hall.do("clear")
    assert "你还没有小组" in campus.get("s1", GROUPS)


def test_somebody_is_found(campus, hall):
    hall.do("deal", by="size", many=2)
    page = campus.browser("teacher").app.get(GROUPS, {"find": "学生23"}).text
    assert page.count("gp-group\"") == 1 and "学生23" in page


@pytest.mark.feature("GRP-01", "GRP-02")
def test_two_thousand_are_grouped_in_a_moment(tmp_path):
    campus = Campus(tmp_path, students=1)
    try:
        with campus.writing() as school:
            room = find(school, ROOM)
            for number in range(2000):
                room.set_member(f"crowd-{number:04d}", name=f"同学{number:04d}", number=f"99{number:04d}", spans=((campus.clock(), None),))
        browser = campus.browser("teacher")
        browser.post(GROUPS, do="deal", by="size", many="5")
        took = {}
        for what, fields in (("deal", {"by": "size", "many": "5"}), ("move", {"person": "crowd-0001", "to": "new"})):
            took[what] = turns(lambda what=what, fields=fields: browser.post(GROUPS, do=what, script=True, token=True, **fields))
        assert took["deal"] < 40_000 and took["move"] < 16_000, took
        with campus.reading() as school:
            groups = campus.host.first(school, "classroom_groups", classroom=find(school, ROOM))
            assert len(groups) == 401 and sum(len(group.members) for group in groups) == 2001
    finally:
        campus.close()
