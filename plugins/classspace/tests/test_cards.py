"""Tasks and announcements among the messages."""

import pytest

from mooctang_core.api import find, say_in
from mooctang_core.testing.campus import ROOM


@pytest.mark.feature("SPC-04")
def test_what_is_published_stands_in_the_chat_and_on_its_own_list(space):
    kinds = space.campus.host.kinds
    if "announcement" not in kinds:
        pytest.skip("no announcements are installed")
    space.say("s1", "早上好")
    url = space.campus.open(kinds["announcement"][1], title="停课通知", text="周五停课")
    space.say("s1", "收到")
    page = space.see("s2")
    assert page.index("早上好") < page.index("停课通知") < page.index("收到") and url.rstrip("/") in page
    assert "停课通知" in space.fresh() and "停课通知" in space.see("s2", "space-tasks")
    teacher = space.see("teacher", "space-tasks")
    assert "发布任务或公告" in teacher and "tasks/add?kind=" in teacher and "发布任务或公告" not in space.see("s2", "space-tasks")
    with space.campus.reading() as school:
        summary = space.campus.host.live(find(school, url), school).summary()
    said = say_in("zh_CN", summary)
    assert not summary or said in teacher and said not in space.see("s2", "space-tasks"), "with its figures under it"
    space.campus.get("s2", url)


def test_a_running_exercise_is_no_card(space):
    checkin = space.campus.host.kinds.get("checkin")
    if checkin is None:
        pytest.skip("no check-in is installed")
    space.campus.open(checkin[1])
    with space.campus.reading() as school:
        assert not find(school, ROOM).peek_many("classspace", "cards")
