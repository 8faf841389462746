"""The code on the wall: scanned, typed, photographed, too late, and without a login yet."""

import re

import pytest
from mooctang_checkin.activity import CheckIn

from mooctang_core.api import qr
from mooctang_core.testing.campus import ROOM


@pytest.mark.feature("CHK-04")
def test_the_digits_of_the_wall_check_in_and_change_every_step(campus, hall, coded):
    first = hall.code(coded)
    campus.at("10:00").clock.forward(seconds=4)
    campus.post("s1", coded, "submit", code=first.digits)
    campus.clock.forward(seconds=10)
    assert hall.code(coded).digits != first.digits
    campus.post("s2", coded, "submit", code=first.digits)
    assert hall.status("s1", coded) == hall.status("s2", coded) == "present"
    assert campus.record("s2", coded)[2]["age"] == 14


@pytest.mark.feature("CHK-04")
def test_a_photographed_code_is_worthless_seconds_later(campus, hall, coded):
    old = hall.code(coded)
    campus.clock.forward(seconds=21)
    assert "已经换了" in campus.post("s1", coded, "submit", status=422, code=old.digits)
    assert "已经换了" in hall.scan("s1", coded, old.word, status=422)
    assert hall.status("s1", coded) is None


def test_without_any_code_one_is_told_how(campus, hall, coded):
    assert "二维码" in campus.post("s1", coded, "submit", status=422)
    assert hall.status("s1", coded) is None


@pytest.mark.feature("CHK-04")
def test_a_scan_then_one_tap(campus, hall, coded):
    page = hall.scan("s1", coded)
    assert "已扫码" in page and "大学物理" in page and "林老师" in page
    campus.post("s1", coded, "submit")
    assert hall.status("s1", coded) == "present"
    assert "已签到" in hall.scan("s1", coded)


@pytest.mark.feature("BEY-03")
def test_claim_first_log_in_after(campus, hall, coded):
    stranger = campus.browser(None)
    page = stranger.get(f"{coded}claim/{hall.code(coded).word}")
    assert "登录并签到" in page and "10:00:00" in page
    # Login took its time: the check-in is over, and the deadline long past.
    campus.at("10:08").close_activity(coded)
    for name in ("claim", "visitor"):
        campus.browser("s1").app.set_cookie(name, stranger.app.cookies[name])
    campus.post("s1", coded, "submit")
    assert hall.status("s1", coded) == "present"
    assert hall.row("s1", coded)[4] == "签到" and hall.row("s1", coded, "detail")[4] == "扫码"


def test_a_claim_that_is_copied_to_a_friend_is_worth_nothing(campus, hall, coded):
    hall.scan("s1", coded)
    campus.browser("s2").app.set_cookie("claim", campus.browser("s1").app.cookies["claim"])
    campus.post("s2", coded, "submit", status=422)
    assert hall.status("s2", coded) is None


def test_the_digits_are_not_found_by_sending_them_all(campus, coded):
    tries = [campus.browser("s1").post(coded + "submit", status=None, code=f"{number:06d}") and campus.browser("s1").last for number in range(15)]
    assert {answer.status_int for answer in tries[:10]} == {422} and {answer.status_int for answer in tries[10:]} == {429}
    assert 0 < int(tries[-1].headers["Retry-After"]) <= 60
    campus.post("s2", coded, "submit", status=422, code="000000")


@pytest.mark.feature("BEY-03")
def test_a_claim_is_good_for_ten_minutes(campus, hall, coded):
    hall.scan("s1", coded)
    campus.at("10:11").post("s1", coded, "submit", status=422)
    assert hall.status("s1", coded) is None


def test_a_later_scan_does_not_take_away_an_earlier_one(campus, hall, coded):
    hall.scan("s1", coded)
    campus.at("10:06")
    hall.scan("s1", coded)
    campus.post("s1", coded, "submit")
    assert hall.status("s1", coded) == "present"


def test_a_forged_claim_is_no_claim(campus, hall, coded):
    hall.scan("s1", coded)
    browser = campus.browser("s1").app
    browser.set_cookie("claim", browser.cookies["claim"][:-1] + ("0" if browser.cookies["claim"][-1] != "0" else "1"))
    campus.post("s1", coded, "submit", status=422)


