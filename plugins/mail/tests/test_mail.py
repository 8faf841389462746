"""邮件 against a real SMTP server on loopback: what arrives, what is refused, and what a server that is away costs."""

import email
import socket
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from mooctang_core.api import Notice, send_notice
from mooctang_core.testing.campus import ROOM, Campus


class Sink:
    """Keeps what it takes; refuses whom it is told to."""

    def __init__(self):
        self.letters, self.no = [], {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.no:
            return self.no[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=default)))
        return "250 OK"


class Quick(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="mail.test", enable_SMTPUTF8=True)


@pytest.fixture
def sink():
    kept = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        kept.port = free.getsockname()[1]
    controller = Quick(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    kept.stop = controller.stop
    yield kept
    if controller._thread is not None:
        controller.stop()


@pytest.fixture
def campus(tmp_path, sink):
    made = Campus(tmp_path, settings={"smtp": f"smtp://127.0.0.1:{sink.port}"})
    yield made
    made.close()


def tell(campus, *who, title="新的课外任务：读第三章", kind="task", key=""):
    with campus.writing() as school:
        send_notice(school, campus.host, Notice(title, "周五 23:59 截止", f"{ROOM}/tasks", tuple(campus.aid(one) for one in who), kind, key), campus.clock())


def deliver(campus):
    campus.app.registry.jobs.delivery.run()


def parts(letter):
    return [letter.get_body((kind,)).get_content() for kind in ("plain", "html")]


@pytest.mark.feature("MSG-02")
def test_a_notice_arrives_as_text_and_html_with_its_course_and_a_link(campus, sink):
    tell(campus, "teacher")
    deliver(campus)
    (to, letter), = sink.letters
    assert to == ["teacher@east.test"] and letter["Subject"] == "[东湖大学] 新的课外任务：读第三章" and "东湖大学" in letter["From"]
    for text in parts(letter):
        assert "周五 23:59 截止" in text and "物理" in text and f"http://east.test{ROOM}/tasks" in text
    assert letter["Auto-Submitted"] == "auto-generated" and letter["Message-ID"].endswith("@east.test>")


def test_it_is_in_its_readers_language_and_no_title_writes_headers(campus, sink):
    with campus.writing("alliance") as alliance:
        alliance.accounts[campus.aid("teacher")].locale = "en"
    tell(campus, "teacher", title="Homework <b>\r\nBcc: all@evil.test")
    deliver(campus)
    (to, letter), = sink.letters
    text, html = parts(letter)
    assert text.startswith("Hello ") and "&lt;b&gt;" in html and letter["Bcc"] is None and to == ["teacher@east.test"]


@pytest.mark.feature("MSG-02")
def test_one_press_in_the_mail_stops_the_sort_and_reading_the_page_does_not(campus, sink):
    tell(campus, "teacher")
    deliver(campus)
    stop = sink.letters[0][1]["List-Unsubscribe"].strip("<>").removeprefix("http://east.test")
    stranger = campus.browser(None)
    assert "课件和任务" in stranger.get(stop)
    stranger.get(stop)
    tell(campus, "teacher")
    deliver(campus)
    assert len(sink.letters) == 2
    # As a mail program does it: no cookie, no token.
    assert stranger.app.post(stop, {"List-Unsubscribe": "One-Click"}).status_int == 303
    assert "不会再发到" in stranger.get(stop)
    tell(campus, "teacher")
    tell(campus, "teacher", kind="announcement")
    deliver(campus)
    assert len(sink.letters) == 3
    for forged in (stop[:-1] + ("0" if stop[-1] != "0" else "1"), stop.replace("courseware", "platform"), "/mail/stop/x"):
        stranger.app.get(forged, status=404)
        stranger.app.post(forged, {}, status=404)


@pytest.mark.feature("MSG-03")
def test_a_dead_server_costs_no_write_and_no_letter(campus, sink):
    sink.stop()
    tell(campus, "teacher", "colleague")
    deliver(campus)
    assert "新的课外任务" in campus.get("teacher", "/messages")
    assert "does not answer" in campus.get("manager", "/manage/outbox")


def test_a_full_mailbox_is_tried_later_and_no_mailbox_is_a_last_word(campus, sink):
    sink.no = {"teacher@east.test": "452 mailbox full", "colleague@east.test": "550 no such user colleague@east.test"}
    tell(campus, "teacher", "colleague")
    deliver(campus)
    page = campus.get("manager", "/manage/outbox")
    assert "452 mailbox full" in page and "550 no such user" in page and "colleague@" not in page
    sink.no = {}
    campus.clock.forward(minutes=6)
    deliver(campus)
    assert [to for to, _letter in sink.letters] == [["teacher@east.test"]]


def test_a_password_never_goes_out_in_the_clear():
    import smtplib

    from mooctang_mail import posting

    class Plain:
        def __init__(self, *args, **more):
            self.said = []

        def ehlo(self):
            return 250, b""

        def has_extn(self, name):
            return False

        def close(self):
            pass

        def login(self, *secret):
            raise AssertionError("said aloud")

    real, posting.smtplib.SMTP = smtplib.SMTP, Plain
    try:
        with pytest.raises(smtplib.SMTPNotSupportedError):
            posting.connect(posting.Server.of("smtp://u:p@mail.example.edu"))
    finally:
        posting.smtplib.SMTP = real
