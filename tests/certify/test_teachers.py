"""A teacher asks to be known as one, with a proof; the school answers; the V stands beside the name."""

import pytest

from mooctang_core.flows import belongings, certifying, erasing, verifying

from .conftest import log_of, prove, step

QUEUE = "/manage/verifications"
CARD = b"%PDF-1.4\nstaff card of the outsider\n%%EOF\n"


def apply(campus, who="outsider", status=200, files=(("proof", "工作证.pdf", CARD),), **fields):
    return campus.browser(who).post("/verify", step="apply", status=status, files=files, **{"name": "外人", "number": "T0042", "note": "物理系", **fields})


def answer(campus, what, status=200, who="outsider", **fields):
    return campus.browser("manager").post(QUEUE, step=what, status=status, person=campus.aid(who), **fields)


@pytest.mark.feature("ACC-07")
def test_asked_looked_at_and_approved(campus):
    assert "我是老师" in campus.get("outsider", "/account")
    assert "等待学校审核" in apply(campus) and "等待审核" in campus.get("outsider", "/account")
    manager = campus.browser("manager")
    assert "申请教师认证" in manager.get("/messages") and "T0042" in manager.get(QUEUE)
    assert manager.last.html.find("a", href=QUEUE).find(class_="dot").text == "1"
    proof = manager.app.get(f"{QUEUE}/proof?person={campus.aid('outsider')}")
    assert proof.body == CARD and proof.content_type == "application/pdf"
    assert "已通过" in answer(campus, "approve")
    assert "你已经通过教师认证" in campus.get("outsider", "/messages") and "vmark" in campus.get("outsider", "/verify")
    with campus.reading() as school:
        entry = school["people"]["10001T0042"]
        assert (entry.role, entry.aid, entry.name) == ("teacher", campus.aid("outsider"), "外人")
        assert campus.aid("outsider") in school.teachers and not [key for key in school.files if len(key) == 64]
    assert manager.app.get(f"{QUEUE}/proof?person={campus.aid('outsider')}", status="*").status_int == 404
    assert log_of(campus)[0] == ("teacher-approved", "T0042")


@pytest.mark.feature("ACC-07")
def test_rejected_with_a_reason_mended_and_asked_again(campus):
    apply(campus)
    assert "请写明原因" in answer(campus, "reject", 422)
    answer(campus, "reject", reason="照片看不清")
    assert "照片看不清" in campus.get("outsider", "/verify") and "照片看不清" in campus.get("outsider", "/messages")
    assert "请附上证明材料" in apply(campus, status=422, files=())
    apply(campus)
    assert "照片看不清" in campus.get("manager", QUEUE)
    answer(campus, "approve")
    assert "已经处理过了" in answer(campus, "approve", 422)


@pytest.mark.feature("ACC-07")
def test_whom_the_school_made_a_teacher_is_approved_already_and_the_v_stands_beside_the_name(campus):
    assert "认证教师" in campus.get("teacher", "/verify") and "已经是这所学校的认证教师" in apply(campus, "teacher", 422)
    assert "vmark" in campus.get("outsider", "/join/PHY234") and "vmark" in campus.get("s1", campus.room)
    assert "已撤销" in answer(campus, "revoke", who="colleague")
    assert campus.get("s1", campus.room).count("vmark") == 1 and "不是认证教师" in answer(campus, "revoke", 422, who="colleague")


def test_a_proof_is_a_picture_or_pdf_and_is_gone_when_taken_back(campus):
    assert "不是这里收的类型" in apply(campus, status=422, files=[("proof", "x.pdf", b"just text")])
    apply(campus)
    assert "已撤回" in campus.browser("outsider").post("/verify", step="withdraw")
    with campus.reading() as school:
        assert not [key for key in school.files if len(key) == 64]
    assert "没有等待审核" in campus.get("manager", QUEUE)


def test_a_students_number_or_anothers_is_no_staff_number(campus):
    apply(campus, number="2026101")
    assert "是学生 欧阳·娜娜 的学号" in answer(campus, "approve", 422)
    apply(campus, number="T7")
    answer(campus, "approve")
    apply(campus, "operator", number="T7")
    assert "已经属于另一个账号" in answer(campus, "approve", 422, who="operator")


def test_what_was_said_and_sent_is_in_ones_file_and_goes_with_the_account(campus):
    step(campus, "outsider", "later", number="2026101", name="娜娜")
    campus.get("s1", "/my")
    prove(campus, status=422, number="2026001", name="学生1")
    step(campus, "outsider", "claim", number="2026001")
    apply(campus)
    aid = campus.aid("outsider")
    with campus.writing("alliance") as alliance:
        school = alliance._p_jar.root()["schools"]["east"]
        held = belongings.of_school(school, campus.host, alliance.accounts[aid])
        assert held["said of oneself"]["name"] == "娜娜" and held["claimed number"] == "100012026001" and held["teacher verification"]["number"] == "T0042"
        for _twice in range(2):
            erasing.erase(school, aid, None, campus.clock())
        assert certifying.held_about(school, aid) == {"said of oneself": None, "claimed number": None} and not verifying.queue(school)
        assert not [key for key in school.files if len(key) == 64]
