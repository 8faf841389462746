"""What a bench stands on: two schools with a class in session, everybody signed in, written straight into a store."""

import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import transaction

from mooctang_core.flows import evolving, teaching
from mooctang_core.identity import devices
from mooctang_core.identity.secret import server_secret, sign
from mooctang_core.model.base import find
from mooctang_core.plugins import PluginHost
from mooctang_core.settings import load
from mooctang_core.store import open_store
from mooctang_core.testing import ground

from .client import request
from .servers import PLUGINS

ROOM = "/courses/physics/2026-fall/r7"
HOST = "east.test"


class Person(NamedTuple):
    """Somebody with a browser: the cookie of a login, and the token that its forms carry."""

    aid: str
    cookie: str
    token: str
    host: str = HOST

    def get(self, path, more=""):
        return request("GET", path, self.host, f"mooctang={self.cookie}", more=more)

    def post(self, path, fields, more="HX-Request: true\r\n"):
        """As a page's script sends a form whose place is drawn anew by the answer."""
        return request("POST", path, self.host, f"mooctang={self.cookie}", {"csrf_token": self.token, **fields}, more)

    def tap(self, path, fields):
        """As the class page's script sends a form: its own stream brings the news, so that it asks for no fragment."""
        return self.post(path, fields, "HX-Request: true\r\nPrefer: return=minimal\r\n")

    def watch(self, path):
        return self.get(path, "Accept: text/event-stream\r\n")


class Ground:
    """A store under `home` (or on PostgreSQL) with two schools of so many students; `writing` while no server holds it."""

    def __init__(self, home, students=100, store="file", **settings):
        self.over = {"home": str(home), "store": store, **settings}
        self.settings = load(environ={}, **self.over)
        self.host = with_our_plugins()
        self.store = open_store(self.settings)
        self.students = students
        self.now = datetime.now(UTC) - timedelta(minutes=1)
        self.ids = ground.lay_out(self.store, self.now, students, self.host.plugins)
        evolving.mark_all_new(self.store, self.host, self.now)
        with self.writing() as school:
            teaching.start_session(find(school, ROOM), school, self.host, self.ids["east"]["teacher"], self.now)

    def open(self, kind, title="", place=None, **settings):
        """Publish an activity of this kind in the running session; its path."""
        with self.writing() as school:
            session = find(school, place or ROOM)["sessions"].running
            cls = self.host.kinds[kind][1]
            values = cls.Settings().deserialize({name: value if isinstance(value, list) else str(value) for name, value in settings.items()})
            node = teaching.add(session, cls, values, title, self.ids["east"]["teacher"])
            teaching.publish(self.host.live(node, school), school, self.host, self.now)
            return f"{place or ROOM}/sessions/{session.__name__}/{node.__name__}"

    def sign_in(self, *names):
        """Persons by short name (s1, teacher …), signed in on one device each, all in one transaction."""
        with self.writing("alliance") as alliance:
            return [self._person(alliance, self.ids["east"][name]) for name in names]

    def sign_in_students(self):
        return self.sign_in(*(f"s{n}" for n in range(1, self.students + 1)))

    def _person(self, alliance, aid):
        cookie = devices.open(alliance.accounts[aid], HOST, "bench", self.now)
        return Person(aid, cookie, sign(server_secret(self.settings.home), "csrf", HOST, f"device {cookie}"))

    @contextmanager
    def writing(self, slug="east"):
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self.store.connection("main", manager)
        try:
            root = connection.root()
            yield root["alliance"] if slug == "alliance" else root["schools"][slug]
            manager.commit()
        except BaseException:
            manager.abort()
            raise
        finally:
            connection.close()

    @contextmanager
    def reading(self, slug="east"):
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self.store.connection("main", manager)
        try:
            yield connection.root()["schools"][slug]
        finally:
            manager.abort()
            connection.close()

    def close(self):
        """Let go of the store, so that a server may hold it."""
        self.store.close()

    def reopen(self):
        self.store = open_store(self.settings)


def with_our_plugins():
    """The installed plugins and the benches' own, which are found as installed ones are."""
    if str(PLUGINS) not in sys.path:
        sys.path.append(str(PLUGINS))
    return PluginHost().load()
