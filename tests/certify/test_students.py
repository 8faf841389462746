"""A student certifies: number, name, code; every reason why not has an answer of its own; nothing is lost on the way."""

import pytest

from mooctang_core.identity import login
from mooctang_core.testing.campus import ROOM

from .conftest import CODE, NUMBER, OTHER, log_of, prove, step


@pytest.mark.feature("CERT-01")
def test_number_name_and_code_open_my_school(campus):
    person = campus.browser("outsider")
    assert "完整学号" in person.get("/certify")
    assert f"名单里有学号 {NUMBER}" in " ".join(person.post("/certify", step="number", number=" ２０２６101").split()).replace("<b class=\"num\">", "").replace("</b>", "")
    text = prove(campus, code="htk7m 2qxpa")
    assert "认证成功" in text and "进入我的学校云" in text and NUMBER in text
    assert "我的学校云" in person.get("/my") and "已认证" in person.get("/account")
    alliance = campus.browser("outsider", "alliance")
    assert "已认证" in alliance.get("/certify") and "我的学校云" in alliance.get("/")
    with campus.reading("alliance") as root:
        assert login.find_account(root, None, NUMBER).aid == campus.aid("outsider")


@pytest.mark.feature("CERT-03")
def test_each_reason_why_not_has_its_own_answer(campus):
    assert "名单里没有这个学号" in step(campus, "outsider", "number", 422, number="2026999")
    assert "和学校的记录不一致" in prove(campus, status=422, name="别人")
    assert "和学校的记录不一致" in prove(campus, status=422, code="AAAAA-BBBBB")
    assert "还没有给这个学号发认证码" in prove(campus, status=422, number=OTHER, name="李明")
    campus.get("s1", "/my")
    text = " ".join(prove(campus, status=422, number="100012026001", name="学生1").split())
    assert "在另一个账号上" in text and "10****01" in text and "请学校处理" in text and "认证成功" not in text
    reasons = [deed for deed, _about in log_of(campus)]
    assert reasons == ["certification-failed"] * 5
    with campus.writing() as school:
        school.shelf("certification")["offered"] = False
    assert "没有开通学生认证" in campus.get("outsider", "/certify") and "没有开通" in prove(campus, status=422)


@pytest.mark.feature("CERT-03")
def test_guessing_ends_soon_and_a_new_code_opens_again(campus):
    for _try in range(10):
        prove(campus, status=422, code="WRONG-WRONG")
    assert "试得太频繁" in prove(campus, status=429)
    # Not even the right one is tried from there; another person's tries are their own.
    assert "认证成功" in prove(campus, "colleague")
    assert CODE not in str(log_of(campus))


@pytest.mark.feature("CERT-02")
def test_without_a_code_one_takes_part_and_keeps_everything(campus):
    campus.post("outsider", "/join/", code="PHY234")
    assert "记下了" in step(campus, "outsider", "later", number="2026101", name="娜娜")
    roster = campus.get("teacher", ROOM + "/roster")
    assert "娜娜" in roster and "未认证" in roster
    assert "未认证" in campus.get("outsider", ROOM)
    prove(campus, next=ROOM + "/")
    assert campus.browser("outsider").last.request.path == ROOM + "/"
    with campus.reading() as school:
        member = school["courses"]["physics"]["2026-fall"]["r7"].member(campus.aid("outsider"))
        assert member.certified and member.name == "欧阳·娜娜" and len(member.spans) == 1


@pytest.mark.feature("CERT-04")
def test_given_back_and_certified_with_another_account_both_are_shown(campus):
    campus.post("outsider", "/join/", code="PHY234")
    prove(campus)
    assert "已解除认证" in step(campus, "outsider", "release")
    assert "大学物理" in campus.get("outsider", "/my") and "未认证" in campus.get("outsider", ROOM)
    text = prove(campus, "colleague")
    assert "以前的账号" in text and "o***@east.test" in text and 'href="/account/merge"' in text
    campus.get("manager", f"/manage/certifications?find={NUMBER}")
    page = campus.browser("manager").last.html.find(id=f"at-{NUMBER}").get_text(" ")
    assert "c***@east.test" in page and "o***@east.test" in page


@pytest.mark.feature("CERT-06")
def test_the_first_entry_asks_once_who_one_is(campus):
    person = campus.browser("outsider")
    assert "进入课堂后" in person.get("/join/PHY234")
    person.post("/join/", code="PHY234")
    assert person.last.html.find("dialog", id="who").has_attr("open")
    person.post(ROOM + "/introduce", number="2026101", name="娜娜")
    assert person.last.request.path == ROOM + "/" and person.last.html.find("dialog", id="who") is None
    assert "娜娜" in campus.get("teacher", ROOM + "/roster")
    # Said once for all classes, and a second time is no error.
    with campus.reading() as school:
        assert school.shelf("certification").many("provisional")[campus.aid("outsider")]["number"] == "2026101"
    person.post(ROOM + "/introduce", number="x", name="y")
    assert "娜娜" in campus.get("teacher", ROOM + "/roster")


def test_who_would_rather_say_it_later_is_only_reminded(campus):
    person = campus.browser("outsider")
    person.post("/join/", code="PHY234")
    person.post(ROOM + "/introduce", later="yes")
    sheet = person.last.html.find("dialog", id="who")
    assert not sheet.has_attr("open") and "老师还不知道你是谁" in person.last.text
