"""The ground a campus stands on: two schools with a course, a classroom, teachers and students, written to a store."""

import transaction

from ..identity import devices
from ..model.accounts import Account
from ..model.alliance import Alliance
from ..model.classrooms import Classroom
from ..model.courses import APPROVED, Course, Term
from ..model.people import Cohort, RosterEntry
from ..model.schools import School
from ..permissions import TEACHER

SCHOOLS = (("east", "东湖大学", "#2746b8"), ("west", "西山大学", "#8f1d2c"))


def lay_out(store, now, students, plugins):
    """Write the alliance and its two schools; returns {slug: {who: aid}}."""
    with transaction.manager:
        root = store.connection("main", transaction.manager).root()
        alliance = root["alliance"] = Alliance("测试联盟")
        root["schools"] = {}
        alliance.hosts["alliance.test"] = ""
        people = {slug: _school(root, alliance, slug, *look, now, students, plugins) for slug, *look in SCHOOLS}
    return people


def _school(root, alliance, slug, title, color, now, students, plugins):
    school = School(slug, title, unit="10001" if slug == "east" else "10002")
    school.brand["color"] = color
    school.enabled_plugins.update(plugins)
    root["schools"] = {**root["schools"], slug: school}
    alliance.hosts[f"{slug}.test"] = slug
    alliance.schools[slug] = "main"
    school["cohorts"]["一班"] = Cohort("一班")
    people = _staff(alliance, school, slug)
    room = _classroom(school, people, slug)
    alliance.codes[room.code] = (slug, f"/courses/physics/2026-fall/{room.__name__}")
    for number in range(1, students + 1):
        people[f"s{number}"] = _student(alliance, school, room, slug, number, now)
    return people


def _staff(alliance, school, slug):
    people = {}
    for who, name in (("teacher", "林老师"), ("colleague", "王老师"), ("manager", "教务"), ("operator", "运营"), ("outsider", "外人")):
        account = alliance.add_account(Account(f"{slug}-{who}", name), f"email:{who}@{slug}.test")
        people[who] = account.aid
    school.managers.add(people["manager"])
    school.teachers.update((people["teacher"], people["colleague"]))
    if slug == "east":
        alliance.operators.add(people["operator"])
    return people


def _classroom(school, people, slug):
    course = school["courses"]["physics"] = Course("大学物理", lead=people["teacher"])
    course.state = APPROVED
    term = course["2026-fall"] = Term("2026 秋")
    room = term["r7"] = Classroom("物理一班", "PHY234" if slug == "east" else "WES234", where="教三 204", times="周一 1–2 节")
    for who in ("teacher", "colleague"):
        room.teachers[people[who]] = TEACHER
        school.remember_place(people[who], "/courses/physics/2026-fall/r7")
    return room


def _student(alliance, school, room, slug, number, now):
    full = f"{school.unit}{2026000 + number}"
    account = alliance.add_account(Account(f"{slug}-s{number}", f"学生{number}"), f"user:{full}")
    account.certifications[slug] = full
    school["people"][full] = RosterEntry(full, account.name, "一班", aid=account.aid)
    school["cohorts"]["一班"].join(full, now)
    room.set_member(account.aid, name=account.name, number=full, cohort="一班", spans=((now, None),))
    school.remember_place(account.aid, "/courses/physics/2026-fall/r7")
    return account.aid


def sign_in(store, aid, host, now):
    """A device cookie for this account on a host, as after a login."""
    return sign_in_all(store, [aid], host, now)[0]


def sign_in_all(store, aids, host, now):
    """The same for many, with one commit."""
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = store.connection("main", manager)
    accounts = connection.root()["alliance"].accounts
    cookies = [devices.open(accounts[aid], host, "test", now) for aid in aids]
    manager.commit()
    connection.close()
    return cookies
