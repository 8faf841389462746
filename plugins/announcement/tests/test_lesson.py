"""教案: what is shown in class, page by page, and who may see it afterwards."""

import re

import pytest
from mooctang_announcement.lesson import LessonPlan

from mooctang_core.testing.campus import ROOM


@pytest.fixture
def lesson(campus, slides):
    """A plan with three slides and a handout, opened in class by its teacher's form."""
    campus.browser("teacher").post(
        f"{ROOM}/sessions/1/add?kind=lessonplan", files=[("slides", "力学.pdf", slides), ("files", "讲义.pdf", slides + b"\n")], text="**第一节** 牛顿定律", now="now")
    return f"{ROOM}/sessions/1/1/"


def file_in(html):
    return re.search(r'href="([^"]+/file/[^"]+)"', html)[1]


@pytest.mark.feature("ANN-02")
def test_in_class_students_see_it_and_after_class_only_if_it_was_sent(campus, lesson, slides):
    shown = campus.get("s1", lesson)
    assert "<strong>第一节</strong>" in shown and "讲义.pdf" in shown
    address = file_in(shown)
    assert campus.browser("s1").app.get(address).body.startswith(b"%PDF")
    campus.end()
    hidden = campus.get("s1", lesson)
    assert "牛顿定律" not in hidden and "讲义.pdf" not in hidden and "老师没有把这份教案发给学生" in hidden
    campus.get("s1", address, status=404)
    campus.at("22:00").post("teacher", lesson, "give")
    assert "牛顿定律" in campus.get("s1", lesson) and campus.browser("s1").app.get(address).status_int == 200
    campus.post("teacher", lesson, "take-back")
    assert "牛顿定律" not in campus.get("s1", lesson)


@pytest.mark.feature("ANN-02")
def test_it_can_be_sent_before_the_end(campus, lesson):
    campus.post("teacher", lesson, "give")
    campus.end()
    assert "牛顿定律" in campus.get("s1", lesson)


@pytest.mark.feature("ANN-02")
def test_the_phone_turns_the_pages_of_the_wall(campus, lesson):
    def page():
        return int(re.search(r'id="an-wall-slide"[^>]*data-page="(\d+)"', campus.wall(lesson))[1])

    assert page() == 1
    campus.post("teacher", lesson, "turn", to="2")
    assert page() == 2
    campus.post("teacher", lesson, "pages", pages="3", status=204)
    campus.post("teacher", lesson, "turn", to="9")
    assert page() == 3 and "第 3 页，共 3 页" in campus.get("colleague", lesson)
    for wrong in ("0", "-1", "x", "", "99999"):
        campus.post("teacher", lesson, "turn", to=wrong, status=422)
    campus.post("s1", lesson, "turn", to="1", status=403)
    assert page() == 3


@pytest.mark.feature("ANN-02")
def test_the_wall_reads_the_slides_without_a_login_and_nothing_else(campus, lesson):
    address = re.search(r'data-pdf="([^"]+)"', campus.wall(lesson))[1]
    nobody = campus.browser(None).app
    assert nobody.get(address).body.startswith(b"%PDF")
    signature, hash = address.split("/")[-3:-1]
    other = re.findall(r'/file/([0-9a-f]{64})/', campus.get("s1", lesson))[-1]
    for wrong in (address.replace(signature, "0" * 32), address.replace(hash, "0" * 64), address.replace(signature, "%C3%A9")):
        assert nobody.get(wrong, status="*").status_int in (303, 404)
    assert other != hash
    for wrong in (address.replace(hash, other), address.replace("wall-file/" + signature, "file")):
        assert nobody.get(wrong, status="*").status_int in (303, 404)
    campus.browser("west:s1", slug="west").app.get(address, status=404)
    campus.close_activity(lesson)
    campus.post("teacher", lesson, "reopen")
    assert nobody.get(address, status="*").status_int in (303, 404)


def test_a_plan_needs_something_and_slides_are_pdf(campus):
    teacher = campus.browser("teacher")
    assert "请写教案内容" in teacher.post(f"{ROOM}/sessions/1/add?kind=lessonplan", text="", now="now", status=422)
    teacher.post(f"{ROOM}/sessions/1/add?kind=lessonplan", files=[("slides", "x.pdf", b"<html>no</html>")], text="x", now="now", status=422)
    url = campus.open(LessonPlan, text="只有文字")
    campus.post("teacher", url, "turn", to="2", status=422)
    assert "只有文字" in campus.wall(url)


def test_a_draft_is_given_to_nobody(campus):
    url = campus.add(LessonPlan, text="草稿内容")
    campus.post("teacher", url, "give", status=422)
    campus.get("s1", url, status=404)


def test_who_opened_it_is_counted_and_nobody_is_marked(campus, lesson):
    campus.post("s1", lesson, "submit", mark="read")
    assert campus.table(lesson, "seen").rows[0][1:4:2] == ("学生1", "已看")
    assert "1 / 3 人看过" in campus.get("teacher", lesson)
    campus.end()
    assert "教案" not in campus.browser("teacher").app.get(ROOM + "/gradebook.csv").text
