"""Out of a classroom, by oneself or by a teacher, and back; the list of students and a message to some of them."""

import io
from urllib.parse import quote

import pytest
from python_calamine import CalamineWorkbook

from mooctang_core.model.base import find
from tests.pages.stage import ROOM, play

TASK = ROOM + "tasks/"


def member(campus, who):
    with campus.reading() as school:
        return find(school, ROOM).member(campus.aid(who))


@pytest.mark.feature("CLS-03")
def test_joining_says_what_it_did_and_a_second_time_that_it_was_done(campus):
    person = campus.browser("outsider")
    assert "在本校认证以后，会自动选上课程“大学物理”" in person.get("/join/PHY234")
    assert "已加入课堂“物理一班”。在本校认证以后，会自动选上课程" in person.post("/join/", code="PHY234", number="7", name="新同学")
    assert "你已经在课堂“物理一班”里了" in person.post("/join/", code="PHY234", number="7", name="新同学")
    with campus.writing() as school:
        find(school, ROOM).kept_out.add(campus.aid("manager"))
    campus.post("teacher", ROOM, "remove", person=campus.aid("s1"))
    assert "也就选上了课程“大学物理”" in campus.browser("s1").get("/join/PHY234")
    assert "已加入课堂“物理一班”，也选上了课程“大学物理”" in campus.post("s1", "/join/", code="PHY234")
    assert "已经在课堂" in campus.post("teacher", "/join/", code="PHY234")


@pytest.mark.feature("CLS-07")
def test_a_student_leaves_when_no_class_runs_and_the_records_stay(campus):
    url = campus.open(play().Hello)
    campus.post("s1", url, "submit")
    assert "退出课堂" in campus.browser("s1").get(ROOM)
    assert "下课后才能退出" in campus.browser("s1").get(ROOM + "leave") and "下课后才能退出" in campus.post("s1", ROOM, "leave", status=422)
    campus.end()
    assert "已退出“物理一班”" in campus.post("s1", ROOM, "leave")
    assert campus.browser("s1").app.get(ROOM, status="*").status_int == 404 and "物理一班" not in campus.browser("s1").get("/my")
    assert campus.record("s1", url)[0] is not None and "学生1" in campus.browser("teacher").get(ROOM + "sessions/1/1/table?name=records")
    assert "学生1" in campus.browser("teacher").get(ROOM + "roster") and "已不在课堂的学生（1 人）" in campus.browser("teacher").last.text
    # And back with the code, with both spells in the books.
    campus.post("s1", "/join/", code="PHY234")
    assert len(member(campus, "s1").spans) == 2


@pytest.mark.feature("CLS-07")
def test_a_teacher_takes_somebody_out_also_in_class_and_may_keep_them_out(campus):
    url = campus.open(play().Hello)
    campus.post("s2", url, "submit")
    assert "学生2" in campus.browser("teacher").get(ROOM + f"remove?person={campus.aid('s2')}")
    assert "已把学生2移出课堂" in campus.post("teacher", ROOM, "remove", person=campus.aid("s2"), keep_out="yes")
    assert campus.browser("s2").app.get(ROOM, status="*").status_int == 404
    assert "老师已经把你移出这个课堂" in campus.post("s2", "/join/", status=422, code="PHY234")
    assert campus.record("s2", url)[0] is not None
    # 撤销 within a day is as if it had not been.
    campus.post("teacher", ROOM, "put-back", person=campus.aid("s2"))
    assert member(campus, "s2").active and len(member(campus, "s2").spans) == 1 and "物理一班" in campus.browser("s2").get("/my")
    # Twice is once; and whoever was never here is not there.
    campus.post("teacher", ROOM, "put-back", person=campus.aid("s2"))
    campus.post("teacher", ROOM, "put-back", status=404, person="west-s1")


