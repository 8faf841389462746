"""Writing the demo into a store: the alliance and its people first, then each school's classes, a transaction each."""

import random
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import transaction

from ..flows import evolving
from ..flows.timetable import term_of
from ..model.alliance import Alliance
from ..model.base import find, path_of
from ..model.classrooms import Classroom
from ..model.courses import Course, Term
from ..model.people import Cohort
from ..model.schools import School
from ..permissions import ASSISTANT, TEACHER
from ..plugins import PluginHost
from ..store import StoreError, open_store
from ..urns import Keys
from . import office
from . import people as folk
from .catalogue import lay_out as lay_out_courses
from .certified import visitors, wait_for_the_school
from .homework import set_homework
from .houses import open_houses
from .lessons import Teller
from .names import Names
from .plan import ALLIANCE, SCHOOLS
from .prepared import prepare as prepare_lesson
from .reaching import reach
from .rooms import more_rooms, take_course
from .talking import talk_in_space

SEED = 20260907
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
ZONE = ZoneInfo("Asia/Shanghai")
PAST_CLASSES = 3
BATCH = 500
A_ROOM = 60


class NotADemo(StoreError):
    """There is something of somebody's in the store already."""


class Demo(NamedTuple):
    """What is there now."""

    fresh: bool
    """Written just now; else it was there and was kept."""
    left_out: dict
    """Plugins that are installed but did not know the demo's recipe."""


def prepare(settings, students, port, say, phones=True):
    """Have a demo in the store of `settings`; one that is there is kept, with its hosts on today's ports."""
    store = open_store(settings)
    try:
        host = PluginHost(strict=settings.strict_plugins).load()
        demo = Builder(store, host, say).build(students, Path(settings.home))
        with writing(store) as root:
            lead_hosts(root["alliance"], port, phones)
        return demo
    finally:
        store.close()


def lead_hosts(alliance, port, phones):
    """The alliance on localhost, each school under it by name; for telephones each on a port of its own."""
    wanted = {"localhost": "", "127.0.0.1": "", "[::1]": ""}
    for place, plan in enumerate(SCHOOLS, 1):
        wanted[f"{plan.slug}.localhost"] = plan.slug
        if phones:
            wanted[f":{port + place}"] = plan.slug
    ports_before = [host for host in alliance.hosts if host.startswith(":")]
    if any(alliance.hosts.get(host) != slug for host, slug in wanted.items()) or set(ports_before) - set(wanted):
        for host in ports_before:
            del alliance.hosts[host]
        alliance.hosts.update(wanted)


