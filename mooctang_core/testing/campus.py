"""A campus for tests: two schools always, a class in session, and people by short names (s1, s2 …, teacher, manager)."""

import sys
from contextlib import contextmanager

import transaction
from pyramid.request import Request
from transaction.interfaces import NoTransaction

from ..changes import gather
from ..flows import evolving, joining, merging, teaching
from ..identity.cookies import DEVICE
from ..live.fragments import FragmentKey
from ..model.base import find
from ..plugins import PluginHost
from ..settings import load
from ..store import open_store
from ..tables import Table
from ..web import close_app, plug
from ..web.streams import Renderer
from . import ground, shared
from .browser import Browser
from .clock import Clock

ROOM = "/courses/physics/2026-fall/r7"


class Campus:
    """The real application over a real store in a folder of its own, with two schools: east, and west."""

    room = ROOM

    def __init__(self, home, students=3, host=None, settings=None, now=None):
        self.clock = Clock(now)
        self.settings = load(environ={}, home=str(home), **(settings or {}))
        self.store = open_store(self.settings)
        self.host = host or PluginHost().load()
        self.people = ground.lay_out(self.store, self.clock(), students, self.host.plugins)
        evolving.mark_all_new(self.store, self.host, self.clock())
        self.app = shared.app_for(self.settings, self.store, self.host, self.clock)
        self.slug = "east"
        self._browsers, self._closed = {}, False
        self.start()

    def close(self):
        if not self._closed:
            self._closed = True
            close_app(self.app)
            shared.give_back(self.app)

    # -- time and people --
    def at(self, moment):
        """Set the clock: campus.at("10:11").post(…)."""
        self.clock.at(moment)
        return self

    def browser(self, who, slug=None, language=None):
        """This person's browser, the same one each time. `who` None: nobody signed in."""
        slug = slug or self.slug
        key = (who, slug, language)
        if key not in self._browsers:
            host = "alliance.test" if slug == "alliance" else f"{slug}.test"
            cookie = ground.sign_in(self.store, self.aid(who), host, self.clock()) if who else None
            self._browsers[key] = Browser(self.app, host, cookie, language)
        return self._browsers[key]

    def confirm(self, who):
        """This person has shown a moment ago who they are, as a page asks that changes how people log in. Returns their browser."""
        browser = self.browser(who)
        self.app.registry.store.scratch.put("fresh", browser.app.cookies["mooctang"].split(".")[1], 1, ttl=900)
        return browser

    def sign_in(self, *names):
        """Have all these people of the school signed in, with one commit: for a crowd that `browser` would sign in one by one."""
        host = f"{self.slug}.test"
        cookies = ground.sign_in_all(self.store, [self.aid(who) for who in names], host, self.clock())
        for who, cookie in zip(names, cookies):
            self._browsers[who, self.slug, None] = Browser(self.app, host, cookie).keep(self._token(host, cookie))

    def _token(self, host, cookie):
        """What a page of this device would carry: a crowd need not open one each."""
        page = Request.blank("/", headers={"Host": host, "Cookie": f"{DEVICE}={cookie}"})
        return self.app.registry.csrf.get_csrf_token(page)

    def aid(self, who):
        """The account id behind a short name; "west:s1" for somebody of the other school."""
        slug, _, name = who.rpartition(":")
        return self.people[slug or "east"][name]

    def number(self, who):
        """Their number in the school, as people type it and lists show it."""
        with self.reading(who.rpartition(":")[0] or "east") as school:
            return find(school, ROOM).member(self.aid(who)).number

    def get(self, who, url, **more):
        return self.browser(who).get(url, **more)

    def post(self, who, url, view="", status=200, **fields):
        """Post to a view of what stands at a URL, as this person."""
        return self.browser(who).post(url + view, status=status, **fields)

    # -- the class --
    def start(self, slug=None):
        """Begin a class (in both schools when none is named)."""
        for one in (slug,) if slug else ("east", "west"):
            with self.writing(one) as school:
                teaching.start_session(find(school, ROOM), school, self.host, f"{one}-teacher", self.clock())

    def end(self, slug="east"):
        with self.writing(slug) as school:
            room = find(school, ROOM)
            teaching.end_session(room["sessions"].running, school, self.host, f"{slug}-teacher", self.clock())

    def leave(self, who, slug="east"):
        """Take somebody out of the classroom, as a teacher does."""
        with self.writing(slug) as school:
            joining.leave(find(school, ROOM), school, self.host, self.aid(who), self.clock(), removed=True)

    def merge(self, who, into):
        """Have the accounts of two people become one, as after the guided steps: `into` is kept. Returns what `unmerge` takes."""
        with self.writing("alliance") as alliance:
            kept, gone = (alliance.accounts[self.aid(one)] for one in (into, who))
            name = merging.begin(alliance, kept, gone, tuple(alliance.schools), {}, self.clock()).name
        self.run_jobs()
        return name

    def unmerge(self, name):
        """Take it back, as a manager does."""
        with self.writing("alliance") as alliance:
            merging.undo(alliance, alliance.merges[name], self.aid("manager"), self.clock())
        self.run_jobs()

    def run_jobs(self):
        """Everything that the worker does by itself, once: deliveries, closing at deadlines, sealing, tidying."""
        self.app.registry.jobs.run_all()

    def evolve(self):
        """Run the evolve steps that the schools lack; returns a line for each."""
        return evolving.evolve(self.store, self.host, self.clock)

    def plug(self, module, name=None):
        """Have a plugin that is not installed, as if it were, switched on in both schools; returns its name."""
        name = name or module.__name__.split(".")[0].removeprefix("mooctang_")
        self.host.add(name, module)
        plug(self.app.registry, name)
        for slug in ("east", "west"):
            with self.writing(slug) as school:
                school.enabled_plugins.add(name)
        return name

    def add(self, cls, slug="east", title="", **settings):
        """A draft of this type in the running session; returns its URL. A type that is not installed is plugged in first."""
        if cls.kind not in self.host.kinds:
            self.plug(sys.modules[cls.__module__.split(".")[0]], cls.kind)
        with self.writing(slug) as school:
            given = cls.Settings().bind(host=self.host, school=school).deserialize({name: typed(value) for name, value in settings.items()})
            session = find(school, ROOM)["sessions"].running
            node = teaching.add(session, cls, given, title, f"{slug}-teacher")
            return f"{ROOM}/sessions/{session.__name__}/{node.__name__}/"

    def open(self, cls, at=None, slug="east", title="", **settings):
        """Publish an activity of this type in the running session; returns its URL."""
        if at:
            self.at(at)
        url = self.add(cls, slug, title, **settings)
        with self.writing(slug) as school:
            teaching.publish(self.host.live(find(school, url), school), school, self.host, self.clock())
        return url

    def close_activity(self, url, slug="east"):
        with self.writing(slug) as school:
            teaching.close(self.host.live(find(school, url), school), school, self.host, self.clock())

    def table(self, url, name, slug="east"):
        """One of the activity's tables, with its texts in zh_CN."""
        with self.reading(slug) as school:
            speak = self.app.registry.catalogues.translate
            for table in self.host.live(find(school, url), school).tables():
                if table.name == name:
                    rows = [tuple(speak(v, "zh_CN") if isinstance(v, str) else v for v in map(_value, row)) for row in table.rows]
                    return Table(table.name, table.columns, rows, table.title)
        raise KeyError(name)

    @contextmanager
    def activity(self, url, slug="east"):
        """The living activity, to look at: `with campus.activity(url) as mood: assert mood.projection() == …`."""
        with self.reading(slug) as school:
            yield self.host.live(find(school, url), school)

    def wall(self, url, privacy="names", language="zh_CN", slug="east"):
        """What a wall that shows this activity holds now, as HTML."""
        key = FragmentKey(slug, "/" + url.strip("/"), "projection", None, language, "light", privacy, f"{slug}.test")
        return Renderer(self.app.registry)(key)

    def record(self, who, url, slug="east"):
        """What is stored for one person: (status, score, data)."""
        with self.reading(slug) as school:
            record = find(school, url).records[self.aid(who)]
            return record.status, record.score, dict(record.data)

    def live(self, who, url):
        """The fragments that an open page of this person would hold now: {element: html}."""
        browser = self.browser(who)
        return browser.app.get(url.rstrip("/") + "/live", headers={"Accept": "application/json"}).json

    # -- the store --
    @contextmanager
    def writing(self, slug="east"):
        """A school (or "alliance") inside a transaction that commits, and whose changes the open pages hear of."""
        with self._school(slug) as (school, manager):
            gather(manager, self.app.registry.publish)
            yield school
            manager.commit()

    @contextmanager
    def reading(self, slug="east"):
        with self._school(slug) as (school, _manager):
            yield school

    @contextmanager
    def _school(self, slug):
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self.store.connection("main", manager)
        try:
            root = connection.root()
            yield root["alliance"] if slug == "alliance" else root["schools"][slug], manager
        finally:
            if active(manager):
                manager.abort()
            connection.close()


def active(manager):
    """Whether a transaction is still open (an explicit manager has none after a commit)."""
    try:
        return manager.get() is not None
    except NoTransaction:
        return False


def typed(value):
    """A setting as a form would send it: text, and lists of texts. A question is handed on as it is."""
    if isinstance(value, dict):
        return value
    return [typed(item) for item in value] if isinstance(value, (list, tuple)) else str(value)


def _value(cell):
    return getattr(cell, "value", cell)

