"""A teacher makes a classroom, names it, renews its code, shares it with colleagues, and puts it away."""

import re
from datetime import date
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup

from mooctang_core.flows import rooms as making
from mooctang_core.model.base import find
from mooctang_core.model.courses import ONLINE, Course, Term
from mooctang_core.permissions import ASSISTANT, LEAD, TEACHER
from tests.pages.stage import ROOM, play

PHYSICS = "/courses/physics/2026-fall"


def make(campus, who="teacher", term="", status=200, **facts):
    """Through the form; returns the address of what was made."""
    person = campus.browser(who)
    person.post("/new-classroom", status=status, term=term, **{"title": "化学一班", "where": "", "times": "", **facts})
    return person.last.request.path


def code_of(campus, url, slug="east"):
    with campus.reading(slug) as school:
        return find(school, url).code


@pytest.fixture
def catalogue(campus):
    """A course of the teacher's with a term that is over, one where they only assist, one that the school imported, and one that it has not put online."""
    with campus.writing() as school:
        courses, teacher = school["courses"], campus.aid("teacher")
        courses["physics"]["2025-fall"] = Term("2025 秋", date(2025, 9, 1), date(2026, 1, 10))
        for word, title in (("maths", "高等数学"), ("history", "中国史"), ("biology", "生物")):
            course = courses[word] = Course(title, lead=campus.aid("colleague"))
            course["2026-fall"] = Term("2026 秋", date(2026, 9, 1), date(2027, 1, 10))
        courses["maths"].team[teacher] = ASSISTANT
        courses["history"].licence, courses["history"].state = {"course": "history", "until": None}, ONLINE
        courses["biology"].licence = {"course": "biology", "until": None}
    return campus


@pytest.mark.feature("CLS-01")
def test_the_terms_that_can_be_linked_are_ones_own_and_what_the_school_imported(catalogue):
    page = catalogue.browser("teacher")
    page.get("/linkable-terms")
    rows = [row.get_text(" ", strip=True) for row in page.last.html.select(".rows a")]
    assert len(rows) == 2 and "大学物理" in rows[0] and "我的课程" in rows[0] and "中国史" in rows[1] and "学校引进" in rows[1]
    assert "2025 秋" not in page.last.text and "2026-09-01" in rows[1]
    assert "中国史" in page.get("/linkable-terms?q=" + quote("中国")) and "大学物理" not in page.last.text
    page.get(page.last.html.select_one(".rows a")["href"])
    assert page.last.html.find("input", {"name": "term", "checked": True})["value"] == "/courses/history/2026-fall"


@pytest.mark.feature("CLS-01", "CLS-02")
def test_linked_to_a_course_of_mine_to_an_imported_one_or_to_none(catalogue):
    campus = catalogue
    linked, imported, alone = make(campus, term=PHYSICS), make(campus, term="/courses/history/2026-fall", times="周一 3–4 节", where="东 101"), make(campus)
    assert linked.startswith(PHYSICS) and imported.startswith("/courses/history/") and alone.startswith("/courses/own-")
    codes = {code_of(campus, url) for url in (linked, imported, alone)}
    assert len(codes) == 3 and all(re.fullmatch("[2-9A-HJKMNP-Z]{6}", code) and not code.isdigit() for code in codes)
    with campus.reading() as school:
        room = find(school, imported)
        assert (room.title, room.times, room.where, dict(room.teachers)) == ("化学一班", "周一 3–4 节", "东 101", {campus.aid("teacher"): TEACHER})
        assert find(school, alone).__parent__.__parent__.hidden and room.code.lower() not in imported
    # It works at once: a student joins by the code and finds the class; the hidden course stands in no catalogue.
    campus.post("s1", "/join/", code=code_of(campus, alone))
    assert "化学一班" in campus.browser("s1").get("/my") and "独立课堂" in campus.browser("s1").last.text
    assert "own-" not in campus.browser(None).get("/")
    assert campus.browser("teacher").app.get(alone).html.h1.get_text() == "林老师的课堂"
    assert "化学一班" in campus.browser("teacher").get(alone) and "开始上课" in campus.browser("teacher").last.text
    campus.post("teacher", alone, "start")


def test_whoever_has_a_course_of_their_own_from_another_account_goes_on_in_it(campus):
    with campus.writing() as school:
        own = school["courses"]["own-elsewhere"] = Course("林老师", lead=campus.aid("teacher"), hidden=True)
        room = own["2026-fall"] = Term("2026 秋")
        kept = room["r1"] = making.Classroom("兴趣班", "ABC234")
        kept.teachers[campus.aid("teacher")] = TEACHER
        school.remember_place(campus.aid("teacher"), "/courses/own-elsewhere/2026-fall/r1")
    assert make(campus).startswith("/courses/own-elsewhere/2026-fall/")


