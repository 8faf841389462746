"""A new classroom starts from another's plans, in its own timetable; and what that brought can be taken back."""

from datetime import date

import pytest

from mooctang_core.flows import timetable
from mooctang_core.testing.campus import ROOM
from tests.preparing.conftest import SPRING, Desk

OLD = ("2026-09-07", "2026-09-14", "2026-09-28")


@pytest.fixture
def planned(desk):
    for number, day in enumerate(OLD, 1):
        desk.add("bank", day, f"第{number}课", question=f"问题{number}")
    return desk


def shifts(page):
    return [(row.select_one("input[name=take]")["value"], row.select_one("input[type=date]")["value"], row.select_one("input[name=take]").has_attr("checked"))
            for row in page.select(".shifts tbody tr")]


@pytest.mark.feature("PREP-06")
def test_dates_are_shifted_to_the_new_timetable(campus, planned):
    spring = Desk(campus, room=SPRING)
    page = spring.page("reuse")
    # Mondays become Tuesdays; the week without a lesson stays free.
    assert shifts(page) == [(OLD[0], "2027-03-02", True), (OLD[1], "2027-03-09", True), (OLD[2], "2027-03-23", True)]
    text = campus.browser("teacher").app.post(f"{SPRING}/reuse", [
        ("csrf_token", campus.browser("teacher").token()), ("source", ROOM), ("take", OLD[0]), (f"to-{OLD[0]}", "2027-03-02"),
        ("take", OLD[2]), (f"to-{OLD[2]}", "2027-03-25"), (f"to-{OLD[1]}", "2027-03-09")]).follow().text
    assert "已复制 2 个活动" in text
    assert (spring.names("2027-03-02"), spring.names("2027-03-09"), spring.names("2027-03-25")) == (["第1课"], [], ["第3课"])
    spring.fill(f"{SPRING}/plans/2027-03-25/1/", title_="我的第3课", question="改过")
    assert "收回了 1 个" in " ".join(spring.post("undo-copy", word="1").split())
    assert (spring.names("2027-03-02"), spring.names("2027-03-25")) == ([], ["我的第3课"])
    assert planned.names(OLD[0]) == ["第1课"]


@pytest.mark.feature("PREP-06")
def test_what_is_past_is_left_out_and_what_stands_there_is_said(campus, planned):
    spring = Desk(campus, room=SPRING)
    spring.add("remark", "2027-03-16", "已有的")
    page = spring.page("reuse", first="2026-08-04", on="1")
    assert [checked for _old, _new, checked in shifts(page)] == [False, False, False] and "已过去，不复制" in page.text
    page = spring.page("reuse", first="2027-03-09", on="1")
    assert "那天已有 1 项，加在后面" in " ".join(page.text.split())
    fields = {"source": ROOM, "take": OLD[0], f"to-{OLD[0]}": "2026-09-06"}
    assert "过去的日子" in spring.post("reuse", 422, **fields)
    spring.post("reuse", 422, source=ROOM)


@pytest.mark.feature("PREP-06")
def test_only_from_a_classroom_that_one_teaches(campus, planned):
    colleague = Desk(campus, "colleague")
    assert "还没有备课" in colleague.page("reuse").text
    colleague.post("reuse", 404, source=SPRING, take=OLD[0], **{f"to-{OLD[0]}": "2027-03-02"})


@pytest.mark.parametrize("text, days, minutes", [
    ("周一 1–2 节", [0], 90), ("周二、四 3-4 节", [1, 3], 90), ("周一、周三 5~7节", [0, 2], 135), ("星期天 1-1 节", [6], 45),
    ("Mon 10:00", [0], 90), ("Tue and Thursday, periods 3–5", [1, 3], 135), ("No lessons", [], 90), ("", [], 90), ("周一 3–4 节，周三 1–2 节", [0, 2], 90)])
def test_what_a_timetable_says(text, days, minutes):
    assert (timetable.weekdays(text), timetable.minutes(text)) == (days, minutes)


def test_two_lessons_a_week_upon_two_others():
    old = [date(2026, 9, 7), date(2026, 9, 10), date(2026, 9, 17), date(2026, 9, 21)]      # Mon Thu, - Thu, Mon
    new = [new for _old, new in timetable.shifted(old, date(2027, 3, 1), [1, 4])]          # Tue Fri
    assert new == [date(2027, 3, 2), date(2027, 3, 5), date(2027, 3, 12), date(2027, 3, 16)]
    assert timetable.shifted(old[:2], date(2027, 3, 1), []) == [(old[0], date(2027, 3, 1)), (old[1], date(2027, 3, 4))]
    assert timetable.shifted([], date(2027, 3, 1), [1]) == []
