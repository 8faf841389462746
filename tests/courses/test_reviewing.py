"""A course through the review: created, completed, submitted, approved, revoked; exactly one operating teacher; the menus."""

import pytest

from mooctang_core.permissions import ASSISTANT, LEAD, TEACHER

LIST = "/manage/courses"
DATES = {"starts": "2026-09-01", "ends": "2027-01-10", "enrol_from": "2026-08-20", "enrol_until": "2026-09-20"}
WHOLE = {"title": "有机化学", "subject": "理学 · 化学", "summary": "碳的世界", "intro": "概述", "aims": "目标", "outline": "大纲", **DATES,
         "w-tests": "20", "w-exam": "40", "w-homework": "20", "w-discussion": "10", "w-classroom": "10"}


def made(town, title):
    """A new course of the colleague's: (campus, manager, colleague, address at the manager's, address at the team's)."""
    manager, colleague = town.browser("manager"), town.browser("colleague")
    manager.post(LIST, title=title, lead=town.aid("colleague"))
    path = manager.last.request.path
    return town, manager, colleague, path, f"/courses/{path.rpartition('/')[2]}"


@pytest.fixture(scope="module")
def course(town):
    """One that went through the review."""
    _town, manager, colleague, path, at = found = made(town, "有机化学")
    colleague.post(f"{at}/details", **WHOLE, step="submit")
    manager.post(path, step="approve")
    return found


def colleague_of(town):
    return town.browser("colleague")


def state_of(town, at):
    with town.reading() as school:
        return school["courses"][at.rpartition("/")[2]].state


def on_home(town, title="无机化学"):
    return title in town.browser("s1").get("/")


@pytest.mark.feature("ADM-08")
def test_a_course_is_completed_submitted_approved_and_revoked(town):
    town, manager, colleague, path, at = made(town, "无机化学")
    given = {**WHOLE, "title": "无机化学"}
    assert "未提交" in manager.get(LIST) and not on_home(town)
    # What is missing is named, and nothing incomplete is submitted.
    page = colleague.get(f"{at}/details")
    assert "还缺：学科类别、一句话简介" in page and "开课日期" in page and "各项权重加起来要等于 100" in page
    assert "还不完整：基本信息" in colleague.post(f"{at}/review", status=422, step="submit")
    wrong = colleague.post(f"{at}/details", status=422, **{**given, "ends": "2026-08-01", "w-exam": "50"})
    assert "结课日期不能早于开课日期" in wrong and "现在加起来是 110" in wrong and 'value="碳的世界"' in wrong or "碳的世界" in wrong
    assert "已保存" in colleague.post(f"{at}/details", **given, step="save") and "还缺" not in colleague.last.text
    colleague.post(f"{at}/details", **given, step="submit")
    assert state_of(town, at) == "waiting" and "不能修改" in colleague.post(f"{at}/details", status=422, **given)
    # The school is told, sees it first, and answers with a reason.
    assert "有一门课程等待审核" in manager.get("/messages") and manager.get(LIST).index("无机化学") < manager.last.text.index("大学物理")
    assert "请写明不通过的理由" in manager.post(path, status=422, step="reject", reason=" ")
    manager.post(path, step="reject", reason="大纲太短")
    assert "课程没有通过审核：大纲太短" in colleague.get("/messages") and "理由：大纲太短" in colleague.get(f"{at}/details")
    colleague.post(f"{at}/details", **{**given, "outline": "更长的大纲"}, step="submit")
    colleague.post(f"{at}/review", step="withdraw")
    colleague.post(f"{at}/review", step="submit")
    manager.post(path, step="approve")
    assert state_of(town, at) == "approved" and on_home(town) and "课程通过了审核" in colleague.get("/messages")
    # What is approved stays complete; an approval can be taken back.
    assert "还不完整" in colleague.post(f"{at}/details", status=422, **{**given, "aims": ""})
    manager.post(path, step="reject", reason="内容有误")
    assert state_of(town, at) == "rejected" and not on_home(town)
    manager.post(path, step="approve")
    log = manager.get("/manage/log?area=courses")
    assert "审核没有通过课程“无机化学”：内容有误" in log and "提交了课程“无机化学”，等待审核" in log and "王老师" in log


@pytest.mark.feature("ADM-08")
def test_the_list_is_searched_and_filtered(course):
    _town, manager, _colleague, _path, _at = course
    assert "有机化学" not in manager.get(LIST + "?find=%E6%9E%97") and "大学物理" in manager.last.html.main.text
    for query, there in (("?state=approved", True), ("?state=waiting", False), ("?source=alliance", False), ("?source=own", True)):
        assert ("有机化学" in manager.get(LIST + query)) == there, query
    assert "Waiting for review" in _town.browser("manager", language="en").get(LIST)


@pytest.mark.feature("ADM-09")
def test_exactly_one_operating_teacher_and_assistants(course):
    town, manager, _colleague, path, at = course

    def team():
        with town.reading() as school:
            return dict(school["courses"][at.rpartition("/")[2]].team)

    teacher, colleague, s1 = (town.aid(who) for who in ("teacher", "colleague", "s1"))
    manager.post(path, step="appoint", person=teacher, stays="yes")
    assert team() == {teacher: LEAD, colleague: TEACHER}
    manager.post(path, step="appoint", person=colleague)
    assert team() == {colleague: LEAD}
    assert "必须有一位运行教师" in manager.post(path, status=422, step="dismiss", person=colleague)
    assert "请在本校的教师中" in manager.post(path, status=422, step="appoint", person=s1)
    assert "学生1" in manager.get(path + "?find=2026001") and "学生2" not in manager.last.text
    manager.post(path, step="assist", person=s1)
    assert "不在本校" in manager.post(path, status=422, step="assist", person=town.aid("west:s1"))
    assert "不在本校" in manager.post(path, status=422, step="assist", person=town.aid("outsider"))
    assert team() == {colleague: LEAD, s1: ASSISTANT}
    assert "你成为了这门课程的助教" in town.browser("s1").get("/messages") and "有机化学" in colleague_of(town).get("/teach")
    # An assistant belongs to the team: reads the details and may submit; a classmate finds nothing.
    assert "课程资料" in town.browser("s1").get(f"{at}/details") and town.browser("s2").get(f"{at}/details", status=404)
    manager.post(path, step="dismiss", person=s1)
    assert team() == {colleague: LEAD} and town.browser("s1").get(f"{at}/details", status=404)


@pytest.mark.feature("ADM-08", "ADM-09")
def test_only_those_who_run_the_school_decide(course):
    town, _manager, colleague, path, at = course
    for step in ("approve", "reject", "appoint", "online"):
        colleague.post(path, status=404, step=step, reason="x", person=town.aid("colleague"))
    assert state_of(town, at) == "approved"
    assert town.browser("west:manager", "west").get(path, status=404)


@pytest.mark.feature("MOB-02")
def test_the_menu_of_a_school_is_the_one_that_people_know(course):
    _town, manager, _colleague, _path, _at = course
    menu = " ".join(manager.get(LIST) and manager.last.html.find("nav", {"class": "side"}).text.split())
    assert all(group in menu for group in ("教务管理", "课程管理", "系统管理")) and all(page in menu for page in ("班级管理", "学籍信息审核", "慕课列表", "操作日志"))
