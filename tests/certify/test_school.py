"""The school's side: who is certified, claims, release and re-assign; codes made, printed, renewed and brought in."""

import re

import pytest

from mooctang_core.flows import certcodes
from mooctang_core.testing.campus import ROOM

from .conftest import CODE, NUMBER, OTHER, log_of, prove, step

PAGE, CODES = "/manage/certifications", "/manage/codes"


def manage(campus, what, status=200, url=PAGE, **fields):
    return campus.browser("manager").post(url, step=what, status=status, **fields)


def codes_on(text):
    return re.findall(r'slip-code"[^>]*>([2-9A-Z]{5}-[2-9A-Z]{5})<', text)


@pytest.mark.feature("CERT-05")
def test_a_school_sees_releases_and_reassigns_and_nothing_is_lost(campus):
    campus.post("outsider", "/join/", code="PHY234")
    prove(campus)
    page = campus.get("manager", PAGE + "?find=%E5%A8%9C%E5%A8%9C")
    assert NUMBER in page and "o***@east.test" in page and "李明" not in page
    assert "已换到新的账号" in manage(campus, "assign", number=NUMBER, login="colleague@east.test")
    assert "换到了另一个账号" in campus.get("outsider", "/messages") and "已经通过学生认证" in campus.get("colleague", "/messages")
    assert "大学物理" in campus.get("outsider", "/my")
    assert "已解除认证" in manage(campus, "release", number=NUMBER) and "不用解除" in manage(campus, "release", 422, number=NUMBER)
    assert "没有这样登录的账号" in manage(campus, "assign", 422, number=NUMBER, login="nobody@x.test")
    assert [deed for deed, _about in log_of(campus)] == ["certification-released", "certified", "certification-released"]


@pytest.mark.feature("CERT-03")
def test_who_cannot_get_into_the_other_account_asks_the_school(campus):
    campus.get("s1", "/my")
    number = "100012026001"
    prove(campus, status=422, number=number, name="学生1")
    assert "告诉学校管理员" in step(campus, "outsider", "claim", number=number)
    manager = campus.browser("manager")
    assert "两个账号要同一个学号" in manager.get(PAGE)
    assert manager.last.html.find("a", href=PAGE).find(class_="dot").text == "1"
    assert "已换到" in manage(campus, "grant", number=number, person=campus.aid("outsider"))
    assert "两个账号要同一个学号" not in manager.get(PAGE) and number in campus.get("outsider", "/certify")
    # What nobody asked for is not given by a made-up form.
    assert "已经不在" in manage(campus, "grant", 422, number=OTHER, person=campus.aid("outsider"))
    campus.at("10:30")
    assert "请先填写学号和姓名" in step(campus, "s1", "claim", 422, number=number)
    prove(campus, "s1", 422, number=number, name="学生1")
    step(campus, "s1", "claim", number="2026001")
    assert "已处理" in manage(campus, "close", number=number, person=campus.aid("s1")) and "没有换到" in campus.get("s1", "/messages")


@pytest.mark.feature("CERT-02")
def test_who_said_their_number_is_certified_with_one_press(campus):
    campus.post("outsider", "/join/", code="PHY234")
    campus.post("outsider", ROOM + "/", "introduce", number="2026101", name="欧阳娜娜")
    assert "和名单一致" in campus.get("manager", PAGE)
    manage(campus, "grant", number=NUMBER, person=campus.aid("outsider"))
    assert "欧阳·娜娜" in campus.get("teacher", ROOM + "/roster")


def test_a_school_may_have_no_such_service(campus):
    manage(campus, "switch", on="")
    assert "没有开通学生认证" in campus.get("outsider", "/certify") and "学生认证" not in campus.get("outsider", "/my")
    manage(campus, "switch", on="yes")
    assert "完整学号" in campus.get("outsider", "/certify")


@pytest.mark.feature("CERT-07")
def test_codes_are_made_by_class_printed_once_and_renewed(campus):
    cohort = "一班"
    text = manage(campus, "make", url=CODES, **{"class": cohort})
    assert len(codes_on(text)) == 3 and "只显示这一次" in text and CODE not in text
    assert "都有认证码了" in manage(campus, "make", 422, url=CODES, **{"class": cohort})
    assert codes_on(text)[0] not in campus.get("manager", CODES + "?cohort=%E4%B8%80%E7%8F%AD")
    # A new one for one student: the old one is void, and the new one opens.
    code, = codes_on(manage(campus, "renew", url=CODES, number=NUMBER))
    prove(campus, status=422)
    assert "认证成功" in prove(campus, code=code)
    assert log_of(campus)[-1] == ("codes-made", "一班") and CODE not in str(log_of(campus)) and code not in str(log_of(campus))


@pytest.mark.feature("CERT-07")
def test_the_schools_own_codes_are_checked_before_they_are_taken(campus):
    text = f"学号,认证码\n2026102,LIMING2026X\n{NUMBER},20050102\n2026999,ABCDEFGH\n2026102,ABCD2345\n"
    page = manage(campus, "read", 422, url=CODES, files=[("file", "codes.csv", text.encode("gb18030"))])
    assert "可以导入 1 行" in page and "3 行要改" in page and "名单里没有这个学号" in page and "生日" in page and "出现了两次" in page
    ticket = campus.browser("manager").last.html.find("input", {"name": "ticket"})["value"]
    assert "重新选择文件" in campus.browser("manager").post(CODES, step="take", ticket="x", status=422)
    assert "导入了 1 个" in manage(campus, "take", url=CODES, ticket=ticket)
    assert "认证成功" in prove(campus, number=OTHER, name="李明", code="liming2026x")


def test_a_code_is_kept_as_a_salted_hash_and_never_weak(campus):
    with campus.reading() as school:
        entry, secret = school["people"][NUMBER], campus.app.registry.secret
        assert "HTK7M" not in entry.details["code"] and certcodes.fits(secret, entry, "htk7m2qxpa") and not certcodes.fits(secret, entry, "")
        assert certcodes.sealed(secret, NUMBER, CODE) != certcodes.sealed(secret, NUMBER, CODE)
    for code, id_number in (("1234567", ""), ("11111111", ""), ("19901012", ""), ("110105199001011234", ""), ("2026101ZZ"[:7], ""), ("X011234X", "110105200501011234")):
        with pytest.raises(certcodes.Refused):
            certcodes.refuse_weak(code, NUMBER, id_number)
