"""What should not work: deleted, foreign, oversized, doubled, hurried and clever."""

import pytest

from mooctang_core.testing.campus import ROOM


@pytest.mark.feature("DIS-02")
def test_a_deleted_post_takes_no_reply_and_no_like(talk):
    talk.say("s1", "甲")
    talk.say("s3", "回", reply=talk.id_of("甲"))
    token, answer = talk.id_of("甲"), talk.id_of("回")
    talk.do("delete", token)
    assert "已被老师删除" in talk.say("s2", "回甲", reply=token, status=422)
    talk.say("s2", "回回", reply=answer, status=422)
    talk.like("s2", token, status=422)


def test_nobody_likes_what_they_said_themselves(talk):
    talk.say("s1", "甲")
    assert "不能给自己的发言点赞" in talk.like("s1", talk.id_of("甲"), status=422)
    talk.like("s2", talk.id_of("甲"))


def test_a_second_press_is_one_post(campus, talk):
    talk.say("s1", "只一次")
    talk.say("s1", "只一次", after=0, idem="another-key")
    assert len(talk.rows()) == 1


def test_pace_is_kept_and_says_that_the_text_is_kept(talk):
    talk.say("s1", "一")
    assert "内容还在" in talk.say("s1", "二", after=0, status=422)
    for text in "三四五六七":
        talk.say("s1", text)
    assert "一分钟" in talk.say("s1", "八", status=422)
    talk.say("s1", "八", after=60)
    assert len(talk.rows()) == 7


def test_oversized_empty_and_unknown_are_refused(talk):
    for text, reply in (("字" * 1001, ""), ("", ""), (" \n ", ""), ("好", "x"), ("好", "x" * 500), ("好", "é☃")):
        talk.say("s1", text, reply=reply, status=422)
    for token in ("x", "AAAA", "☃", "x" * 300):
        talk.like("s1", token, status=422)
    assert talk.rows() == []


def test_ids_of_another_topic_are_unknown_here(campus, talk, talk_of):
    talk.say("s1", "甲")
    other = talk_of(topic="另一个")
    other.say("s2", "回甲", reply=talk.id_of("甲"), status=422)
    other.like("s2", talk.id_of("甲"), status=422)


def test_nothing_that_is_said_is_run(campus, talk_of):
    talk = talk_of(topic="话题")
    talk.say("s1", "<img src=x onerror=alert(1)> [a](javascript:1) **b**")
    for seen in (talk.board(), campus.get("s2", talk.url), campus.wall(talk.url), campus.get("teacher", talk.url)):
        assert "<img src=x" not in seen and "&lt;img src=x" in seen


def test_only_teachers_moderate_and_only_here(campus, talk):
    talk.say("s1", "甲")
    token = talk.id_of("甲")
    talk.do("delete", token, who="s1", status=403)
    talk.do("delete", "nothing", status=422)
    talk.do("burn", token, status=404)
    campus.get("s1", talk.url + "board", status=403)
    campus.slug = "west"
    campus.get("west:s1", talk.url, status=404)
    campus.post("west:teacher", talk.url, "moderate", status=404, do="delete", post=token)


@pytest.mark.feature("DIS-02")
@pytest.mark.parametrize("anonymous", ["hidden", "named"])
def test_classmates_and_wall_never_learn_who_it_was(campus, talk_of, anonymous):
    talk = talk_of(anonymous=anonymous)
    talk.say("s1", "悄悄话")
    talk.say("s3", "回悄悄话", reply=talk.id_of("悄悄话"))
    talk.like("s3", talk.id_of("悄悄话"))
    seen = [talk.board("s2"), campus.live("s2", talk.url)["face"], campus.browser("s2").app.get(talk.url, {"post": talk.id_of("悄悄话")}).text,
            campus.get("s2", talk.url), campus.wall(talk.url), campus.wall(talk.url, privacy="number")]
    for page in seen:
        for trace in ("学生1", "学生3", "east-s1", "east-s3", "2026001", "2026003"):
            assert trace not in page, trace
    assert "学生1" in campus.get("teacher", talk.url) and talk.rows()[0][2] == "学生1"
    assert "同学看不到你的名字" in campus.get("s1", talk.url)


def test_a_code_is_one_persons_for_one_topic(campus, talk_of):
    talk = talk_of(anonymous="named")
    for who, text in (("s1", "甲"), ("s2", "乙"), ("s1", "丙")):
        talk.say(who, text)
    with campus.activity(talk.url) as discussion:
        names = {post.text: str(discussion.author(post).interpolate()) for post in discussion.threads()}
    assert names["甲"] == names["丙"] != names["乙"]
    other = talk_of(anonymous="named")
    other.say("s1", "甲")
    with campus.activity(other.url) as discussion:
        assert str(discussion.author(discussion.threads()[0]).interpolate()) != names["甲"]


def test_a_draft_has_no_board(campus):
    from mooctang_discussion.activity import Discussion

    url = campus.add(Discussion, topic="还没发布")
    campus.get("s1", url, status=404)
    assert campus.get("teacher", url + "board")
    campus.post("teacher", url, "moderate", status=422, do="pin", post="x")
    assert ROOM in url