@pytest.mark.feature("CLS-01")
def test_nobody_makes_what_is_not_theirs(catalogue):
    campus = catalogue
    assert "还没有通过教师认证" in campus.browser("s1").get("/new-classroom")
    for who in ("s1", "outsider", "manager"):
        assert "通过教师认证后" in campus.post(who, "/new-classroom", status=422, title="我的", where="", times="", term="")
    # Who was verified at another school, and is a student here, is a student here.
    with campus.writing("alliance") as alliance:
        alliance.accounts[campus.aid("s1")].verified_teacher = True
    campus.post("s1", "/new-classroom", status=422, title="我的", where="", times="", term="")
    # Over, only assisting, not of this teacher, nowhere, of the other school.
    for term in ("/courses/physics/2025-fall", "/courses/maths/2026-fall", "/courses/biology/2026-fall", "/courses/x/y", "/people"):
        assert "不能关联到这个学期" in campus.post("teacher", "/new-classroom", status=422, title="我的", where="", times="", term=term)
    assert campus.browser(None).app.get("/new-classroom").location.endswith("login?next=%2Fnew-classroom")
    # One of the course's team who is no approved teacher links to that course, and no more.
    with campus.writing() as school:
        school["courses"]["maths"].team[campus.aid("outsider")] = LEAD
    assert "独立课堂" not in campus.browser("outsider").get("/new-classroom")
    assert make(campus, "outsider", "/courses/maths/2026-fall").startswith("/courses/maths/")


@pytest.mark.feature("CLS-01")
def test_a_press_that_arrives_twice_makes_one_and_a_name_is_asked_for(campus):
    assert make(campus, idem="k1") == make(campus, idem="k1") != make(campus, idem="k2")
    answer = campus.post("teacher", "/new-classroom", status=422, title="  ", where="东 101", times="", term=PHYSICS)
    assert "请填写课堂名称" in answer and 'value="东 101"' in answer
    kept = campus.browser("teacher").last.html
    assert kept.find("input", {"name": "title"})["aria-invalid"] == "true" and kept.find("input", {"name": "term", "checked": True})["value"] == PHYSICS
    campus.post("teacher", "/new-classroom", status=422, title="长" * 61, where="", times="", term="")


@pytest.mark.feature("CLS-02")
def test_after_a_leak_the_code_is_renewed_and_the_addresses_stay(campus):
    assert "更换" in campus.browser("teacher").get(ROOM + "code")
    campus.post("teacher", ROOM, "renew-code", code="PHY234")
    new = code_of(campus, ROOM)
    assert new != "PHY234"
    # The same press once more renews nothing again.
    campus.post("teacher", ROOM, "renew-code", code="PHY234")
    assert code_of(campus, ROOM) == new
    assert "课堂码已更换" in campus.browser("outsider").get("/join/PHY234", status=422)
    assert "课堂码已更换" in campus.post("outsider", "/join/", status=422, code="PHY234", number="1", name="新")
    assert "物理一班" in campus.browser("outsider").get("/join/" + new)
    assert "大学物理" in campus.browser("s1").get(ROOM)
    # From the other school's host, too, the way leads here, where it is said.
    assert campus.browser(None, "west").get("/join/?code=PHY234").count("东湖大学")


@pytest.mark.feature("CLS-02")
def test_no_code_is_given_twice_not_even_one_of_a_classroom_that_is_gone(campus, monkeypatch):
    url = make(campus)
    code = code_of(campus, url)
    campus.post("teacher", url, "delete")
    letters = iter(code + "PHY234" + "234567" + "ABCDEF")
    monkeypatch.setattr(making.secrets, "choice", lambda _letters: next(letters))
    with campus.reading("alliance") as alliance:
        assert making.new_code(alliance) == "ABCDEF"
    assert "已经结束" in campus.browser("outsider").get("/join/" + code, status=422)


def test_a_code_that_the_alliance_lost_is_written_down_again_when_a_class_begins(campus):
    campus.end()
    with campus.writing("alliance") as alliance:
        del alliance.codes["PHY234"]
    campus.browser("outsider").get("/join/PHY234", status=422)
    campus.post("teacher", ROOM, "start")
    assert "物理一班" in campus.browser("outsider").get("/join/PHY234")


