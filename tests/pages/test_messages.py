"""消息: sorted by what it is, wishes and quiet hours on a page, and an outbox in which every letter's fate can be read."""

import types

import pytest

from mooctang_core.channels import ChannelDown
from mooctang_core.flows.telling import send_notice
from mooctang_core.hookspecs import hookimpl
from mooctang_core.model.outbox import Outbox
from mooctang_core.parts import Notice
from tests.pages.stage import ROOM


class Letters:
    """A channel of letters that can be away."""

    word = "email"

    def __init__(self):
        self.carried, self.down = [], False

    def deliver(self, message, address):
        if self.down:
            raise ChannelDown("mail.east.test does not answer")
        self.carried.append((address, message["title"]))


@pytest.fixture
def channel(campus):
    made = Letters()
    module = types.ModuleType("letters_plugin")
    module.notify_channels = hookimpl(lambda school: [made])
    campus.host.add("letters", module)
    for slug in ("east", "west"):
        with campus.writing(slug) as school:
            school.enabled_plugins.add("letters")
    return made


def tell(campus, *who, kind="announcement", title="明天停课", key=""):
    with campus.writing() as school:
        send_notice(school, campus.host, Notice(title, "请互相转告。", ROOM, tuple(campus.aid(one) for one in who), kind, key), campus.clock())


def deliver(campus):
    campus.app.registry.jobs.delivery.run()


@pytest.mark.feature("MSG-01")
def test_messages_are_sorted_counted_and_read_by_sort_and_name_their_course(campus):
    tell(campus, "s1", title="明天停课")
    tell(campus, "s1", kind="classspace", title="老师回复了你")
    tell(campus, "s1", kind="task", title="新的课外任务")
    tell(campus, "s1", kind="account", title="手机号已绑定")
    page = campus.browser("s1")
    text = page.get("/messages")
    assert "物理" in text and text.count("row2 letter fresh") == 4
    assert [tab.find(class_="pill").text for tab in page.last.html.find(class_="tabs").find_all("a")] == ["4", "1", "1", "1", "1"]
    assert "老师回复了你" in page.get("/messages?sort=reply") and "明天停课" not in page.last.text
    page.post("/messages", sort="reply")
    assert page.get("/messages").count("row2 letter fresh") == 3
    assert "row2 letter fresh" not in page.post("/messages") and "明天停课" not in campus.get("s2", "/messages")


@pytest.mark.feature("MSG-02")
def test_each_chooses_what_comes_where_and_when(campus, channel):
    page = campus.browser("teacher")
    assert "t***@east.test" in page.get("/messages/settings")
    page.post("/messages/settings", on=["email reply", "email platform"], quiet="yes", zone="Europe/Berlin", **{"from": "21:30", "until": "06:00"})
    assert page.last.request.path == "/messages/settings"
    boxes = {box["value"]: box.has_attr("checked") for box in page.last.html.find_all("input", {"name": "on"})}
    assert boxes == {"email announcement": False, "email courseware": False, "email reply": True, "email platform": True}
    tell(campus, "teacher", kind="announcement")
    tell(campus, "teacher", kind="reply", title="有人回复了你")
    deliver(campus)
    assert channel.carried == [], "ten in Shanghai is four in the morning in Berlin"
    campus.at("12:01")
    deliver(campus)
    assert channel.carried == [("teacher@east.test", "有人回复了你")]
    assert campus.browser("teacher").post("/messages/settings", status=422, quiet="yes", zone="", **{"from": "x", "until": "06:00"})


def test_somebody_who_is_not_signed_in_is_asked_to(campus):
    assert campus.browser(None).app.get("/messages/settings").location.endswith("next=%2Fmessages%2Fsettings")


@pytest.mark.feature("MSG-03")
def test_a_dead_server_costs_nothing_and_its_fate_is_read_and_mended(campus, channel):
    channel.down = True
    tell(campus, "teacher", "colleague")
    deliver(campus)
    page = campus.browser("manager")
    text = page.get("/manage/outbox")
    assert "明天停课" in text and "mail.east.test does not answer" in text and "请互相转告" not in text
    assert "等待中" in text
    campus.app.registry.jobs.delivery._resting.clear()
    channel.down = False
    for row in page.last.html.find(class_="outbox").find_all("li"):
        page.post("/manage/outbox", letter=row.find("input", {"name": "letter"})["value"], step="again")
    deliver(campus)
    assert sorted(address for address, _title in channel.carried) == ["colleague@east.test", "teacher@east.test"]
    assert page.get("/manage/outbox").count("已发出") == 2
    assert "没有送到的消息再发一次" in campus.get("manager", "/manage/log")


@pytest.mark.feature("MSG-03")
def test_what_was_given_up_is_tried_again_all_at_once_or_let_be(campus, channel):
    tell(campus, "teacher", "colleague", "s1")
    channel.down = True
    for _day in range(5):
        campus.app.registry.jobs.delivery._resting.clear()
        deliver(campus)
        campus.clock.forward(days=1, minutes=1)
        campus.app.registry.jobs.delivery._resting.clear()
        deliver(campus)
    page = campus.browser("manager")
    assert page.get("/manage/outbox?show=trouble").count('class="row2"') == 2
    name = page.last.html.find("input", {"name": "letter"})["value"]
    channel.down = False
    campus.app.registry.jobs.delivery._resting.clear()
    page.post("/manage/outbox", step="all", show="trouble")
    page.post("/manage/outbox", step="drop", letter=name)
    deliver(campus)
    assert len(channel.carried) == 1
    assert "没有发不出去的消息" in page.get("/manage/outbox?show=trouble")
    campus.post("manager", "/manage/outbox", status=404, step="again", letter="0" * 24)


@pytest.mark.feature("MSG-03")
def test_the_operator_sees_how_it_stands_in_every_school_and_no_titles(campus, channel):
    channel.down = True
    tell(campus, "teacher")
    deliver(campus)
    page = campus.browser("operator", slug="alliance")
    text = page.get("/operate/outbox")
    assert "1 条等待" in text.replace("<span>", "").replace("</span>", "")
    assert "does not answer" in page.get("/operate/outbox?school=east") and "明天停课" not in page.last.text
    page.get("/operate/outbox?school=nowhere", status=404)
    letter = page.get("/operate/outbox?school=east") and page.last.html.find("input", {"name": "letter"})["value"]
    page.post("/operate/outbox", school="west", letter=letter, step="drop", status=404)
    page.post("/operate/outbox", school="east", letter=letter, step="drop")
    with campus.reading() as school:
        assert Outbox(school).counts() == (0, 0)


@pytest.mark.feature("MSG-03")
def test_a_code_that_nothing_carries_is_read_by_the_operator_while_it_is_good(campus):
    stranger = campus.browser(None)
    stranger.post("/login/code", name="13900000009", step="send")
    deliver(campus)
    page = campus.browser("operator", slug="alliance")
    text = page.get("/operate/outbox")
    code = page.last.html.find(class_="letter-code").find("b").text
    assert len(code) == 6 and "139****0009" in text and "13900000009" not in text
    assert code not in campus.get("manager", "/manage/outbox")
    campus.clock.forward(minutes=11)
    assert code not in page.get("/operate/outbox")
