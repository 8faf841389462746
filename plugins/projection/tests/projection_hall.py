"""A teacher's phone and the screens of halls, for these tests."""

import re
from html import unescape

from mooctang_core.api import find
from mooctang_core.testing.browser import Browser
from mooctang_core.testing.campus import ROOM

DIGITS = re.compile(r'wall-digits num" aria-label="(\d{6})"')
GOING = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')
OWN = re.compile(r'data-code="(\d{6})"')


class Teacher:
    """The teacher's phone."""

    def __init__(self, campus, slug="east"):
        self.campus, self.slug = campus, slug
        self.browser = campus.browser("teacher" if slug == "east" else f"{slug}:teacher", slug)

    def starts(self):
        """Press 投屏; the six digits on the phone."""
        self.browser.post(f"{ROOM}/wall-start")
        return self.digits()

    def digits(self):
        found = DIGITS.search(self.browser.get(f"{ROOM}/projection"))
        return found and found.group(1)

    def sees(self):
        return self.browser.get(f"{ROOM}/projection")

    def does(self, what, status=200, **fields):
        return self.browser.post(f"{ROOM}/wall-{what}", status=status, **fields)

    def opens(self, url):
        """Her page says what she has open."""
        self.browser.post(f"{url}shown", status=204)


class Screen:
    """A browser on a hall's computer: nobody is signed in, and it may go from host to host with a jar for each."""

    def __init__(self, campus, slug="alliance", address="10.0.0.1"):
        self.campus, self.address, self.jars = campus, address, {}
        self.host = "alliance.test" if slug == "alliance" else f"{slug}.test"

    def on(self, host):
        if host not in self.jars:
            self.jars[host] = Browser(self.campus.app, host)
            self.jars[host].app.extra_environ["REMOTE_ADDR"] = self.address
        return self.jars[host].app

    def get(self, path, host=None, status="*", **headers):
        return self._follow(self.on(host or self.host).get(path, headers=headers, status=status), host or self.host)

    def types(self, code, host=None):
        """Open the short address and type six digits; the answer after all hand-overs."""
        host = host or self.host
        app = self.on(host)
        page = app.get("/tp?other=", status="*")
        return self._follow(app.post("/tp", {"code": code, "csrf_token": page.html.find("input", {"name": "csrf_token"})["value"]}, status="*"), host)

    def _follow(self, answer, host):
        self.went = [host]
        while going := answer.location or GOING.search(answer.text):
            target = re.match(r"https?://([^/]+)(/.*)", going if isinstance(going, str) else unescape(going.group(1)))
            host, path = target.groups()
            self.went.append(host)
            answer = self.on(host).get(path, status="*")
        self.host = host
        return answer

    def digits(self, host=None):
        """The six digits that the screen itself shows."""
        return OWN.search(self.on(host or self.host).get("/tp?other=").text).group(1)

    def asks(self, code):
        """What its script asks every second."""
        return self.on(self.host).get(f"/tp/wait?code={code}").json

    def wall(self):
        """The picture as it is now, or None when this screen has no wall."""
        answer = self.on(self.host).get("/tp/live", headers={"Accept": "application/json"}, status="*")
        return unescape(answer.json["wall"]) if answer.status_int == 200 else None

    def cookie(self, name="wall", host=None):
        return self.on(host or self.host).cookies.get(name)


def room_in(school):
    return find(school, ROOM)