@pytest.mark.feature("CLS-05", "CLS-06")
def test_name_place_and_times_are_changed_on_the_settings_page(campus):
    page = campus.browser("teacher")
    page.get("/my")
    page.get(page.last.html.select_one(".room-line .icon-btn")["href"])
    assert page.last.html.find("input", {"name": "title"})["value"] == "物理一班"
    assert "已保存" in page.post(ROOM + "settings", title="物理 A 班", where="西 1", times="周二 1–2 节")
    assert "西 1" in campus.browser("s1").get(ROOM) and "物理 A 班" in campus.browser("s1").get("/my")
    assert "请填写课堂名称" in page.post(ROOM + "settings", status=422, title="", where="", times="")


@pytest.mark.feature("CLS-05")
def test_it_is_deleted_only_while_no_class_was_ever_held(campus):
    url = make(campus)
    campus.post("s1", "/join/", code=code_of(campus, url))
    assert "删除课堂" in campus.browser("teacher").get(url + "settings")
    campus.post("teacher", url, "delete")
    assert campus.browser("teacher").app.get(url, status="*").status_int == 404
    assert "化学一班" not in campus.browser("s1").get("/my") + campus.browser("teacher").get("/my")
    # Whatever was ever held stays.
    assert "已经上过课" in campus.browser("teacher").get(ROOM + "settings") and "删除课堂" not in campus.browser("teacher").last.text
    assert "已经上过课" in campus.post("teacher", ROOM, "delete", status=422)
    with campus.reading() as school:
        assert find(school, ROOM) is not None


@pytest.mark.feature("CLS-05")
def test_an_archived_classroom_can_be_read_and_no_more(campus):
    assert "下课后才能归档" in campus.post("teacher", ROOM, "archive", status=422)
    campus.end()
    assert "已归档" in campus.post("teacher", ROOM, "archive")
    assert "已经结束" in campus.browser("outsider").get("/join/PHY234", status=422)
    assert "已经归档" in campus.post("teacher", ROOM, "start", status=422)
    assert "已经结束" in campus.browser("s1").get(ROOM) and "已经归档" in campus.browser("teacher").get(ROOM)
    for who in ("teacher", "s1"):
        assert "物理一班" not in campus.browser(who).get("/my") and "物理一班" in campus.browser(who).get("/my?term=archived")
    campus.post("teacher", ROOM, "unarchive")
    campus.post("teacher", ROOM, "start")
    assert "物理一班" in campus.browser("teacher").get("/my")


@pytest.mark.feature("CLS-06")
def test_the_list_stands_by_course_running_first_with_a_term_to_choose(catalogue):
    campus = catalogue
    with campus.writing() as school:
        school["courses"]["physics"]["2027-spring"] = Term("2027 春", date(2027, 3, 1), date(2027, 7, 1))
    make(campus, term=PHYSICS, title="物理二班")
    make(campus, term="/courses/physics/2027-spring", title="物理三班")
    make(campus, title="兴趣小组")
    page = campus.browser("teacher")
    page.get("/my")
    groups = [(group.h3.get_text(), [b.get_text() for b in group.select("b[title]")]) for group in page.last.html.select(".room-group")]
    assert [name for name, _rooms in groups] == ["大学物理2026 秋", "大学物理2027 春", "独立课堂2026 秋"] and groups[0][1] == ["物理一班", "物理二班"]
    assert "正在上课" in page.last.html.select_one(".room-line").get_text()
    chosen = {link.get_text(): link["href"] for link in page.last.html.select(".seg.wraps a")}
    assert list(chosen) == ["全部学期", "2027 春", "2026 秋"]
    page.get(chosen["2027 春"])
    assert [b.get_text() for b in page.last.html.select(".room-group b[title]")] == ["物理三班"]
    assert page.last.html.find("a", href="/new-classroom") and not campus.browser("s1").app.get("/my").html.find("a", href="/new-classroom")


# Teachers and assistants --------------------------------------------------------------------------------------------------------

def appoint(campus, who, role, status=200, by="teacher", duty=()):
    return campus.post(by, ROOM, "appoint", status=status, person=campus.aid(who), role=role, duty=list(duty))


@pytest.mark.feature("CLS-08")
def test_a_colleague_is_found_by_name_and_teaches_with_me(campus):
    with campus.writing() as school:
        del find(school, ROOM).teachers[campus.aid("colleague")]
        school.forget_place(campus.aid("colleague"), ROOM.rstrip("/"))
    assert "添加王老师" in campus.browser("teacher").get(ROOM + "settings?q=" + quote("王老师"))
    assert "没有找到" in campus.browser("teacher").get(ROOM + "settings?q=" + quote("外人"))
    appoint(campus, "colleague", "teacher")
    assert "物理一班" in campus.browser("colleague").get("/my") and "你成为“物理一班”的任课老师" in campus.browser("colleague").get("/messages")
    assert "保存" in campus.browser("colleague").get(ROOM + "settings")
    campus.post("teacher", ROOM, "dismiss", person=campus.aid("colleague"))
    assert campus.browser("colleague").app.get(ROOM, status="*").status_int == 404


