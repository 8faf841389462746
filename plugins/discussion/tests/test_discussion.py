"""Talking: posts, replies, likes, the teacher's hand, and what was said afterwards."""

import re

import pytest

from mooctang_core.testing.campus import ROOM


@pytest.mark.feature("DIS-01")
def test_a_post_is_on_everybodys_board(campus, talk):
    talk.say("s1", "因为加速度。")
    assert "因为加速度。" in campus.get("s1", talk.url)
    page = campus.get("s2", talk.url)
    assert "因为加速度。" in page and "学生1" in page and "电梯里的体重计" in page
    assert "因为加速度。" in talk.board("s3") and "因为加速度。" in campus.wall(talk.url)


@pytest.mark.feature("DIS-01")
def test_the_topic_carries_formulas_and_lists(campus, talk_of):
    talk = talk_of(topic="## 想 **一** 想 $a$\n\n- 受力 $F=ma$\n- <script>1</script>")
    page, wall = campus.get("s1", talk.url), campus.wall(talk.url)
    assert "data-tex" in page and "<li>" in page and "<script>1" not in page
    assert "<strong>一</strong>" in wall and "data-tex" in wall and "F=ma" not in wall


@pytest.mark.feature("DIS-01")
def test_replies_stand_under_their_post(campus, talk):
    talk.say("s1", "第一")
    talk.say("s2", "回第一", reply=talk.id_of("第一"))
    talk.say("s3", "回回第一", reply=talk.id_of("回第一"))
    with campus.activity(talk.url) as discussion:
        thread, = discussion.threads()
        assert [reply.text for reply in thread.replies] == ["回第一", "回回第一"]
    board = talk.board()
    assert board.index("第一") < board.index("回第一") < board.index("回回第一")
    assert "回回第一" in campus.browser("s1").app.get(talk.url, {"post": talk.id_of("第一")}).text


@pytest.mark.feature("DIS-01")
def test_newest_or_most_liked_first_and_a_second_tap_takes_a_like_away(talk):
    for who, text in (("s1", "甲"), ("s2", "乙"), ("s3", "丙")):
        talk.say(who, text)
    assert order(talk.board()) == ["丙", "乙", "甲"]
    talk.like("s2", talk.id_of("甲"))
    talk.like("s3", talk.id_of("甲"))
    talk.like("s1", talk.id_of("乙"))
    assert order(talk.board(sort="liked")) == ["甲", "乙", "丙"]
    for who in ("s2", "s3"):
        talk.like(who, talk.id_of("甲"))
    assert order(talk.board(sort="liked")) == ["乙", "丙", "甲"]


def order(board):
    """The posts 甲, 乙, 丙 in the order in which they are shown."""
    return [text for text in re.findall(r'class="dc-text">(\S+)', board) if text in "甲乙丙"]


@pytest.mark.feature("DIS-01")
def test_a_page_knows_which_posts_are_mine(campus, talk):
    talk.say("s1", "我的话")
    talk.like("s2", talk.id_of("我的话"))
    mine = {who: campus.live(who, talk.url)["face"] for who in ("s1", "s2", "s3")}
    assert f'data-own="{talk.id_of("我的话")}"' in mine["s1"] and f'data-liked="{talk.id_of("我的话")}"' in mine["s2"]
    assert talk.id_of("我的话") not in mine["s3"]


@pytest.mark.feature("DIS-02")
def test_the_teacher_pins_and_likes(campus, talk):
    talk.say("s1", "甲")
    talk.say("s2", "乙")
    talk.do("pin", talk.id_of("甲"))
    talk.do("like", talk.id_of("甲"))
    board = talk.board()
    assert order(board) == ["甲", "乙"] and "置顶" in board and "老师赞" in board
    talk.do("unpin", talk.id_of("甲"))
    talk.do("unlike", talk.id_of("甲"))
    board = talk.board()
    assert order(board) == ["乙", "甲"] and "老师赞" not in board


@pytest.mark.feature("DIS-02")
def test_what_the_teacher_deletes_is_gone_from_the_board_and_leaves_a_trace(campus, talk):
    talk.say("s1", "不该说的话")
    talk.say("s2", "有人回", reply=talk.id_of("不该说的话"))
    token = talk.id_of("不该说的话")
    talk.do("delete", token)
    for seen in (talk.board(), campus.get("s2", talk.url), campus.wall(talk.url), campus.get("s1", talk.url)):
        assert "不该说的话" not in seen
    assert "已被老师删除" in talk.board() and "有人回" in talk.board()
    assert "被老师删除" in campus.live("s1", talk.url)["face"]
    assert "不该说的话" in campus.get("teacher", talk.url) and "已删除" in campus.get("teacher", talk.url)
    with campus.activity(talk.url) as discussion:
        assert discussion.store["deleted"][token]["by"] == campus.aid("teacher")
    talk.do("restore", token)
    assert "不该说的话" in talk.board()


@pytest.mark.feature("DIS-02")
def test_a_closed_discussion_is_read_only(campus, talk):
    talk.say("s1", "还来得及")
    campus.post("teacher", talk.url, "close")
    talk.say("s1", "太晚了", status=409)
    page = campus.get("s1", talk.url)
    assert "还来得及" in page and "可以继续看" in page and "dc-say" not in page


@pytest.mark.feature("DIS-03")
def test_afterwards_everything_can_be_read_searched_and_taken_away(campus, talk):
    talk.say("s1", "一句话")
    talk.say("s2", "两句话", reply=talk.id_of("一句话"))
    talk.like("s3", talk.id_of("一句话"))
    talk.do("delete", talk.id_of("两句话"))
    campus.close_activity(talk.url)
    first, second = talk.rows()
    assert first[1:] == ("100012026001", "学生1", "一句话", 1, "正常", "") and second[2:] == ("学生2", "两句话", 0, "已删除", "学生1")
    taking = {row[1]: row[4:] for row in talk.rows("participation")}
    assert taking == {"学生1": (1, 0, 3, 0, 1, 0), "学生2": (0, 0, 0, 0, 0, 1), "学生3": (0, 0, 0, 1, 0, 0)}
    app = campus.browser("teacher").app
    sheet = app.get(talk.url + "table.csv", {"name": "posts"}).text
    assert sheet.splitlines()[0].lstrip("\ufeff").startswith("时间,学号,姓名,内容,点赞,状态") and "已删除" in sheet
    found = app.get(talk.url + "board", {"find": "两句"}).text
    assert "两句话" in found
    assert "没有" in app.get(talk.url + "board", {"find": "三句"}).text
    assert "1 条" in campus.get("teacher", ROOM + "/gradebook")


@pytest.mark.feature("DIS-03")
def test_a_long_board_has_pages(campus, talk):
    with campus.writing() as school:
        from mooctang_core.api import find

        discussion = campus.host.live(find(school, talk.url), school)
        for number in range(40):
            campus.clock.forward(seconds=30)
            discussion.submit(campus.aid("s1"), {"text": f"第{number}句", "reply": "", "like": ""}, campus.clock())
    board = talk.board()
    assert "第39句" in board and "第24句" not in board and "还有 25 条" in board
    app = campus.browser("s2").app
    assert "第24句" in app.get(talk.url, {"page": "2"}).text and "第0句" in app.get(talk.url, {"page": "3"}).text
    assert "第0句" in campus.browser("teacher").app.get(talk.url + "board", {"page": "3"}).text
