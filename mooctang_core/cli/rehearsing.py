"""The dress rehearsal: today's data seen through a view that takes every write and keeps none, evolved and looked at."""

import tempfile
from pathlib import Path

from webtest import TestApp
from ZODB.DemoStorage import DemoStorage

from ..flows import ending, evolving
from ..identity import devices
from ..identity.cookies import jar
from ..model.base import path_of
from ..plugins import PluginHost
from ..store import Store
from ..store.opening import HouseDB
from ..store.reading import open_reader
from ..store.scratch import FileScratch
from ..web import close_app, make_app
from .asking import now

MOST_ROOMS = 20


class View(Store):
    """The store of these settings with a sheet of glass over it: read through, written upon, thrown away."""

    def __init__(self, settings, folder):
        super().__init__(settings)
        self.scratch = FileScratch(Path(folder) / "scratch.sqlite")

    def database(self, name="main"):
        with self._lock:
            if name not in self._open:
                storage = DemoStorage(base=open_reader(self.settings, name))
                self._open[name] = HouseDB(storage, database_name=name, databases={}, xrefs=False)
            return self._open[name]


def rehearse(settings):
    """{"steps": [Done as a dictionary], "looks": [{"school", "pages", "problem"}]}"""
    with tempfile.TemporaryDirectory() as folder:
        store = View(settings, folder)
        host = PluginHost().load()
        steps = evolving.evolve(store, host, now)
        if any(done.problem for done in steps):
            store.close()
            return {"steps": [done._asdict() for done in steps], "looks": []}
        app = make_app(settings.replace(home=folder, bus="memory"), store, host)
        try:
            looks = [Look(app, store, *place).at_all() for place in evolving.places(store)]
        finally:
            close_app(app)
    return {"steps": [done._asdict() for done in steps], "looks": looks}


class Look:
    """The pages of one school as one of its teachers sees them; of the alliance as anybody does."""

    def __init__(self, app, store, slug, database):
        self.app, self.store, self.slug, self.database = app, store, slug, database
        self.pages = 0

    def at_all(self):
        host, problem = self._host(), ""
        if host:
            browser = TestApp(self.app, extra_environ={"HTTP_HOST": host, "REMOTE_ADDR": "127.0.0.1"})
            problem = self._look(browser, "/") or self._as_teacher(browser, host)
        return {"school": self.slug, "pages": self.pages, "problem": problem}

    def _host(self):
        with evolving.opened(self.store, "main") as (root, _manager):
            return next((host for host in root["alliance"].hosts_of(self.slug) if not host.startswith(":")), None)

    def _as_teacher(self, browser, host):
        for path, aid in self._rooms() if self.slug else ():
            browser.set_cookie(jar(self.app.registry.settings_).name("mooctang"), self._sign_in(aid, host))
            problem = self._look(browser, f"{path}/") or self._look(browser, f"{path}/gradebook")
            if problem:
                return problem
        return ""

    def _rooms(self):
        """Some classrooms, each with a teacher of it."""
        with evolving.opened(self.store, self.database) as (root, _manager):
            rooms = list(ending.classrooms(root["schools"][self.slug]))
            return [(path_of(room), next(iter(room.teachers))) for room in rooms if room.teachers][:MOST_ROOMS]

    def _sign_in(self, aid, host):
        with evolving.opened(self.store, "main") as (root, manager):
            cookie = devices.open(root["alliance"].accounts[aid], host, "rehearsal", now())
            manager.commit()
            manager.begin()
        return cookie

    def _look(self, browser, path):
        """"" when the page is well, else what is wrong with it."""
        self.pages += 1
        try:
            answer = browser.get(path, status="*")
        except Exception as error:  # whatever a page raises is what this is for
            return f"{path}: {type(error).__name__}: {error}"
        return "" if answer.status_int < 400 else f"{path}: {answer.status}"
