"""我的学校云: a school's home with its courses, its teachers, and certification for those who have none."""

import pytest

from mooctang_core.model.courses import APPROVED, UNSENT, Course

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082")


@pytest.mark.feature("ALL-08")
def test_the_home_shows_courses_teachers_and_what_is_missing(campus):
    home = campus.browser("s1").get("/")
    assert "我的学校云" in home and "100012026001" in home and "大学物理" in home and "林老师" in home
    assert "去认证" in campus.browser("outsider").get("/") and "我的学校云</h2>" not in campus.browser("outsider").last.text
    assert "去认证" not in campus.browser("teacher").get("/") and "去认证" not in campus.browser(None).get("/")
    with campus.writing() as school:
        school["courses"]["physics"].open_to_all = True
        for word, state in (("own", APPROVED), ("draft", UNSENT)):
            school["courses"][word] = course = Course(f"校史 {word}", lead=campus.aid("colleague"))
            course.state = state
    home = campus.browser("s1").get("/")
    assert "慕课（MOOC）" in home and "校内课程（SPOC）" in home and "校史 own" in home and "校史 draft" not in home


@pytest.mark.feature("ALL-08")
def test_a_teacher_introduces_themselves(campus):
    teacher = campus.browser("teacher")
    assert "已保存" in teacher.post("/introduction", post="教授", text="教书三十年。<b>", shown="yes", files=[("photo", "me.png", PNG)])
    page = campus.browser(None).get(f"/teachers/{campus.aid('teacher')}")
    assert "教书三十年。&lt;b" in page and "教授" in page and "大学物理" in page
    assert campus.browser(None).app.get(f"/teachers/{campus.aid('teacher')}/photo").body == PNG
    assert "教授" in campus.browser("s1").get("/") and "教授" in campus.browser("s1").get("/teachers")
    assert campus.browser("s1").app.get("/introduction", status="*").status_int == 404
    teacher.post("/introduction", post="教授", text="x")
    assert campus.browser(None).app.get(f"/teachers/{campus.aid('teacher')}", status="*").status_int == 404
    assert campus.browser(None).app.get(f"/teachers/{campus.aid('s1')}", status="*").status_int == 404
