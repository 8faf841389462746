"""People one at a time, one-time passwords on paper, classes, and changes that students ask for."""

import re
from urllib.parse import quote

import pytest

from mooctang_core.activity import Refused
from mooctang_core.flows import rescuing
from mooctang_core.flows.enrolling import is_enrolled
from mooctang_core.model.base import find
from tests.people.conftest import text

NEW = {"kind": "student", "number": "2026200", "name": "李雷", "nickname": "", "cohort": "新班", "id_number": "11010519491231002X", "sex": "男"}


def secret_in(browser):
    return browser.last.html.find(class_="secret").text


@pytest.mark.feature("ADM-02", "ADM-04")
def test_a_student_is_made_found_changed_and_put_out_of_use(campus):
    manager = campus.browser("manager")
    assert "这一格是必填的" in manager.post("/manage/people/new", status=422, **{**NEW, "name": ""}) and "李雷" not in manager.get("/manage/students")
    manager.post("/manage/people/new", **NEW)
    assert "已经新建" in text(manager) and "11010519491231002X" not in manager.last.text and "11**************2X" in manager.last.text
    for words in ("李雷", "2026200", "新班", "11010519491231002X"):
        assert "100012026200" in manager.get(f"/manage/students?q={quote(words)}"), words
    assert "100012026200" not in manager.get("/manage/students?q=nobody")
    manager.post("/manage/person", step="save", number="100012026200", name="李磊", cohort="一班", sex="男", email="li@x.edu.cn")
    assert "已经保存" in text(manager) and "li@x.edu.cn" in manager.last.text
    with campus.reading() as school:
        entry = school["people"]["100012026200"]
        assert (entry.name, entry.cohort) == ("李磊", "一班") and entry.details["id_hash"] and "100012026200" not in school["cohorts"]["新班"].now()
        assert [line.deed for line in school.audit.newest()][:2] == ["person-edited", "person-created"]
    # Out of use at this school only, at once; and back.
    manager.post("/manage/person", step="block", number="100012026001")
    student = campus.browser("s1")
    assert student.app.get(campus.room + "/", status="*").status_int in (403, 404)
    manager.post("/manage/person", step="unblock", number="100012026001")
    student.get(campus.room + "/")
    manager.post("/manage/person", step="remove", number="100012026200")
    assert "100012026200" not in manager.get("/manage/students?q=2026200")
    assert "不能从名单里删除" in manager.post("/manage/person", status=422, step="remove", number="100012026001")


@pytest.mark.feature("ADM-04", "ADM-05")
def test_one_time_passwords_are_shown_once_and_let_nobody_in_but_to_choose_their_own(campus):
    manager = campus.browser("manager")
    manager.post("/manage/people/new", **NEW)
    slips = manager.post("/manage/passwords", who=["100012026200", "east-nobody"])
    assert "no-store" in manager.last.headers["Cache-Control"] and "100012026200" in slips
    first = secret_in(manager)
    assert re.fullmatch(r"[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}", first)
    assert first not in manager.get("/manage/person?number=100012026200")
    stranger = campus.browser(None)
    for guess in ("123456", "31002X", "2026200"):
        stranger.post("/login", status=422, name="2026200", password=guess)
    stranger.post("/login", name="2026200", password=first)
    word = stranger.last.html.find("input", {"name": "word"})["value"]
    stranger.post("/password/first", word=word, new="four plain words here", again="four plain words here")
    assert "李雷" in stranger.get("/account")
    with campus.reading("alliance") as alliance:
        account = alliance.account_by("user:100012026200")
        assert not account.dormant and first not in repr(account.__dict__)
    # A class on paper: those who came in already are left out; and the old password is gone after a new one was issued.
    assert "没有选中任何人" in manager.post("/manage/passwords", status=422, **{"class": "新班"})
    manager.post("/manage/passwords", who="100012026200")
    campus.browser(None).post("/login", status=422, name="2026200", password="four plain words here")


@pytest.mark.feature("ADM-05")
def test_a_school_gives_no_password_to_an_account_that_is_not_its_own(campus):
    manager = campus.browser("manager")
    with campus.writing("alliance") as alliance:
        alliance.accounts["east-s1"].certifications["west"] = "100022026009"
        before = {aid: alliance.accounts[aid].credential for aid in alliance.accounts}
    with campus.writing() as school:
        school.teachers.add("east-operator")
    said = manager.post("/manage/passwords", who=["100012026001", "@east-teacher", "@east-operator", "@east-outsider"])
    for why in ("也属于别的学校", "本人注册的账号", "联盟运营人员"):
        assert why in said
    with campus.reading("alliance") as alliance:
        assert {aid: alliance.accounts[aid].credential for aid in alliance.accounts} == before


