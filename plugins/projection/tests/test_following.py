"""PRJ-02, PRJ-03, BEY-21: what the wall shows, and what it keeps to itself."""

import pytest
from mooctang_pollwall import Poll
from mooctang_quietwall import Quiet
from projection_hall import room_in

from mooctang_core.testing.campus import ROOM


@pytest.fixture
def shown(teacher, screen):
    screen.types(teacher.starts())
    return screen.wall


@pytest.mark.feature("PRJ-02")
def test_without_anything_in_hand_it_shows_name_code_and_picture(shown):
    assert "物理一班" in shown() and "PHY 234" in shown() and "加入课堂的二维码" in shown() and "wall-idle" in shown()


@pytest.mark.feature("PRJ-02")
def test_it_follows_the_results_that_the_teacher_has_open(campus, teacher, shown):
    first = campus.open(Poll, question="第一个问题")
    second = campus.open(Poll, question="第二个问题")
    assert "第二个问题" in shown(), "the newest that is open"
    teacher.opens(first)
    assert "第一个问题" in shown() and "大屏上是：<b>举手</b>" in teacher.sees()
    teacher.browser.post(f"{ROOM}/shown", status=204)
    assert "第二个问题" in shown()
    campus.close_activity(second)
    assert "第一个问题" in shown()
    teacher.opens(second)
    assert "第二个问题" in shown() and "已结束" in shown(), "results of a closed one may be shown"


@pytest.mark.feature("PRJ-02")
def test_what_was_published_last_is_in_hand(campus, teacher, shown):
    teacher.opens(campus.open(Poll, question="旧问题"))
    campus.open(Poll, question="新问题")
    assert "新问题" in shown()


@pytest.mark.feature("PRJ-02")
def test_a_draft_and_its_editing_page_are_never_shown(campus, teacher, shown):
    draft = campus.add(Poll, question="还没发布的问题")
    teacher.browser.get(f"{draft}edit")
    teacher.opens(draft)
    assert "还没发布的问题" not in shown() and "wall-idle" in shown()


@pytest.mark.feature("PRJ-02")
def test_one_without_a_face_for_the_wall_leaves_the_code_and_its_name(campus, shown):
    campus.open(Quiet)
    assert "PHY 234" in shown() and "安静" in shown() and "wall-idle" in shown()


@pytest.mark.feature("PRJ-02")
def test_when_its_plugin_is_switched_off_name_and_code_stand(campus, shown):
    campus.open(Poll, question="问题")
    with campus.writing() as school:
        school.enabled_plugins.remove("pollwall")
    assert "wall-idle" in shown() and "问题" not in shown()


@pytest.mark.feature("PRJ-02")
def test_a_face_that_fails_leaves_a_calm_card_and_the_way_in(campus, shown):
    campus.open(Poll, fails="true")
    assert "broken on the wall" not in shown() and "PHY 234" in shown() and "wall-idle" not in shown()


@pytest.mark.feature("PRJ-02")
def test_at_the_end_of_the_class_it_rests(campus, teacher, shown):
    teacher.opens(campus.open(Poll, question="问题"))
    campus.end()
    assert "wall-idle" in shown()


@pytest.mark.feature("PRJ-02")
def test_what_a_teacher_looks_at_after_class_is_not_shown_to_the_hall(campus, teacher, shown):
    past = campus.open(Poll, question="上次课的问题")
    campus.close_activity(past)
    campus.end()
    assert "投屏待机" in teacher.browser.get(ROOM) and "投屏中" not in teacher.browser.get(ROOM)
    teacher.opens(past)
    assert "wall-idle" in shown()
    campus.start("east")
    assert "投屏中" in teacher.browser.get(ROOM) and "wall-idle" in shown()


@pytest.mark.feature("PRJ-02")
def test_results_of_an_earlier_class_are_taken_off_with_one_press(campus, teacher, shown):
    past = campus.open(Poll, question="上次课的问题")
    campus.close_activity(past)
    campus.end()
    campus.start("east")
    assert "不再显示它" not in teacher.sees()
    teacher.opens(past)
    assert "上次课的问题" in shown() and "不再显示它" in teacher.sees()
    teacher.does("rest")
    assert "wall-idle" in shown() and "不再显示它" not in teacher.sees()


@pytest.mark.feature("PRJ-02")
def test_a_wall_that_is_off_is_not_written_to(campus, teacher):
    teacher.opens(campus.open(Poll))
    with campus.reading() as school:
        assert dict(room_in(school).peek_shelf("projection")) == {}


@pytest.mark.feature("PRJ-03")
def test_the_way_in_is_on_the_screen_beside_every_activity(campus, shown):
    campus.open(Poll, question="问题")
    assert "问题" in shown() and "PHY 234" in shown() and "加入课堂的二维码" in shown() and "大学物理" in shown()


@pytest.mark.feature("PRJ-03", "BEY-21")
@pytest.mark.parametrize("level, there, gone", [
    ("names", ["学生1", "100012026001"], []),
    ("masked", ["学**"], ["学生1", "100012026001"]),
    ("number", ["…6001"], ["学生1", "100012026001"]),
    ("anonymous", ["同学"], ["学生1", "6001"]),
])
def test_names_are_hidden_on_the_screen_and_stay_on_the_phone(campus, teacher, shown, level, there, gone):
    url = campus.open(Poll)
    campus.post("s1", url, "submit")
    teacher.does("look", privacy=level)
    assert all(text in shown() for text in there) and not any(text in shown() for text in gone)
    assert "学生1" in teacher.browser.get(url)
    assert ("姓名已隐去" in shown()) == (level != "names")


@pytest.mark.feature("BEY-21")
def test_at_the_screen_a_key_hides_more_and_never_less(campus, teacher, screen, shown):
    page = screen.get("/tp/wall")
    token = page.html.find("form", id="hide").find("input")["value"]
    levels = [screen.on("east.test").post("/tp/hide", {"csrf_token": token}).json["privacy"] for _press in range(4)]
    assert levels == ["masked", "number", "anonymous", "anonymous"]
    assert 'value="anonymous" aria-pressed="true"' in teacher.sees()
    screen.on("east.test").post("/tp/hide", {"privacy": "names", "csrf_token": token})
    assert 'data-privacy="anonymous"' in shown()
    teacher.does("look", privacy="names")
    assert 'data-privacy="names"' in shown()


@pytest.mark.feature("PRJ-03")
def test_light_and_dark_are_the_phones_choice_and_are_kept(campus, teacher, screen, shown):
    assert 'data-bs-theme="light"' in screen.get("/tp/wall")
    teacher.does("look", mode="dark")
    assert 'data-mode="dark"' in shown() and 'data-bs-theme="dark"' in screen.get("/tp/wall")
    teacher.does("look", mode="pink", status=422)
    teacher.does("look", privacy="everything", status=422)
    teacher.does("stop")
    assert 'data-mode="dark"' in screen.types(teacher.starts()).text


@pytest.mark.feature("PRJ-03")
def test_english_halls_read_english(campus, teacher, screen):
    screen.on("alliance.test").set_cookie("language", "en")
    screen.on("east.test").set_cookie("language", "en")
    assert "Connect this screen to a class" in screen.get("/tp")
    assert "Scan or enter the class code" in screen.types(teacher.starts())
