"""课外任务: set with a date, done out of class, followed by the teacher, reminded, given more time, found again."""

import pytest

from mooctang_core.model.base import find
from tests.pages.stage import ROOM

TASKS = f"{ROOM}tasks"


def homework(campus, due="2026-09-09T18:00", title="预习", status=200, **more):
    """Set a task by the form; returns its address."""
    campus.post("teacher", TASKS, "/add?kind=playwork", status=status, title_=title, due_=due, remind_="24", **more)
    with campus.reading() as school:
        return f"{TASKS}/{len(find(school, ROOM)['tasks'])}/"


def state(campus, who, url):
    with campus.activity(url) as activity:
        from mooctang_core.flows.tasks import standing

        return standing(activity, campus.aid(who), campus.clock()).state


@pytest.mark.feature("ANN-03")
def test_a_task_is_set_done_and_looked_at_again(campus):
    assert "还没有课外任务" in campus.get("s1", TASKS)
    url = homework(campus)
    page = campus.get("s1", TASKS)
    assert "预习" in page and "09-09 18:00" in page and "要做" in page
    assert "新的课外任务：预习" in campus.get("s1", "/messages")
    campus.post("s1", url, "submit", text="读完了")
    assert "已完成" in campus.get("s1", TASKS) and state(campus, "s1", url) == "done"
    campus.clock.forward(days=3)
    campus.run_jobs()
    assert "没有完成" in campus.get("s2", TASKS) and state(campus, "s2", url) == "missed"
    assert "已完成" in campus.get("s1", TASKS) and "已提交" in campus.get("s1", url)
    campus.post("s2", url, "submit", status=409, text="太晚了")


@pytest.mark.feature("ANN-03")
def test_all_my_tasks_stand_on_one_page_by_their_date(campus):
    homework(campus, due="2026-09-12T08:00", title="第二件")
    homework(campus, due="2026-09-08T08:00", title="第一件")
    for page in ("/tasks", "/my"):
        text = campus.get("s1", page)
        assert text.index("第一件") < text.index("第二件")
    assert "第一件" not in campus.get("teacher", "/tasks") and "2 项要做" in campus.get("s1", ROOM)
    assert campus.browser(None).app.get("/tasks").status_int == 303


@pytest.mark.feature("ANN-05")
def test_the_teacher_sees_done_open_and_late_and_reminds_in_one_tap(campus):
    url = homework(campus, late_="true")
    campus.post("s1", url, "submit", text="好")
    campus.clock.forward(days=3)
    campus.run_jobs()
    campus.post("s2", url, "submit", text="晚了一点")
    text = campus.get("teacher", url + "progress")
    assert [state(campus, who, url) for who in ("s1", "s2", "s3")] == ["done", "late", "overdue"]
    assert "提醒没有完成的 4 人" in text and "晚交" in text
    assert "已提醒 4 人" in campus.post("teacher", url, "remind")
    assert "提醒：预习还没有完成" in campus.get("s3", "/messages") and "提醒" not in campus.get("s1", "/messages")
    campus.post("teacher", url, "remind")
    assert campus.get("s3", "/messages").count("提醒：预习") == 1
    everybody = campus.get("teacher", TASKS + "/overview")
    assert "预习" in everybody and "晚交" in everybody
    assert "晚交" in campus.browser("teacher").app.get(TASKS + "/overview.csv").body.decode("utf-8-sig")


@pytest.mark.feature("ANN-05")
def test_one_student_is_given_more_time_also_when_it_is_over(campus):
    url = homework(campus)
    campus.clock.forward(days=3)
    campus.run_jobs()
    assert campus.get("teacher", f"{url}progress?person={campus.aid('s2')}").count("datetime-local") == 1
    campus.post("teacher", url, "allow", person=campus.aid("s2"), until="2026-09-20T12:00")
    assert "“预习”给你延期了" in campus.get("s2", "/messages") and "已延期" in campus.get("s2", TASKS)
    campus.post("s3", url, "submit", status=409, text="我也要")
    assert "提交" in campus.get("s2", url)
    campus.post("s2", url, "submit", text="谢谢")
    assert state(campus, "s2", url) == "done" and state(campus, "s3", url) == "missed"
    campus.post("teacher", url, "allow", person=campus.aid("s3"), until="2020-01-01T12:00", status=422)
    campus.post("teacher", url, "allow", person="nobody", until="2026-09-20T12:00", status=422)
    campus.post("s3", url, "allow", person=campus.aid("s3"), until="2026-09-20T12:00", status=403)
    campus.post("teacher", url, "allow", person=campus.aid("s3"), until="2026-09-20T12:00")
    campus.post("teacher", url, "allow", person=campus.aid("s3"), until="")
    campus.post("s3", url, "submit", status=409, text="又没有了")


