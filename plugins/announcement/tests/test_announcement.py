"""公告 as it is told, read, confirmed, and told again."""

from types import ModuleType

import pytest
from mooctang_announcement.announcement import Announcement

from mooctang_core.api import find, hookimpl
from mooctang_core.testing.campus import ROOM, Campus

TEXT = "**要完成的**：习题 3.4\n\n$E=mc^2$"


def state(campus, who, url):
    return campus.record(who, url)[0]


def page(campus, url, wanted="none"):
    return campus.get("teacher", f"{url}receipts?state={wanted}")


@pytest.mark.feature("ANN-01")
def test_one_begins_from_a_template_and_is_read_in_class_and_after_it(campus):
    form = campus.get("teacher", f"{ROOM}/sessions/1/add?kind=announcement&start=homework")
    assert "提交方式" in form and "下次课预习" in form
    campus.post("teacher", f"{ROOM}/sessions/1/", "add?kind=announcement", sort="homework", text=TEXT, now="now")
    url = f"{ROOM}/sessions/1/1/"
    assert "课后作业" in campus.live("s1", ROOM)["room"]
    seen = campus.get("s1", url)
    assert "<strong>要完成的</strong>" in seen and "data-tex" in seen and "我已知道" in seen
    campus.end()
    assert "当前课堂还没开始上课" in campus.get("s1", ROOM)
    assert "习题 3.4" in campus.get("s1", url)


@pytest.mark.feature("SES-06", "ANN-01")
def test_outside_class_students_see_the_latest_announcements(campus):
    for number in range(1, 5):
        campus.at(f"10:0{number}").open(Announcement, title=f"第 {number} 个通知", text="带书")
    campus.end()
    home = campus.get("s1", ROOM)
    assert "最新公告" in home and "第 4 个通知" in home and "第 2 个通知" in home and "第 1 个通知" not in home
    assert home.index("第 4 个通知") < home.index("第 2 个通知") and "未读" in home
    assert "最新公告" not in campus.get("teacher", ROOM)


@pytest.mark.feature("BEY-26", "ANN-01")
def test_read_is_not_confirmed_and_reading_writes_nothing(campus):
    url = campus.open(Announcement, text=TEXT)
    campus.get("s1", ROOM)
    before = campus.store.main.lastTransaction()
    assert 'hx-trigger="load"' in campus.get("s1", url)
    assert campus.store.main.lastTransaction() == before
    campus.post("s1", url, "submit", mark="read")
    assert state(campus, "s1", url) == "read" and 'hx-trigger="load"' not in campus.get("s1", url)
    assert "学生1" in page(campus, url, "read") and "学生1" not in page(campus, url)
    campus.at("10:20").post("s1", url, "submit", mark="known")
    campus.post("s1", url, "submit", mark="read")
    assert state(campus, "s1", url) == "known"
    assert "学生1" in page(campus, url, "known") and "还没有确认" not in campus.live("s1", ROOM)["mine"]
    assert campus.table(url, "receipts").rows[0][1:4:2] == ("学生1", "我已知道")
    campus.post("s1", url, "submit", mark="seen", status=422)


@pytest.mark.feature("BEY-26")
def test_it_can_be_confirmed_after_class(campus):
    url = campus.open(Announcement, text=TEXT)
    campus.end()
    campus.at("20:00").post("s2", url, "submit", mark="read")
    campus.post("s2", url, "submit", mark="known")
    assert state(campus, "s2", url) == "known"
    campus.at("21:00").run_jobs()
    campus.post("s3", url, "submit")
    assert state(campus, "s3", url) == "known" and state(campus, "s2", url) == "known"


class Post:
    """A channel that knows where everybody is, and cannot carry to the third."""

    word = "post"
    carried: list = []

    def address(self, person):
        return person.name if person.aid != "east-s2" else None

    def deliver(self, message, address):
        if address == "学生3":
            raise OSError("mailbox full")
        self.carried.append((address, message["title"]))


@pytest.fixture
def posted(campus):
    module = ModuleType("mooctang_announcement_post")
    module.notify_channels = hookimpl(_channels)
    campus.host.pm.register(module, "postman")
    campus.host.plugins["postman"] = campus.host.plugins["announcement"]._replace(name="postman", module=module)
    with campus.writing() as school:
        school.enabled_plugins.add("postman")
    Post.carried.clear()
    return campus


