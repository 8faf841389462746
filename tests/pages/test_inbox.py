"""消息: what one was told lies there until it is opened, in the reader's language, and leads to what it speaks of."""

from mooctang_core.flows.telling import send_notice
from mooctang_core.parts import Notice
from mooctang_core.words import translator
from tests.pages.stage import ROOM

_ = translator("mooctang_core")


def tell(campus, *who, title=_("还没有开始上课"), href=ROOM, key=""):
    with campus.writing() as school:
        return send_notice(school, campus.host, Notice(title, "明天带书", href, tuple(campus.aid(one) for one in who), "notice", key), campus.clock())


def test_a_notice_lies_in_the_inbox_of_its_people_once(campus):
    assert tell(campus, "s1", "s2", key="k") == 2 and tell(campus, "s1", key="k") == 0
    page = campus.browser("s1")
    assert page.get("/messages").count("明天带书") == 1 and "明天带书" not in campus.get("s3", "/messages")
    assert page.last.html.find(class_="tabbar").find(class_="dot").text.endswith("1")
    page.post("/messages", open=page.last.html.find(class_="rows").find("input", {"name": "open"})["value"])
    assert page.last.request.path == ROOM
    assert "fresh" not in page.get("/messages") and "明天带书" in page.last.text


def test_all_are_read_with_one_press_and_the_newest_comes_first(campus):
    for title in ("第一", "第二"):
        tell(campus, "s1", title=title)
        campus.clock.forward(minutes=1)
    page = campus.browser("s1")
    text = page.get("/messages")
    assert text.index("第二") < text.index("第一") and text.count("row2 letter fresh") == 2
    assert "row2 letter fresh" not in page.post("/messages")


def test_nobody_opens_what_was_sent_to_somebody_else(campus):
    tell(campus, "s1", href="//evil.test/")
    name = campus.browser("s1").app.get("/messages").html.find("input", {"name": "open"})["value"]
    tell(campus, "s2")
    campus.post("s2", "/messages", status=404, open=name)
    campus.post("s1", "/messages", open=name)
    assert campus.browser("s1").last.request.host == "east.test"
    assert "未读" not in campus.browser("s1").get("/messages")


def test_half_a_year_later_it_is_forgotten(campus):
    tell(campus, "s1")
    campus.clock.forward(days=200)
    campus.run_jobs()
    assert "明天带书" not in campus.get("s1", "/messages")