@pytest.mark.feature("ANN-03")
def test_those_who_have_not_done_it_are_reminded_once_by_itself(campus):
    url = homework(campus)
    campus.post("s1", url, "submit", text="好")
    campus.run_jobs()
    assert "提醒" not in campus.get("s2", "/messages")
    campus.clock.forward(hours=33)
    for _time in range(2):
        campus.run_jobs()
        campus.clock.forward(minutes=2)
    assert campus.get("s2", "/messages").count("提醒：预习") == 1 and "提醒" not in campus.get("s1", "/messages")


def test_another_date_for_all_opens_it_again(campus):
    url = homework(campus)
    campus.clock.forward(days=3)
    campus.run_jobs()
    assert "datetime-local" in campus.get("teacher", url + "due")
    campus.post("teacher", url, "due", due_="2026-09-01T12:00", remind_="0", status=422)
    campus.post("teacher", url, "due", due_="2026-09-19T12:00", remind_="0")
    campus.post("s2", url, "submit", text="还来得及")
    assert state(campus, "s2", url) == "done"


@pytest.mark.feature("ANN-04")
def test_open_tasks_belong_to_the_record_of_the_class_that_runs(campus):
    before = homework(campus, title="上课前布置的")
    campus.end()
    campus.clock.forward(hours=1)
    campus.start("east")
    during = homework(campus, title="课上布置的")
    record = campus.get("s1", f"{ROOM}sessions/2/")
    assert "上课前布置的" in record and "课上布置的" in record and before in record
    first = campus.get("s1", f"{ROOM}sessions/1/")
    assert "上课前布置的" in first and "课上布置的" not in first
    campus.clock.forward(days=5)
    campus.run_jobs()
    campus.start("east")
    assert "课上布置的" not in campus.get("s1", f"{ROOM}sessions/3/")
    assert during in campus.get("s1", f"{ROOM}sessions/2/") and "课上布置的" in campus.get("s1", during)


@pytest.mark.parametrize("due", ["", "soon", "2026-09-01T10:00", "0001-01-01T00:00", "9999-12-31T23:59", "2026-13-01T10:00"])
def test_a_date_that_is_none_is_said_so(campus, due):
    campus.post("teacher", TASKS, "/add?kind=playwork", status=422, due_=due, title_="不行", remind_="24")
    with campus.reading() as school:
        tasks = find(school, ROOM)["tasks"]
        assert not [node for node in tasks.values() if node.state == "open"]


def test_a_draft_waits_and_students_see_nothing_of_it(campus):
    url = homework(campus, title="还没好", later="yes")
    assert "还没好" not in campus.get("s1", TASKS) and "还没好" in campus.get("teacher", TASKS)
    campus.browser("s1").app.get(url, status=(403, 404))
    campus.clock.forward(days=9)
    campus.post("teacher", url, "publish", status=422)
    campus.post("teacher", url, "due", due_="2026-10-19T12:00", remind_="0")
    campus.post("teacher", url, "publish")
    assert "还没好" in campus.get("s1", TASKS)


def test_the_other_school_sees_nothing(campus):
    url = homework(campus)
    stranger = campus.browser("west:s1")
    assert stranger.host == "east.test" and "预习" not in stranger.app.get("/tasks", status="*").text
    for path in (TASKS, url, url + "progress", TASKS + "/overview"):
        assert stranger.app.get(path, status="*").status_int in (303, 404)