@pytest.mark.feature("CLS-07")
def test_after_a_day_the_way_back_is_the_code_once_it_is_allowed(campus):
    campus.post("teacher", ROOM, "remove", person=[campus.aid("s1"), campus.aid("s2"), "west-s1"], keep_out="yes")
    campus.clock.forward(days=2)
    campus.end()
    assert "超过 24 小时" in campus.post("teacher", ROOM, "put-back", status=422, person=campus.aid("s1"))
    assert "允许再加入" in campus.browser("teacher").get(ROOM + "roster") and "不能再加入" in campus.browser("teacher").last.text
    campus.post("teacher", ROOM, "let-in", person=campus.aid("s1"))
    campus.post("s1", "/join/", code="PHY234")
    assert member(campus, "s1").active and not member(campus, "s2").active
    campus.post("s2", "/join/", status=422, code="PHY234")


@pytest.mark.feature("CLS-11")
def test_the_list_tells_who_is_here_and_when_they_did_something_last(campus):
    campus.at("10:00")
    url = campus.open(play().Hello)
    campus.at("10:03").post("s1", url, "submit")
    campus.at("10:30").end()
    campus.run_jobs()
    campus.clock.forward(days=2)
    campus.at("10:00").start("east")
    later = campus.open(play().Hello)
    campus.at("10:05").post("s2", later, "submit")
    campus.post("outsider", "/join/", code="PHY234", number="7", name="新同学")
    page = campus.browser("teacher")
    page.get(ROOM + "roster")
    heads = [head.get_text() for head in page.last.html.select("thead th")][1:]
    assert heads == ["学号", "姓名", "行政班", "认证", "加入时间", "最近活动"]
    rows = {row.select("td")[2].get_text(): row.select("td") for row in page.last.html.select("tbody tr")}
    assert rows["学生1"][6].get_text() == "2026-09-07 10:03:00" and rows["学生2"][6].get_text() == "2026-09-09 10:05:00" and rows["学生3"][6].get_text() == ""
    assert rows["新同学"][4].get_text() == "未认证" and rows["学生1"][1].get_text() == "100012026001"
    assert "新同学" in page.get(ROOM + "roster?find=" + quote("新同学")) and "学生1" not in page.last.text
    book = CalamineWorkbook.from_filelike(io.BytesIO(page.app.get(ROOM + "roster.xlsx").body)).get_sheet_by_index(0).to_python()
    assert book[0] == heads and book[1][0] == "100012026001" and len(book) == 8


@pytest.mark.feature("CLS-11")
def test_a_message_reaches_those_who_are_ticked_and_nobody_else(campus):
    page = campus.browser("teacher")
    page.get(ROOM + f"write?person={campus.aid('s1')}&person={campus.aid('s3')}&person=west-s1")
    assert [one.get_text() for one in page.last.html.select(".name-list li")] == ["学生1 100012026001", "学生3 100012026003"]
    for _twice in (1, 2):
        assert "消息已发给 2 人" in page.post(ROOM + "write", person=[campus.aid("s1"), campus.aid("s3")], text="明天换教室到西 201。", idem="m1")
    assert campus.browser("s1").get("/messages").count("明天换教室到西 201。") == 1 and "林老师（物理一班）给你的消息" in campus.browser("s1").last.text
    assert "换教室" not in campus.browser("s2").get("/messages")
    assert "发给全班 6 人" in page.get(ROOM + "write")
    page.post(ROOM + "write", text="全班停课一次。", idem="m2")
    assert "停课" in campus.browser("s2").get("/messages")
    assert "请写下" in page.post(ROOM + "write", status=422, text="  ") and "最多 500 字" in page.post(ROOM + "write", status=422, text="长" * 501)
    page.post(ROOM + "write", status=404, person="west-s1", text="x")
    assert "请先勾选" in page.get(ROOM + "remove", status=422)


@pytest.mark.feature("CLS-04")
def test_a_room_takes_as_many_as_the_operator_says(tmp_path):
    from tests.pages.stage import play_campus

    campus = play_campus(tmp_path, students=3, members_max=4)
    try:
        campus.post("outsider", "/join/", code="PHY234", number="1", name="四")
        assert "已经满了（4 人）" in campus.post("manager", "/join/", status=422, code="PHY234", number="2", name="五")
        # Somebody goes, and there is room again.
        campus.post("teacher", ROOM, "remove", person=campus.aid("s1"))
        campus.post("manager", "/join/", code="PHY234", number="2", name="五")
    finally:
        campus.close()