def _channels(school):
    return [Post()]


@pytest.mark.feature("BEY-26")
def test_who_was_not_reached_stands_there_with_the_reason_and_is_told_again(posted):
    campus, url = posted, posted.open(Announcement, title="停课", text=TEXT)
    campus.post("s1", url, "submit")
    campus.browser("s2")
    shown = page(campus, url)
    assert "没有打开过；没有别的通知渠道" in shown and "从来没有登录过" in shown and "学生1" not in shown.split('class="rows"')[1]
    campus.post("teacher", url, "remind", people="none", after="0")
    campus.post("teacher", url, "remind", people="none", after="0")
    campus.run_jobs()
    assert Post.carried == [] and "停课" in campus.get("s3", "/messages") and "停课" in campus.get("s2", "/messages")
    with campus.activity(url) as activity:
        assert [sent["to"] for sent in activity.sent_notices] == [("east-s2", "east-s3")]
    assert "post 没有送到：OSError: mailbox full" in page(campus, url)
    campus.post("s2", url, "submit")
    campus.post("s3", url, "submit")
    assert "每个人都看到了" in campus.post("teacher", url, "remind", people="none", status=422)


@pytest.mark.feature("BEY-26")
def test_those_who_only_read_can_be_told_to_confirm(posted):
    campus, url = posted, posted.open(Announcement, title="停课", text=TEXT)
    campus.post("s1", url, "submit", mark="read")
    campus.post("s2", url, "submit", mark="known")
    campus.post("teacher", url, "remind", people="unknown")
    campus.run_jobs()
    assert [name for name, _title in Post.carried] == ["学生1"]
    campus.post("s1", url, "remind", people="unknown", status=403)
    campus.get("s1", url + "receipts", status=403)


@pytest.mark.feature("ANN-06")
def test_outside_class_it_comes_as_a_message_and_stands_on_the_task_page(campus):
    campus.end()
    assert "截止时间" not in campus.get("teacher", f"{ROOM}/tasks/add?kind=announcement")
    assert "请注意" in campus.get("teacher", f"{ROOM}/tasks/add?kind=announcement&start=notice")
    campus.post("teacher", f"{ROOM}/tasks/", "add?kind=announcement", title_="教室改到 305", sort="notice", text="周五", now="now")
    for place in ("/messages", f"{ROOM}/tasks", ROOM, "/tasks"):
        assert "教室改到 305" in campus.get("s1", place), place
    assert "教室改到 305" in campus.get("teacher", f"{ROOM}/tasks")
    url = f"{ROOM}/tasks/1/"
    campus.post("s1", url, "submit", mark="known")
    assert "学生2" in page(campus, url) and "学生1" in page(campus, url, "known")
    campus.get("outsider", url, status=404)


def test_nobody_is_marked_for_reading(campus):
    url = campus.open(Announcement, title="停课通知", text=TEXT)
    campus.post("s1", url, "submit")
    campus.end()
    assert "停课通知" not in campus.browser("teacher").app.get(ROOM + "/gradebook.csv").text


def test_an_announcement_that_is_not_published_reaches_nobody(campus):
    url = campus.add(Announcement, title="草稿", text=TEXT)
    assert "草稿" not in campus.get("s1", ROOM)
    campus.post("teacher", url, "remind", status=422)
    campus.get("s1", url, status=404)


def test_a_file_goes_with_it(campus, slides):
    campus.browser("teacher").post(
        f"{ROOM}/sessions/1/add?kind=announcement", files=[("files", "讲义.pdf", slides)], sort="notice", text="见附件", now="now")
    assert "讲义.pdf" in campus.get("s1", f"{ROOM}/sessions/1/1/")


def test_two_thousand_read_at_once_touch_only_their_own(tmp_path):
    campus = Campus(tmp_path, students=3)
    try:
        url = campus.open(Announcement, text=TEXT)
        with campus.writing() as school:
            find(school, url).lay_out(f"crowd-{number}" for number in range(2000))
        with campus.activity(url) as activity:
            for number in range(2000):
                activity.submit(f"crowd-{number}", {"mark": "read"}, campus.clock())
            assert not activity.node._p_changed and (activity.node._store is None or not activity.node._store._p_changed)
    finally:
        campus.close()
