"""One person's telephone on a real port: requests with their cookie, and a live page that notices when it ends."""

import http.client
import re
import time
from urllib.parse import urlencode

from mooctang_core.testing import ground

HOST = "east.test"


class Phone:
    """Signed in on a device of its own."""

    def __init__(self, campus, port, who):
        self.port, self.cookie, self._open = port, ground.sign_in(campus.store, campus.aid(who), HOST, campus.clock()), []

    def ask(self, path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Host": HOST, "Connection": "close", "Cookie": f"mooctang={self.cookie}", **named})
        answer = connection.getresponse()
        self._open += [answer, connection]
        return answer

    def close(self):
        for one in self._open:
            one.close()

    def status(self, path):
        answer = self.ask(path)
        answer.read()
        return answer.status

    def send(self, path, **fields):
        """The status of a form, sent with the token of this phone's pages."""
        page = self.ask("/offline").read().decode()
        fields["csrf_token"] = re.search('<meta name="csrf-token" content="([^"]+)"', page)[1]
        answer = self.ask(path, "POST", urlencode(fields), Content_Type="application/x-www-form-urlencoded")
        answer.read()
        return answer.status

    def watch(self, path):
        """An open live page, after its first news."""
        stream = self.ask(path, Accept="text/event-stream")
        assert stream.status == 200 and stream.getheader("Content-Type").startswith("text/event-stream")
        read_until(stream, b"event: patch")
        return stream


def read_until(stream, word):
    text = b""
    while word not in text:
        piece = stream.readline()
        assert piece, f"it ended before {word!r}: {text[-500:]!r}"
        text += piece


def seconds_to_end(stream):
    """(how long the live page went on, its last words)"""
    started, rest = time.monotonic(), b""
    while piece := stream.readline():
        rest += piece
        assert time.monotonic() - started < 10, "it goes on and on"
    return time.monotonic() - started, rest
