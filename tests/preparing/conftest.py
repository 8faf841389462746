"""A campus whose schools have the bank and nothing else, and a second classroom of the same teacher."""

import importlib
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest

from mooctang_core.model.base import Folder, find
from mooctang_core.model.classrooms import Classroom, Sessions
from mooctang_core.model.courses import Course, Library, Term
from mooctang_core.permissions import TEACHER
from mooctang_core.plugins import PluginHost
from mooctang_core.testing import Campus
from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of
from mooctang_core.testing.campus import ROOM
from mooctang_core.testing.clock import Clock

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]
SPRING = "/courses/physics/2027-spring/r8"


def bank():
    here = str(Path(__file__).parent)
    if here not in sys.path:
        sys.path.insert(0, here)
    return importlib.import_module("mooctang_bank")


def more_places(campus):
    """The term has dates; the teacher has a classroom of the next term, and a course that is only their own."""
    with campus.writing() as school:
        course = school["courses"]["physics"]
        course["2026-fall"].starts, course["2026-fall"].ends = date(2026, 8, 31), date(2027, 1, 17)
        term = course["2027-spring"] = Term("2027 春", date(2027, 3, 1), date(2027, 7, 4))
        room = term["r8"] = Classroom("物理二班", "PHY888", times="周二 3–4 节")
        own = school["courses"]["own"] = Course("林老师的课", lead=campus.aid("teacher"), hidden=True)
        own["2026-fall"] = Term("2026 秋")
        alone = own["2026-fall"]["x1"] = Classroom("兴趣班", "ALONE2")
        for place, path in ((room, SPRING), (alone, "/courses/own/2026-fall/x1")):
            place.teachers[campus.aid("teacher")] = TEACHER
            school.remember_place(campus.aid("teacher"), path)


@pytest.fixture(scope="module")
def school_year(tmp_path_factory):
    """One campus for all tests of a file; `campus` clears its desks before each."""
    host = PluginHost()
    host.add("bank", bank(), "1")
    made = Campus(tmp_path_factory.mktemp("year"), host=host)
    more_places(made)
    yield made
    made.close()


@pytest.fixture
def campus(school_year):
    """Nothing planned, nothing kept, one class that has just begun, on a Monday at ten."""
    school_year.clock.now = Clock()()
    with school_year.writing() as school:
        school.enabled_plugins.add("bank")
        course = school["courses"]["physics"]
        course.source = course.licence = course.borrowed = None
        fill(course, "library", Library())
        fill(school["courses"]["own"], "library", Library())
        for path in (ROOM, SPRING):
            fill(find(school, path), "plans", Folder())
            fill(find(school, path), "sessions", Sessions())
    school_year.start("east")
    return school_year


def fill(place, name, folder):
    folder.__parent__, folder.__name__ = place, name
    setattr(place, name, folder)


class Desk:
    """What a teacher does at the desk, in the words of these tests."""

    def __init__(self, campus, who="teacher", room=ROOM):
        self.campus, self.who, self.room = campus, who, room
        self.browser = campus.browser(who)

    def page(self, view="prepare", **query):
        self.browser.get(f"{self.room}/{view}?{urlencode(query)}")
        return self.browser.last.html

    def names(self, day):
        """What stands on the page of a day, from top to bottom."""
        return [each.get_text() for each in self.page(day=day).select(".plan-list [data-name-of]")]

    def post(self, view, status=200, **fields):
        return self.campus.post(self.who, self.room + "/", view, status, **fields)

    def add(self, kind, day, title=None, status=200, **settings):
        """A new activity, filled in; returns its address."""
        self.post("prepare-add", kind=kind, day=day)
        url = self.last_url(day)
        if title is not None or settings:
            self.fill(url, status=status, title_=title or "", **settings)
        return url

    def last_url(self, day):
        with self.campus.reading() as school:
            plan = find(school, self.room)["plans"][day]
            return f"{self.room}/plans/{day}/{max(plan, key=int)}/"

    def fill(self, url, view="edit", status=200, **fields):
        return self.campus.post(self.who, url, view, status, **{"seen_": str(self.node(url).bumps), **fields})

    def node(self, url):
        with self.campus.reading() as school:
            node = find(school, url)
            if node is not None:
                node._p_activate()
            return node


@pytest.fixture
def desk(campus):
    return Desk(campus)


@pytest.fixture(scope="session")
def base_url():
    """None: each test has a server of its own."""
    return None