@pytest.mark.feature("ADM-01", "ADM-02")
def test_administrators_and_the_sides_of_one_person(campus):
    manager = campus.browser("manager")
    assert "管理端" in manager.get("/") and "/manage" in manager.last.text
    assert manager.last.html.find("a", href=re.compile("/manage$"))
    sides = [link.text for link in manager.app.get("/manage").html.select(".sides a")]
    assert sides == ["学生端", "管理端"]
    assert [link.text for link in campus.browser("teacher").app.get("/teach").html.select(".sides a")] == ["学生端", "教师端"]
    assert not campus.browser("s1").app.get("/my").html.select(".sides a")
    manager.post("/manage/managers", step="add", login="13900000009", name="新管理员")
    assert "新管理员" in text(manager) and secret_in(manager)
    manager.post("/manage/managers", step="add", login="teacher@east.test", name="林老师")
    assert campus.browser("teacher").app.get("/manage").status_int == 200
    manager.post("/manage/managers", step="remove", account="east-teacher")
    assert campus.browser("teacher").app.get("/manage", status="*").status_int in (403, 404)


@pytest.mark.feature("ADM-07")
def test_a_class_is_made_filled_and_enrolled_as_a_whole(campus):
    manager = campus.browser("manager")
    manager.post("/manage/classes", title="二班", head="east-teacher")
    manager.post("/manage/class", name="二班", step="add", numbers="2026001，2026002\n9999999")
    assert "不在学校的名单里：9999999" in text(manager) and "学生1" in manager.last.text
    manager.post("/manage/classes/enrol", **{"class": "二班"}, term="/courses/physics/2026-fall")
    assert "新选课 2 人" in text(manager)
    with campus.reading() as school:
        term = find(school, "/courses/physics/2026-fall")
        assert is_enrolled(term, "east-s1") and is_enrolled(term, "east-s2") and not is_enrolled(term, "east-s3")
        assert school["cohorts"]["二班"].head == "east-teacher" and school["cohorts"]["二班"].code and "100012026001" not in school["cohorts"]["一班"].now()
    manager.post("/manage/class", name="二班", step="remove", who="100012026001")
    manager.post("/manage/class", name="二班", step="rename", title="临床二班")
    assert "班里还有学生" in manager.post("/manage/class", status=422, name="临床二班", step="delete")
    manager.post("/manage/class", name="临床二班", step="remove", who="100012026002")
    manager.post("/manage/class", name="临床二班", step="delete")
    with campus.reading() as school:
        assert list(school["cohorts"]) == ["一班"] and school["people"]["100012026001"].cohort is None


@pytest.mark.feature("ADM-06")
def test_a_student_asks_for_a_change_and_the_school_answers(campus):
    student, manager = campus.browser("s1"), campus.browser("manager")
    assert "请写上原因" in student.post("/record", status=422, name="学生壹")
    assert "要写成 8 位" in student.post("/record", status=422, birth="1990", why="错了")
    student.post("/record", name="学生壹", id_number="11010519491231002X", why="登记时写错了")
    assert "等待审核" in text(student) and "申请修改" not in text(student)
    assert "已经有一份申请" in student.post("/record", status=422, name="又改", why="x")
    said = manager.get("/manage/changes")
    assert "学生壹" in said and "11**************2X" in said and "11010519491231002X" not in said
    assert manager.last.html.select_one(".side a[aria-current] .dot").text == "1"
    key = manager.last.html.find("input", {"name": "key"})["value"]
    assert "请写上原因" in manager.post("/manage/changes", status=422, key=key, step="decline")
    manager.post("/manage/changes", key=key, step="approve")
    with campus.reading() as school:
        assert school["people"]["100012026001"].name == "学生壹" and school["people"]["100012026001"].details["id_hash"]
    assert "学校同意了你的申请" in student.get("/messages") and "已同意" in student.get("/record")
    student.post("/record", major="临床", why="转专业")
    manager.get("/manage/changes")
    manager.post("/manage/changes", key=manager.last.html.find("input", {"name": "key"})["value"], step="decline", reason="请交证明")
    assert "请交证明" in student.get("/record")
    assert campus.browser("teacher").app.get("/record", status="*").status_int == 404


def test_a_school_that_calls_somebody_its_own_does_not_open_their_account(campus):
    manager = campus.browser("manager")
    manager.post("/manage/managers", step="add", login="teacher@east.test", status=422)
    manager.post("/manage/managers", step="add", login="teacher@east.test", name="林老师")
    with campus.writing() as school, campus.reading("alliance") as alliance:
        adopted, certified = (alliance.accounts[campus.aid(who)] for who in ("teacher", "s1"))
        rescuing.refuse_foreign(alliance, {"east": school}, school, certified)
        with pytest.raises(Refused, match="本人自己注册"):
            rescuing.refuse_foreign(alliance, {"east": school}, school, adopted)