def test_a_claim_on_another_check_in_is_none_here(campus, hall, coded):
    other = campus.open(CheckIn, code="true")
    hall.scan("s1", coded)
    campus.post("s1", other, "submit", status=422)


def test_a_reopened_check_in_takes_no_claims_of_its_first_round(campus, hall, coded):
    hall.scan("s1", coded)
    campus.post("teacher", coded, "close")
    campus.post("teacher", coded, "reopen")
    campus.post("s1", coded, "submit", status=422)


@pytest.mark.feature("BEY-17")
def test_the_code_of_an_ended_check_in_is_dead_at_once(campus, hall, coded):
    code = hall.code(coded)
    campus.close_activity(coded)
    assert "已经结束" in hall.scan("s1", coded, code.word, status=422)
    assert "已经结束" in campus.post("s1", coded, "submit", status=409, code=code.digits)
    assert hall.code(coded) is None


def test_words_we_never_made_lead_nowhere(campus, hall, coded):
    for word in ("0-aaaaaaaaaaaaa", "x", "", "9999999999-aa", "%00", "0-" + "a" * 4000):
        campus.browser("outsider").get(f"{coded}claim/{word}", status=404)
        assert "已扫码" not in campus.browser(None).get(f"{coded}claim/{word}")
    other = campus.open(CheckIn, code="true")
    campus.browser("outsider").get(f"{coded}claim/{hall.code(other).word}", status=404)


def test_codes_of_another_activity_or_school_do_not_count(campus, hall, coded):
    other, west = campus.open(CheckIn, code="true"), campus.open(CheckIn, slug="west", code="true")
    for digits in (hall.code(other).digits, hall.code(west, "west").digits):
        campus.post("s1", coded, "submit", status=422, code=digits)
    campus.browser("s1").get(f"{coded}claim/{hall.code(west, 'west').word}", status=404)


def test_a_scan_writes_nothing(campus, hall, coded):
    campus.browser("s1")
    before = campus.store.main.lastTransaction()
    hall.scan(None, coded)
    hall.scan("s1", coded)
    assert campus.store.main.lastTransaction() == before


def test_somebody_not_in_the_classroom_is_shown_the_way_in(campus, hall, coded):
    page = hall.scan("outsider", coded)
    assert "加入课堂" in page and "/join/PHY234" in page


@pytest.mark.feature("BEY-18")
def test_who_cannot_scan_is_put_on_a_list_that_the_teacher_confirms(campus, hall, coded):
    campus.at("10:02").post("s1", coded, "submit", ask="scan")
    assert hall.status("s1", coded) == "pending"
    assert "老师确认" in campus.get("s1", coded)
    assert "无法扫码" in campus.live("teacher", coded)["face"]
    campus.at("10:09").post("teacher", coded, "confirm", person=campus.aid("s1"), here="yes")
    assert campus.record("s1", coded)[0] == "present"


@pytest.mark.feature("BEY-18", "CHK-04")
def test_the_wall_shows_digits_beside_the_qr_and_says_when_they_change(campus, hall, coded):
    campus.clock.forward(seconds=3)
    wall = campus.browser("teacher").app.get(coded + "code-live").json["wall"]
    digits = hall.code(coded).digits
    assert f"{digits[:3]} {digits[3:]}" in wall and "<svg" in wall
    assert 'data-refresh="7.0"' in wall
    leads_to = qr(f"http://east.test{coded}claim/{hall.code(coded).word}")
    assert re.search(r' d="[^"]+"', leads_to).group() in wall


def test_the_students_page_never_holds_the_code(campus, hall, coded):
    code = hall.code(coded)
    for text in (campus.get("s1", coded), str(campus.live("s1", coded)), campus.get("s1", ROOM), str(campus.live("s1", ROOM))):
        assert code.digits not in text and code.word not in text and f"{code.digits[:3]} {code.digits[3:]}" not in text


def test_one_tap_is_not_offered_where_a_code_is_asked_for(campus, coded):
    assert f'action="{coded}submit"' not in campus.get("s1", ROOM)
    assert f'href="{coded}"' in campus.get("s1", ROOM)