class Builder:
    """Lays the demo out; the same each time but for passwords and dates."""

    def __init__(self, store, host, say, now=None):
        self.store, self.host, self.say = store, host, say
        host.urns = Keys(store.scratch)
        self.now = now or datetime.now(UTC).replace(microsecond=0)
        self.rng = random.Random(SEED)
        self.names = Names(self.rng)
        self.left_out = {}

    def build(self, students, home):
        with writing(self.store) as root:
            there = root.get("alliance")
            state = None if there is None else there.settings.get("demo", "none")
        if state == "none":
            raise NotADemo(f"The store in {home} holds an alliance that is no demo: give another folder with --home.")
        finished = state == "finished"
        if not finished:
            self._lay_out(students, home)
        self._have_a_class()
        return Demo(not finished, self.left_out)

    # -- laying out --
    def _lay_out(self, students, home):
        from .telling import write_accounts

        self.today = self.now.astimezone(ZONE).date()
        operator = folk.operator(self.rng)
        staffs = {plan.slug: folk.staff(plan, self.rng) for plan in SCHOOLS}
        crowds = {plan.slug: folk.students(plan, self.names, self.rng, self._count(plan, students), self.today.year) for plan in SCHOOLS}
        guests = visitors(SCHOOLS[0], random.Random(SEED + 1))
        everybody = [operator, *guests, *(p for plan in SCHOOLS for p in (*staffs[plan.slug], *crowds[plan.slug]))]
        self.say(f"{len(everybody)} 个账号 / accounts …")
        credentials = folk.hashes(everybody, self.say)
        write_accounts(home, everybody)
        self._schools(operator, credentials)
        for plan in SCHOOLS:
            self._people(plan, [*staffs[plan.slug], *crowds[plan.slug]], credentials)
            self._reach(plan, [*staffs[plan.slug], *crowds[plan.slug]])
            self._courses(plan, staffs[plan.slug], crowds[plan.slug], students)
        self._guests(SCHOOLS[0], guests, crowds[SCHOOLS[0].slug], credentials)
        self._more_rooms(staffs[SCHOOLS[0].slug], crowds[SCHOOLS[0].slug])
        with writing(self.store) as root:
            lay_out_courses(root, self.host, staffs[SCHOOLS[0].slug], operator, self.now, self.today)
        with writing(self.store) as root:
            office.lay_out(root, SCHOOLS[0].slug, home, staffs[SCHOOLS[0].slug], crowds[SCHOOLS[0].slug], self.now)
        with writing(self.store) as root:
            open_houses(root, self.host, {slug: [one for one in staff if one.role == "teacher"] for slug, staff in staffs.items()}, operator, self.now)
        with writing(self.store) as root:
            root["alliance"].settings["demo"] = "finished"

    def _count(self, plan, students):
        # The first school has as many as were asked for, all in one classroom; the other is an ordinary one.
        return students if plan is SCHOOLS[0] else min(students, A_ROOM)

    def _schools(self, operator, credentials):
        with writing(self.store) as root:
            alliance = root["alliance"] = Alliance(ALLIANCE["title"], ALLIANCE["short"])
            # A start that was cut off half-way is done again from the beginning.
            alliance.settings["demo"] = "unfinished"
            alliance.brand.update(color=ALLIANCE["color"], slogan=ALLIANCE["slogan"])
            root["schools"] = {plan.slug: self._school(plan) for plan in SCHOOLS}
            alliance.schools.update({plan.slug: "main" for plan in SCHOOLS})
            evolving.mark_new(alliance, self.host, self.now)
            folk.admit(alliance, None, operator, credentials[operator.aid], self.now)

    def _school(self, plan):
        school = School(plan.slug, plan.title, plan.unit)
        school.brand.update(color=plan.color, short=plan.short, slogan=plan.slogan, logo=plan.logo)
        school.theme = plan.slug
        school.enabled_plugins.update(self.host.plugins)
        evolving.mark_new(school, self.host, self.now)
        for title in plan.cohorts:
            school["cohorts"][title] = Cohort(title)
        return school

    def _people(self, plan, people, credentials):
        since = self.now - timedelta(days=60)
        for start in range(0, len(people), BATCH):
            with writing(self.store) as root:
                for person in people[start:start + BATCH]:
                    folk.admit(root["alliance"], root["schools"][plan.slug], person, credentials[person.aid], since)

    def _reach(self, plan, people):
        with writing(self.store) as root:
            reach(root["alliance"], plan, people, SCHOOLS.index(plan))

    def _guests(self, plan, guests, crowd, credentials):
        """Who registered by themselves, and waits for the school."""
        self._people(plan, guests, credentials)
        with writing(self.store) as root:
            course = plan.courses[0]
            wait_for_the_school(root, self.host, plan, guests, crowd[-1], f"/courses/{course.slug}/{term_of(self.today)[0]}/r1", self.now)

    # -- courses and what happened in them --
    def _courses(self, plan, staff, crowd, students):
        for place, course in enumerate(plan.courses):
            # The classroom in session holds everybody; the others hold sixty each.
            members = crowd if place == 0 else crowd[:A_ROOM]
            self.say(f"{plan.short} · {course.title} · {len(members)} 人 / students")
            with writing(self.store) as root:
                path = self._course(root, plan, course, staff, members)
            for number in range(PAST_CLASSES):
                with writing(self.store) as root:
                    self._past_class(root["schools"][plan.slug], path, course, number)
            with writing(self.store) as root:
                self._prepare(root["schools"][plan.slug], path, course)

    def _course(self, root, plan, course, staff, members):
        school, alliance = root["schools"][plan.slug], root["alliance"]
        teachers = {person.login.partition("@")[0]: person for person in staff if person.role == "teacher"}
        made = school["courses"][course.slug] = Course(course.title, lead=teachers[course.lead].aid)
        made.summary, made.state = course.summary, "approved"
        word, title, starts, ends = term_of(self.today)
        term = made[word] = Term(title, starts, ends)
        room = term["r1"] = Classroom(course.room, self._code(alliance), where=course.where, times=course.times)
        room.teachers[teachers[course.lead].aid] = TEACHER
        helper = next((person for word, person in teachers.items() if word != course.lead), None)
        if helper is not None:
            room.teachers[helper.aid] = ASSISTANT
        alliance.codes[room.code] = (plan.slug, path_of(room))
        self._join(school, room, members)
        return path_of(room)

    def _more_rooms(self, staff, crowd):
        teacher = next(person for person in staff if person.role == "teacher")
        with writing(self.store) as root:
            more_rooms(root["alliance"], root["schools"][SCHOOLS[0].slug], teacher, crowd, self.now, self.today, self._code)

    def _join(self, school, room, members):
        since, path = self.now - timedelta(days=7 * PAST_CLASSES + 14), path_of(room)
        for aid in room.teachers:
            school.remember_place(aid, path)
        for person in members:
            room.set_member(person.aid, name=person.name, number=person.number, cohort=person.cohort, spans=((since, None),))
            school.remember_place(person.aid, path)
        take_course(room.__parent__, members, since)

    def _code(self, alliance):
        while True:
            code = "".join(self.rng.choice(CODE_LETTERS) for _letter in range(6))
            if code not in alliance.codes:
                return code

    def _past_class(self, school, path, course, number):
        teller = Teller(school, self.host, self.rng, self.say)
        room = find(school, path)
        teller.hold(room, course, next(iter(room.teachers)), class_hour(course, self.today, PAST_CLASSES - number), number)
        self.left_out.update(teller.left_out)

    def _prepare(self, school, path, course):
        """The next lesson is planned, and something lies in the libraries."""
        teller, room = Teller(school, self.host, self.rng, self.say), find(school, path)
        set_homework(teller, room, course, next(iter(room.teachers)), self.now)
        talk_in_space(teller, room, next(iter(room.teachers)), self.now)
        prepare_lesson(teller, room, course, next(iter(room.teachers)), class_hour(course, self.today, 0).astimezone(ZONE).date())

    # -- the class in session --
    def _have_a_class(self):
        """One class runs whenever the demo is started, unless somebody held one today already."""
        plan = SCHOOLS[0]
        course = plan.courses[0]
        with writing(self.store) as root:
            school = root["schools"].get(plan.slug)
            room = find(school, f"/courses/{course.slug}") if school is not None else None
            room = next((room for term in room.terms() for room in term.classrooms()), None) if room is not None else None
            if room is None or not self._wants_a_class(room):
                return
            teller = Teller(school, self.host, self.rng, self.say)
            teacher = next((aid for aid, role in room.teachers.items() if role == TEACHER), None)
            teller.begin(room, course, teacher, self.now - timedelta(minutes=6), self.now)

    def _wants_a_class(self, room):
        sessions = room["sessions"].in_order()
        return room["sessions"].running is None and (not sessions or self.now - sessions[-1].started > timedelta(hours=24))


def class_hour(course, today, weeks_ago):
    """When a class was held: on its weekday, that many times before today."""
    since = (today.weekday() - course.weekday) % 7 or 7
    day = today - timedelta(days=since + 7 * (weeks_ago - 1))
    return datetime.combine(day, time(*course.hour), ZONE).astimezone(UTC)


@contextmanager
def writing(store):
    """The root of the main database, committed at the end."""
    manager = transaction.TransactionManager(explicit=True)
    connection = None
    try:
        with manager:
            connection = store.connection("main", manager)
            yield connection.root()
    finally:
        if connection is not None:
            connection.close()
