"""Every mark with its evidence, odd ones listed, the sheets, and 出勤率 over a term."""

import pytest
from mooctang_checkin import attendance
from mooctang_checkin.activity import CheckIn

from mooctang_core.api import find
from mooctang_core.testing.campus import ROOM


def one_phone(campus, *people):
    """These people use the same browser."""
    for who in people:
        campus.browser(who).app.set_cookie("visitor", "one-telephone-for-two-students")


@pytest.mark.feature("CHK-05", "BEY-04")
def test_one_device_for_two_accounts_is_shown_with_names_and_changes_nothing(campus):
    url = campus.open(CheckIn)
    one_phone(campus, "s1", "s2")
    for who in ("s1", "s2", "s3"):
        campus.post(who, url, "submit")
    face = campus.live("teacher", url)["face"]
    assert "用了同一台设备" in face and "<b>学生1</b><b>学生2</b>" in "".join(face.split())
    assert {campus.record(who, url)[0] for who in ("s1", "s2", "s3")} == {"present"}
    odd = campus.get("teacher", url + "people?status=odd")
    assert "学生1" in odd and "学生2" in odd and "学生3" not in odd
    assert [row[8] for row in campus.table(url, "detail").rows] == ["同一台设备", "同一台设备", ""]


@pytest.mark.feature("CHK-05")
def test_an_improbable_place_is_a_hint(campus, placed):
    campus.post("s1", placed, "submit", ask="place", latitude="39.9", longitude="116.4", accuracy="20")
    assert "公里外" in campus.live("teacher", placed)["face"]


@pytest.mark.feature("CHK-05", "BEY-04")
def test_an_old_code_is_a_hint(campus, hall, coded):
    code = hall.code(coded)
    campus.clock.forward(seconds=18)
    campus.post("s1", coded, "submit", code=code.digits)
    assert "已显示 18 秒" in campus.live("teacher", coded)["face"]
    assert campus.record("s1", coded)[0] == "present"


def test_no_hint_reaches_a_student_or_the_wall(campus):
    url = campus.open(CheckIn)
    one_phone(campus, "s1", "s2")
    for who in ("s1", "s2"):
        campus.post(who, url, "submit")
    assert "同一台设备" not in str(campus.live("s1", url))
    assert "同一台设备" not in campus.browser("teacher").app.get(url + "code-live").json["wall"]


@pytest.mark.feature("BEY-04")
def test_the_sheet_and_the_detail_sheet(campus, hall, coded):
    campus.at("10:00").clock.forward(seconds=4)
    campus.post("s1", coded, "submit", code=hall.code(coded).digits)
    campus.close_activity(coded)
    hall.correct("teacher", coded, "s2", "excused", "有请假条")
    sheet = campus.table(coded, "records")
    assert [str(column.title) for column in sheet.columns] == ["学号", "姓名", "行政班", "小组", "状态", "时间", "备注"]
    assert [row[4] for row in sheet.rows] == ["签到", "请假", "缺课"]
    assert sheet.rows[1][6] == "有请假条" and sheet.rows[0][2] == "一班"
    assert hall.row("s1", coded, "detail")[4:6] == ("输入数字", 4)
    assert campus.browser("teacher").app.get(coded + "tables.xlsx").body[:2] == b"PK"


def term(campus, hall):
    """Three classes: s1 always comes, s2 is late, excused, absent; s3 joins for the last."""
    for number in range(3):
        if number:
            campus.clock.forward(days=1)
            campus.start("east")
        url = campus.open(CheckIn)
        campus.post("s1", url, "submit")
        if number == 0:
            campus.clock.forward(minutes=6)
            campus.post("s2", url, "submit")
        if number == 1:
            hall.correct("teacher", url, "s2", "excused", "病假")
        campus.end()


def test_a_column_a_class_counts_and_the_rate_with_its_definition(campus, hall):
    term(campus, hall)
    with campus.reading() as school:
        sheet = attendance.table(find(school, ROOM), campus.host, school)
    rows = {row[1]: row for row in sheet.rows}
    assert len(sheet.columns) == 4 + 3 + 5 + 2
    assert "迟到" in str(sheet.columns[-2].note) and sheet.columns[-2].kind == "percent"
    assert rows["学生1"][7:13] == (3, 0, 0, 0, 0, 1.0)
    assert rows["学生2"][7:13] == (0, 1, 0, 1, 1, 80 / 200)
    assert rows["学生2"][13] == "病假"


def test_a_student_sees_their_own_attendance(campus, hall):
    term(campus, hall)
    with campus.reading() as school:
        mine = attendance.own(find(school, ROOM), campus.host, school, campus.aid("s2"))
    assert mine["offered"] == 3 and mine["rate"] == 0.4


def test_pending_enters_no_rate(campus, placed):
    campus.post("s1", placed, "submit", no_place="denied")
    campus.end()
    with campus.reading() as school:
        assert attendance.rates(find(school, ROOM), campus.host, school)[campus.aid("s1")] is None


def test_who_joined_later_was_not_absent_before(campus, hall):
    term(campus, hall)
    campus.clock.forward(hours=1)
    with campus.writing() as school:
        room = find(school, ROOM)
        room.set_member(campus.aid("s3"), spans=((campus.clock(), None),))
    with campus.reading() as school:
        row = next(r for r in attendance.table(find(school, ROOM), campus.host, school).rows if r[1] == "学生3")
    assert row[4:7] == ("", "", "") and row[-2] is None


def test_marks_follow_the_setting(campus, hall):
    url = campus.open(CheckIn, at="10:00", late_worth=50)
    campus.at("10:09").post("s1", url, "submit")
    campus.close_activity(url)
    with campus.reading() as school:
        activity = hall.activity(school, url)
        assert activity.marks(activity.record_of(campus.aid("s1"))) == (50, 100)
        assert activity.marks(activity.record_of(campus.aid("s2"))) == (0, 100)


def test_merging_accounts_keeps_the_teachers_word_then_the_better_mark(campus, hall):
    url = campus.open(CheckIn)
    campus.post("s1", url, "submit")
    hall.correct("teacher", url, "s2", "excused", "病假")
    with campus.reading() as school:
        activity = hall.activity(school, url)
        one, two, three = (activity.record_of(campus.aid(who)) for who in ("s1", "s2", "s3"))
        assert activity.merge(one, two) is two and activity.merge(three, one) is one


@pytest.mark.feature("CHK-03")
def test_the_reports_the_roster_and_the_class_page_show_attendance(campus, hall):
    term(campus, hall)
    assert "出勤率" in campus.get("teacher", ROOM + "/reports") and "第 2 次" in campus.get("teacher", ROOM + "/reports")
    assert "出勤率" in campus.get("teacher", ROOM + "/gradebook")
    page = campus.get("s2", ROOM)
    assert "我的出勤" in page and "40%" in page
    assert "我的出勤" not in campus.get("teacher", ROOM)
