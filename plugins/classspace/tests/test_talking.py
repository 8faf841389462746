"""People talk: said once, seen by all, quoted, taken back, found again; and what is refused."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from mooctang_core.testing.campus import ROOM


@pytest.mark.feature("SPC-01", "SPC-02")
def test_what_is_said_is_seen_by_the_whole_class_and_lies_live_on_open_pages(space):
    space.say("s1", "大家好 😀")
    space.say("teacher", "下周测验")
    for who in ("s2", "teacher", "colleague"):
        page = space.see(who)
        assert "大家好 😀" in page and "下周测验" in page and "学生1" in page
    assert "大家好 😀" in space.fresh() and "csrf" not in space.fresh()


def test_strangers_find_nothing(space):
    space.say("s1", "只有我们")
    for who in ("outsider", "west:s1", "manager"):
        slug = "west" if who.startswith("west") else "east"
        browser = space.campus.browser(who, slug)
        assert "只有我们" not in browser.app.get(space.url + "space", expect_errors=True).text
    space.campus.leave("s2")
    assert "只有我们" not in space.campus.browser("s2").app.get(space.url + "space", expect_errors=True).text


def test_somebody_who_is_taken_out_while_typing_is_told(space):
    token = space.token("s1")
    space.campus.leave("s1")
    answer = space.campus.browser("s1").app.post(space.url + "space-say", {"csrf_token": token, "text": "还在吗", "idem": "a"}, expect_errors=True)
    assert answer.status_int in (403, 404) and "还在吗" not in space.see("s2")


@pytest.mark.parametrize(("text", "words"), [("", "先写点什么"), ("  \n ", "先写点什么"), ("长" * 10_000, "最多 2000 个字")])
def test_nothing_and_too_much_are_refused_with_a_sentence(space, text, words):
    assert words in space.say("s1", text, status=422)


def test_html_formulas_and_hidden_marks_are_text(space):
    space.say("s1", "<img src=x onerror=alert(1)> =1+1 \u202eabc")
    page = space.see("s2")
    assert "&lt;img src=x" in page and "<img src=x" not in page and "\u202e" not in page and "=1+1 abc" in page


def test_the_same_sending_twice_is_one_message_and_another_with_its_key_is_refused(space):
    first = space.say("s1", "一次就够", idem="same")
    assert space.say("s1", "一次就够", idem="same") == first
    assert "内容和刚才的不一样" in space.say("s1", "另一句", idem="same", status=422)
    assert space.fresh().count("一次就够") == space.see("s2", "space-part").count("一次就够") == 1 and "另一句" not in space.fresh()


def test_a_flood_is_slowed_down(space):
    for number in range(8):
        space.say("s1", f"第 {number} 句", after=0)
    assert "发得太快" in space.say("s1", "再来", after=0, status=422)
    space.say("s1", "等了一会儿", after=6)


@pytest.mark.feature("SPC-03")
def test_a_message_is_recalled_within_seven_days_also_in_the_quotes_and_can_be_edited_again(space):
    number = space.say("s1", "说错了的话")
    space.say("s2", "真的吗", quote=number)
    assert "说错了的话" in space.see("s3")
    space.do("s1", "recall", n=number)
    page = space.see("s3")
    assert "说错了的话" not in page and page.count("学生1 撤回了一条消息") >= 2 and "说错了的话" not in space.fresh()
    assert ">说错了的话</textarea>" in space.see("s1", again=number)
    assert "说错了的话" not in space.see("s2", again=number)
    assert "说错了的话" in space.see("teacher", "space-record"), "the trace is kept for the teacher"
    assert "说错了的话" not in space.see("s2", "space-message", n=number)


def test_nobody_recalls_what_is_not_theirs_or_too_old(space):
    number = space.say("s1", "我的话")
    assert "只能撤回自己发的" in space.do("s2", "recall", n=number, status=422)
    space.campus.clock.forward(days=7, seconds=1)
    assert "7 天" in space.do("s1", "recall", n=number, status=422)
    assert "不在了" in space.do("s1", "recall", n=999, status=422)
    space.do("s1", "fly", n=number, status=404)


@pytest.mark.feature("SPC-07")
def test_history_is_paged_both_ways_found_by_words_and_by_date(space):
    for number in range(1, 101):
        space.say(("s1", "s2")[number % 2], f"第{number}句话", after=1)
    space.campus.clock.forward(days=2)
    space.say("s1", "两天以后")
    newest = space.see("s3")
    assert "第62句话" in newest and "第61句话" not in newest and "两天以后" in newest
    earlier = space.see("s3", "space-part", before=62)
    assert "第61句话" in earlier and "第22句话" in earlier and "第62句话" not in earlier and "第21句话" not in earlier
    assert "第22句话" in space.see("s3", "space-part", after=21) and "第62句话" not in space.see("s3", "space-part", after=21)
    assert "第50句话" in space.see("s3", "space-find", find="第50")
    assert 'id="m101"' in space.see("s3", day="2026-09-09") and "第88句话" in space.see("s3", day="2026-09-09")
    for asked in ({"before": "x"}, {"after": "-1"}, {"at": "99999999"}, {"day": "gestern"}, {"quote": "0"}):
        space.see("s3", **asked)


@pytest.mark.feature("SPC-07")
def test_unread_marks_mute_and_pin(space):
    for number in range(3):
        space.say("s1", f"新消息{number}")
    assert '<span class="dot num">' in space.see("teacher", "") or "3" in space.see("s2", "")
    space.do("s2", "prefer", pin="1", quiet="1", **{"from": "22:00", "until": "06:30"})
    assert "3 条新消息" in space.see("s2", "")
    space.campus.post("s2", space.url, "space-read", status=204, n="3")
    assert "条新消息" not in space.see("s2", "")
    assert "免打扰的开始和结束" in space.do("s2", "prefer", quiet="1", status=422, **{"from": "22:00", "until": "22:00"})


def test_a_reply_tells_who_was_quoted_but_not_in_quiet_hours_or_when_muted(space):
    number = space.say("s1", "谁会这道题？")
    space.say("s2", "我会", quote=number)
    space.say("teacher", "很好", quote=number)
    assert "学生2 在班级空间回复了你" in space.letters("s1") and "老师" not in space.letters("s1").split("<main")[1], "one in ten minutes"
    space.say("teacher", "对", quote=number, after=700)
    assert "老师在班级空间回复了你" in space.letters("s1")
    first = space.say("s3", "那这道呢？")
    space.do("s3", "prefer", quiet="1", **{"from": "09:00", "until": "23:30"})
    space.say("s2", "也会", quote=first)
    space.do("s3", "prefer", mute="1")
    space.say("s2", "真的", quote=first)
    assert "回复了你" not in space.letters("s3")


@pytest.mark.feature("SPC-06")
def test_two_talk_apart_nobody_else_reads_it_and_who_is_blocked_cannot_write(space):
    s1, s2 = space.campus.aid("s1"), space.campus.aid("s2")
    number = space.say("s1", "只给你看", **{"with": s2})
    assert "只给你看" in space.see("s2", "space-private", **{"with": s1}) and "只给你看" in space.see("s1", "space-private", **{"with": s2})
    assert "学生1 给你发了私信" in space.letters("s2") and "未读" in space.see("s2", "space-members")
    for who in ("s3", "teacher"):
        assert "只给你看" not in space.see(who) + space.see(who, "space-private", **{"with": s1})
    space.do("s2", "report", n=number, **{"with": s1})
    assert "只给你看" in space.see("teacher", "space-record"), "what is reported the teachers read"
    space.do("s2", "block", person=s1)
    assert "对方不接收" in space.say("s1", "喂？", status=422, **{"with": s2})
    space.say("s1", "大家好")
    assert "你屏蔽了这个成员的消息" in space.see("s2") and "已屏蔽" in space.see("s2", "space-members")
    space.do("s2", "unblock", person=s1)
    space.do("s1", "recall", n=number, **{"with": s2})
    assert "只给你看" not in space.see("s2", "space-private", **{"with": s1})
    space.see("s1", "space-private", status=404, **{"with": space.campus.aid("outsider")})
    space.see("s1", "space-private", status=404, **{"with": s1})


@pytest.mark.feature("SPC-06")
def test_teachers_keep_order_and_students_cannot(space):
    number = space.say("s1", "不合适的话")
    space.do("s2", "report", n=number)
    space.do("s2", "report", n=number)
    assert "被举报" in space.letters("teacher") and space.see("teacher", "space-record").count("由 <bdi>学生2</bdi> 举报") == 1
    for do, more in (("remove", {"n": number}), ("pin", {"n": number}), ("silence", {"person": space.campus.aid("s1")}), ("hush", {})):
        assert "只有老师" in space.do("s2", do, status=422, **more)
    space.see("s2", "space-record", status=403)
    space.do("teacher", "remove", n=number)
    assert "不合适的话" not in space.see("s3") and "不合适的话" in space.see("teacher", "space-record")
    space.do("teacher", "silence", person=space.campus.aid("s1"))
    assert "不让你在班级空间里发言" in space.say("s1", "为什么", status=422) and "不让你" in space.see("s1")
    space.do("teacher", "unsilence", person=space.campus.aid("s1"))
    pinned = space.say("s1", "对不起")
    space.do("teacher", "pin", n=pinned)
    assert "cs-pinned" in space.see("s3")
    space.do("teacher", "hush")
    assert "只有老师可以发言" in space.say("s3", "喂", status=422)
    space.say("teacher", "安静")


@pytest.mark.feature("SPC-02")
def test_many_at_once_get_a_number_each_and_nothing_is_lost(space):
    people = ("s1", "s2", "s3", "teacher")
    tokens = {who: space.token(who) for who in people}

    def speak(who):
        app = space.campus.browser(who).app
        return [app.post(space.url + "space-say", {"csrf_token": tokens[who], "text": f"{who} {n}", "idem": f"{who}{n}"}, headers={"HX-Request": "true"}).json["n"] for n in range(8)]

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(number for found in pool.map(speak, people) for number in found)
    assert numbers == list(range(1, 33))
    page = space.see("s1", "space-part")
    assert all(f">{who} {n}<" in page for who in people for n in range(8))


def test_a_simulated_student_does_not_talk_and_a_pinned_message_can_be_let_go(space):
    number = space.say("teacher", "考试地点：教三 204")
    space.do("teacher", "pin", n=number)
    assert "考试地点" in space.see("s1").partition("cs-pinned")[2].partition("</p>")[0]
    space.do("teacher", "remove", n=number)
    assert "cs-pinned" not in space.see("s1")
    space.campus.post("teacher", space.url, "simulate")
    said = {"csrf_token": space.token("teacher"), "text": "我是谁", "do": "report", "n": number, "idem": "sim"}
    for view in ("space-say", "space-do"):
        answer = space.campus.browser("teacher").app.post(f"/simulated{space.url}{view}", said, status=422)
        assert "模拟学生不能在班级空间里发言" in answer.text


def test_the_page_fetches_one_script_of_its_own_and_what_carries_files_only_with_a_file(campus):
    html = campus.browser("s1").app.get(ROOM + "/space").html
    mine = [script["src"] for script in html.find_all("script", src=True) if "mooctang_classspace" in script["src"]]
    assert len(mine) == 1 and not html.find("script", src=lambda src: src and "tus" in src)
    text = campus.browser("s1").app.get(mine[0]).text
    assert all(f"cs.{word}(" in text for word in ("dress", "seen", "catchUp", "push")) and "tus.min.js" in html.find(id="cs-say")["data-carrier"]