@pytest.mark.feature("CLS-08")
def test_assistants_may_do_what_they_were_given(campus):
    with campus.writing() as school:
        entry = school["people"]["100012026001"]
        find(school, ROOM).set_member(entry.aid, spans=((campus.clock(), campus.clock()),))
    assert "添加学生1" in campus.browser("teacher").get(ROOM + "settings?q=2026001")
    assert "只能设为助教" in appoint(campus, "s1", "teacher", status=422)
    appoint(campus, "s1", "assistant", duty=["marks"])
    helper = campus.browser("s1")
    assert "你是这个课堂的助教" in helper.get(ROOM) and "看和改成绩" in helper.last.text
    # Buttons that would only be refused are marked, and the page hides those; the teacher's page hides none.
    assert helper.last.html.body["data-without"] == "class people"
    assert helper.last.html.find("form", action=ROOM + "simulate").get("data-duty") is None
    url = campus.open(play().Ask)
    assert {form["data-duty"] for form in BeautifulSoup(campus.live("s1", ROOM)["console"], "html.parser").select(f"form.post[action^='{url}']")} == {"class"}
    campus.close_activity(url)
    campus.browser("teacher").get(ROOM)
    assert not campus.browser("teacher").last.html.body.get("data-without")
    helper.get(ROOM + "gradebook")
    assert "上课和备课" in campus.post("s1", ROOM, "end", status=422) and "管理学生" in campus.post("s1", ROOM, "remove", status=422, person=campus.aid("s2"))
    assert helper.app.get(ROOM + "roster.xlsx", status="*").status_int == 422 and "移出课堂" not in helper.get(ROOM + "roster")
    # Settings are the teachers' alone, whatever an assistant was given.
    appoint(campus, "s1", "assistant", duty=["class", "people"])
    for view in ("settings", "renew-code", "appoint", "delete", "archive"):
        assert helper.app.post(ROOM + view, {"csrf_token": helper.token()}, status="*").status_int == 403
    assert "看和改成绩" not in helper.get(ROOM) and helper.app.get(ROOM + "gradebook", status="*").status_int == 422
    assert not helper.app.get(ROOM).html.find("a", href=ROOM + "gradebook")
    campus.post("s1", ROOM, "remove", person=campus.aid("s2"))
    url = campus.open(play().Ask)
    campus.post("s1", campus.add(play().Note), "remove")
    assert "看和改成绩" in campus.post("s1", url, "correct", status=422, person=campus.aid("s3"), status_="late", why="x")


@pytest.mark.feature("CLS-08")
def test_the_last_teacher_stays_and_a_student_is_no_teacher_at_once(campus):
    assert "是这个课堂的学生" in appoint(campus, "s1", "assistant", status=422)
    campus.post("colleague", ROOM, "dismiss", person=campus.aid("colleague"))
    assert "唯一的任课老师" in campus.post("teacher", ROOM, "dismiss", status=422, person=campus.aid("teacher"))
    assert "唯一的任课老师" in appoint(campus, "teacher", "assistant", status=422)
    # Nobody of another school, and nobody whom this school does not know.
    for who in ("west:teacher", "outsider"):
        appoint(campus, who, "assistant", status=404)
    appoint(campus, "colleague", "lead", status=404)


@pytest.mark.feature("CLS-08")
def test_when_a_teacher_is_gone_those_who_run_the_school_give_the_classroom_another(campus):
    page = campus.browser("manager")
    page.get("/manage/courses/physics")
    page.get(page.last.html.find("a", href=ROOM + "settings")["href"])
    appoint(campus, "colleague", "teacher", by="manager")
    campus.post("manager", ROOM, "dismiss", person=campus.aid("teacher"))
    with campus.reading() as school:
        assert dict(find(school, ROOM).teachers) == {campus.aid("colleague"): TEACHER}
    # To set up is not to teach.
    for view in ("roster", "gradebook", "prepare"):
        assert page.app.get(ROOM + view, status="*").status_int == 403


@pytest.mark.feature("CLS-08")
def test_staff_deeds_stand_in_the_log(campus):
    url = make(campus)
    campus.post("teacher", url, "renew-code", code=code_of(campus, url))
    appoint(campus, "colleague", "assistant")
    with campus.reading() as school:
        told = [(entry.deed, entry.by, dict(entry.facts)["title"]) for entry in school.audit.newest()]
    assert told == [("room-appointed", "east-teacher", "物理一班"), ("room-code", "east-teacher", "化学一班"), ("room-made", "east-teacher", "化学一班")]
