"""How what a page costs the server grows: ten and a hundred times the students of a class, its past sessions, the schools of the alliance.

Processor time of one request in this process, the least of a few: no network, no neighbours, so that tens and hundreds can be compared.
"""

import shutil
import tempfile
import time
import warnings

from pyramid.request import Request

from mooctang_core.cli.serving import make
from mooctang_core.flows import evolving
from mooctang_core.model.schools import School
from mooctang_core.settings import load
from mooctang_core.web import close_app

from .gradebook import IN_A_CLASS, hold_classes
from .ground import HOST, ROOM, Ground

TIMES = (1, 10, 100)
TRIES = 5
STUDENTS, SESSIONS, SCHOOLS = 20, 4, 2
PAGES = {
    "student": ("s1", f"{ROOM}/"),
    "console": ("teacher", f"{ROOM}/"),
    "wall": ("teacher", "{activity}/code-live"),
    "roster": ("teacher", f"{ROOM}/roster"),
    "history": ("teacher", f"{ROOM}/sessions"),
    "gradebook": ("teacher", f"{ROOM}/gradebook"),
    "home": ("s1", "/"),
}
ASKED = {"students": ("student", "console", "wall", "roster", "gradebook"), "sessions": ("student", "console", "history", "gradebook"), "schools": ("student", "home")}


def main(options):
    warnings.simplefilter("ignore")
    most = options.students // STUDENTS
    found = {}
    for axis, pages in ASKED.items():
        rows = [costs(axis, times, pages) for times in TIMES if times <= most]
        for page in pages:
            found |= {f"{axis}_{page}_ms": rows[0][page], **{f"{axis}_{page}_x{times}": round(row[page] / rows[0][page], 1) for times, row in zip(TIMES[1:], rows[1:], strict=False)}}
    return found


def costs(axis, times, pages):
    """{page: milliseconds} on a ground that is so many times larger along one axis."""
    home = tempfile.mkdtemp(prefix="mooctang-growth-")
    try:
        return measured(home, axis, times, pages)
    finally:
        shutil.rmtree(home)


def measured(home, axis, times, pages):
    place = Ground(home, students=STUDENTS * (times if axis == "students" else 1))
    hold_classes(place, IN_A_CLASS * SESSIONS * (times if axis == "sessions" else 1))
    if axis == "schools":
        add_schools(place, SCHOOLS * times - SCHOOLS)
    activity = place.open("checkin", late_after=180)
    people = dict(zip(("teacher", "s1"), place.sign_in("teacher", "s1"), strict=True))
    place.close()
    app = make(load(environ={}, **place.over))
    try:
        return {page: least(app, people[PAGES[page][0]], PAGES[page][1].format(activity=activity)) for page in pages}
    finally:
        close_app(app)


def add_schools(place, number):
    with place.writing("alliance") as alliance:
        root, more = alliance._p_jar.root(), {}
        for n in range(number):
            slug = f"more{n}"
            more[slug] = School(slug, f"第 {n} 学校")
            more[slug].enabled_plugins.update(place.host.plugins)
            alliance.hosts[f"{slug}.test"], alliance.schools[slug] = slug, "main"
        root["schools"] = {**root["schools"], **more}
    evolving.mark_all_new(place.store, place.host, place.now)


def least(app, person, path):
    times = []
    for _ in range(TRIES):
        request = Request.blank(path, base_url=f"http://{HOST}", headers={"Cookie": f"mooctang={person.cookie}", "Host": HOST})
        began = time.process_time()
        response = request.get_response(app)
        times.append(time.process_time() - began)
        if response.status_int != 200:
            raise RuntimeError(f"{path} was answered with {response.status}.")
    return round(min(times) * 1000, 2)
