"""Access diary: a student reads who looked at their attendance and marks, and who changed them; nobody else does."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from mooctang_core.flows import diary
from mooctang_core.flows.merging.joining import Places
from mooctang_core.flows.merging.names import Names
from mooctang_core.flows.merging.walking import Walk
from mooctang_core.model.diary import Diary
from mooctang_core.testing.campus import ROOM
from tests.walls.town import build

NOTHING = "还没有人看过。"


@pytest.fixture(scope="module")
def class_held(tmp_path_factory):
    """A class with a closed check-in, and what a teacher did with it: looked, corrected, exported."""
    campus = build(tmp_path_factory.mktemp("diary"))
    url = campus.open(campus.host.kinds["checkin"][1], title="周一点到")
    campus.close_activity(url)
    yield campus, url
    campus.close()


def page(campus, who):
    return campus.browser(who).get(f"{ROOM}/diary")


@pytest.mark.feature("BEY-31")
def test_looks_and_changes_are_read_by_the_student_they_concern(class_held):
    campus, url = class_held
    teacher, s1 = campus.browser("teacher"), campus.browser("s1")
    assert page(campus, "s1").count("还没有人看过。") == 1 and "没有人改过" in s1.last.text
    # Everybody's: a page and a file. One student's: their own page, looked at twice.
    teacher.get(f"{ROOM}/gradebook")
    teacher.app.get(f"{ROOM}/gradebook.xlsx")
    teacher.get(url + "people")
    for _again in range(2):
        teacher.get(f"{ROOM}/results?person={campus.aid('s1')}")
        campus.clock.forward(minutes=11)
    teacher.app.post(url + "correct", {"person": campus.aid("s1"), "status": "late", "why": "补签单", "csrf_token": teacher.token()})
    teacher.post(f"{ROOM}/grade", column="=total", person=campus.aid("s1"), value="88", why="期中补考")
    for _carried in range(2):   # before the jobs carried it, and after
        text = page(campus, "s1")
        assert all(said in text for said in ("看了“平时成绩”", "导出了“平时成绩”", "看了“周一点到”", "看了“个人成绩页”", "2 次", "林老师", "缺课 → 迟到", "理由：补签单", "“总评”：系统算的 → 88")), s1.last.html.main.text
        assert text.count("看了“个人成绩页”") == 1
        campus.run_jobs()
    assert diary.waiting(campus.store.scratch, "east") == []
    # A classmate reads of what everybody's pages showed, and of nothing that was the other's alone.
    other = page(campus, "s2")
    assert "看了“平时成绩”" in other and "个人成绩页" not in other and "补签单" not in other and "88" not in campus.browser("s2").last.html.main.text
    assert "谁看过、改过我的记录" in s1.get(f"{ROOM}/results")
    assert "Looked at “" in campus.browser("s1", language="en").get(f"{ROOM}/diary")


@pytest.mark.feature("BEY-31")
def test_ones_own_looks_and_pages_without_results_are_no_looks(class_held):
    campus, url = class_held
    campus.run_jobs()
    s1, teacher = campus.browser("s1"), campus.browser("teacher")
    s1.get(f"{ROOM}/results")
    s1.get(url)
    for path in (f"{ROOM}/prepare", f"{ROOM}/code", url + "edit"):
        teacher.app.get(path, status="*")
    assert diary.waiting(campus.store.scratch, "east") == []
    assert campus.browser("teacher").app.get(f"{ROOM}/diary", status="*").status_int == 403


@pytest.mark.feature("BEY-31")
def test_who_came_later_does_not_read_of_looks_before(class_held):
    campus, _url = class_held
    with campus.writing() as school:
        from mooctang_core.model.base import find

        room = find(school, ROOM)
        before = room.diary.of("*")[0]
        assert diary.looks_at_everybody(campus.store.scratch, school, room, room.member(campus.aid("s1")))
        room.set_member("new", name="新同学", number="n1", spans=((before.last.replace(year=2027), None),))
        assert diary.looks_at_everybody(campus.store.scratch, school, room, room.member("new")) == []


def test_the_diaries_of_two_accounts_become_one():
    diary_of_both, now = Diary(), datetime(2026, 9, 7, tzinfo=UTC)
    for whose, by, times in (("old", "teacher", 1), ("new", "teacher", 2), ("new", "old", 4)):
        diary_of_both.note(whose, by, "results", "", now, now, times)
    Walk(Names("old", "new"), SimpleNamespace(add=lambda *change: None), Places(None)).visit(diary_of_both)
    assert diary_of_both.of("old") == [] and sorted((look.by, look.times) for look in diary_of_both.of("new")) == [("new", 4), ("teacher", 3)]
