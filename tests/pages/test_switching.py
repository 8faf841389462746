"""A school's plugins: on, off, back, and the one path that deletes."""

import pytest

from tests.pages.stage import ROOM, play

PAGE = "/manage/plugins"


@pytest.fixture
def held(campus):
    """A closed activity with one record."""
    url = campus.open(play().Ask, title="Momentum")
    campus.post("s1", url, "submit", choice="B")
    campus.close_activity(url)
    return campus, url


@pytest.mark.feature("ADM-11")
def test_off_shows_old_ones_read_only_and_on_brings_them_back(held):
    campus, url = held
    manager, teacher, student = (campus.browser(who) for who in ("manager", "teacher", "s1"))
    manager.post(PAGE, plugin="play", step="off")
    assert "已停用" in manager.last.text
    for browser in (teacher, student):
        assert "只读" in browser.get(url) and "Momentum" in browser.last.text
    assert "学生1" in teacher.get(url) and "Momentum" in teacher.last.text
    assert "Momentum" in teacher.get(ROOM + "history")
    assert teacher.app.get(url + "tables.xlsx").body[:2] == b"PK"
    assert "playask" not in teacher.get(ROOM)
    assert student.app.post(url + "submit", {"choice": "A", "csrf_token": student.token()}, status="*").status_int in (409, 422)
    # The other school still has it.
    assert "playask" in campus.browser("west:teacher", "west").get(ROOM)
    manager.post(PAGE, plugin="play", step="on")
    assert "只读" not in student.get(url) and "已提交" in student.last.text and "1 分" in " ".join(student.last.html.text.split())
    assert "playask" in teacher.get(ROOM)


@pytest.mark.feature("PLG-05", "BEY-05")
def test_a_plugin_that_is_gone_leaves_a_sealed_card_that_can_be_taken_away(held):
    campus, url = held
    campus.host.set_aside("play", ImportError("no module named play"))
    teacher = campus.browser("teacher")
    assert "只读" in teacher.get(url) and "学生1" in teacher.last.text
    assert "Momentum" in campus.browser("s1").get(ROOM + "history")
    assert "学生1,一班,1" in teacher.app.get(ROOM + "gradebook.csv").body.decode("utf-8-sig")
    assert "no module named play" in campus.browser("manager").get(PAGE)
    # Installed again, everything is back.
    campus.host.quarantined.clear()
    campus.host.add("play", play())
    assert "只读" not in teacher.get(url) and "已作答" in teacher.last.text


def test_forgetting_asks_for_the_name_and_an_export(held):
    campus, url = held
    manager = campus.browser("manager")
    manager.post(PAGE, plugin="play", step="off")
    assert "请输入插件的名字" in manager.post(PAGE, status=422, plugin="play", step="forget", typed="plya")
    assert "请先导出" in manager.post(PAGE, status=422, plugin="play", step="forget", typed="play")
    book = manager.app.get(PAGE + "/export?plugin=play")
    assert book.body[:2] == b"PK"
    manager.post(PAGE, plugin="play", step="forget", typed="play")
    assert campus.browser("teacher").app.get(url, status="*").status_int == 404


def test_a_plugin_that_rests_is_named_and_can_be_woken(campus):
    with campus.reading() as school:
        for _again in range(10):
            campus.host.failed(school, "play", "test", RuntimeError("it broke"))
    manager = campus.browser("manager")
    assert "休息中" in manager.get(PAGE) and "it broke" in manager.last.text
    manager.post(PAGE, plugin="play", step="wake")
    assert "休息中" not in manager.last.text
