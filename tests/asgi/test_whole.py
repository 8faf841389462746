"""The whole application behind the server: a teacher publishes, a student taps, and the open pages tell both."""
import re
import socket

import pytest

from mooctang_core.testing import ground
from mooctang_core.web.serve import served

from .running import read_answer, read_until

ROOM = "/courses/physics/2026-fall/r7/"


class Phone:
    """One person's browser, speaking to a real port."""

    def __init__(self, campus, port, who):
        self.port = port
        self.cookie = ground.sign_in(campus.store, campus.aid(who), "east.test", campus.clock())

    def _send(self, head, body=b""):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.sendall(f"{head}\r\nHost: east.test\r\nCookie: mooctang={self.cookie}\r\n".encode() + body)
        return connection

    def get(self, path):
        with self._send(f"GET {path} HTTP/1.1\r\nConnection: close", b"\r\n") as connection:
            return read_answer(connection)

    def post(self, path, **fields):
        token = re.search(rb'<meta name="csrf-token" content="([^"]+)"', self.get(ROOM)[2]).group(1).decode()
        body = "&".join(f"{name}={value}" for name, value in {**fields, "csrf_token": token}.items()).encode()
        rest = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
        with self._send(f"POST {path} HTTP/1.1", rest) as connection:
            return read_answer(connection)

    def watch(self, path):
        return self._send(f"GET {path}live HTTP/1.1\r\nAccept: text/event-stream", b"\r\n")


@pytest.fixture
def phones(campus):
    with served(campus.app, campus.settings) as port:
        yield lambda who: Phone(campus, port, who)


def test_what_is_published_and_tapped_reaches_the_open_pages(campus, phones):
    cls = next(cls for _plugin, cls in campus.host.kinds.values() if cls.one_tap)
    student, teacher = phones("s1"), phones("teacher")
    with student.watch(ROOM) as page, teacher.watch(ROOM) as console:
        assert b'{"mine":' in read_until(page, b'{"mine":') and b'{"console":' in read_until(console, b'{"console":')
        url = campus.open(cls, title="LOOKATTHIS")
        assert b"LOOKATTHIS" in read_until(page, b"LOOKATTHIS")
        assert b"LOOKATTHIS" in read_until(console, b"LOOKATTHIS")
        status, _, body = student.post(url + "submit", idem="k1")
        assert status in (200, 303, 422), body[-2000:]


def test_who_is_not_signed_in_gets_no_stream(campus, phones):
    nobody = phones("s1")
    nobody.cookie = ""
    with nobody.watch(ROOM) as page:
        assert b"text/event-stream" not in read_until(page, b"\r\n\r\n")
