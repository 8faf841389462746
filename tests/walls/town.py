"""The ground of these tests: two schools, two courses, every part somebody may play, and one of each kind of place."""

from datetime import date

from mooctang_core.flows import library, preparing
from mooctang_core.model.accounts import Account
from mooctang_core.model.activities import ActivityNode
from mooctang_core.model.base import find
from mooctang_core.model.classrooms import Classroom
from mooctang_core.model.courses import APPROVED, Course, Term
from mooctang_core.permissions import ASSISTANT, LEAD, TEACHER
from mooctang_core.testing import Campus
from mooctang_core.testing.campus import ROOM

R9 = "/courses/chemistry/2026-fall/r9"
PEOPLE = ("lead", "assistant", "chemist", "s9", "gone")


def build(folder, **settings):
    """A campus with one class in session, every state of an activity, and a second course that only this school has."""
    campus = Campus(folder, settings=settings)
    with campus.writing("alliance") as alliance:
        for who in PEOPLE:
            account = alliance.add_account(Account(f"east-{who}", f"人{who}"), f"email:{who}@east.test")
            campus.people["east"][who] = account.aid
        alliance.codes["CHE234"] = ("east", R9)
    with campus.writing() as school:
        _more_people(school, campus)
        _chemistry(school, campus)
    return campus


def _more_people(school, campus):
    physics, room = school["courses"]["physics"], find(school, ROOM)
    physics.team[campus.aid("lead")] = LEAD
    room.teachers[campus.aid("assistant")] = ASSISTANT
    room.set_member(campus.aid("gone"), name="人gone", number="g1", spans=((campus.clock(), campus.clock()),))


def _chemistry(school, campus):
    course = school["courses"]["chemistry"] = Course("化学", lead=campus.aid("chemist"))
    course.state = APPROVED
    term = course["2026-fall"] = Term("2026 秋")
    room = term["r9"] = Classroom("化学一班", "CHE234")
    room.teachers[campus.aid("chemist")] = TEACHER
    room.set_member(campus.aid("s9"), name="人s9", number="c9", spans=((campus.clock(), None),))


def fill(campus):
    """{word: url} of an activity in each state; who did what is written too, so that there is something to see."""
    checkin, buzzer = (campus.host.kinds[kind][1] for kind in ("checkin", "buzzer"))
    urls = {"closed": campus.open(checkin, title="CLOSED")}
    campus.post("s1", urls["closed"], "submit")
    campus.close_activity(urls["closed"])
    urls |= {"checkin": campus.open(checkin, title="SECRETWORD"), "buzzer": campus.open(buzzer), "draft": campus.add(checkin)}
    urls["rollcall"] = campus.open(campus.host.kinds["rollcall"][1])
    campus.post("teacher", urls["rollcall"], "call", person=[campus.aid("s1")])
    urls |= {kind: campus.open(campus.host.kinds[kind][1], text="Bring a ruler.") for kind in ("announcement", "lessonplan")}
    urls["survey"] = campus.open(campus.host.kinds["survey"][1], questions=[{"id": "q1", "type": "truth", "text": "Clear?"}])
    urls["quiz"] = campus.open(campus.host.kinds["quiz"][1], questions=[{"id": "q1", "type": "truth", "text": "Heavy things fall faster.", "key": False}])
    urls["discussion"] = campus.open(campus.host.kinds["discussion"][1], topic="What is a force?")
    urls["grouping"] = campus.open(campus.host.kinds["grouping"][1])
    urls["assignment"] = campus.open(campus.host.kinds["assignment"][1], text="Read it.")
    campus.post("s1", urls["assignment"], "submit", text="SECRETWORK")
    with campus.writing() as school:
        session = find(school, ROOM)["sessions"].running
        missing = session.add(ActivityNode("vanished", "VANISHED", {"a": 1}, "open"))
        urls["missing"] = f"{ROOM}/sessions/{session.__name__}/{missing.__name__}/"
        urls |= prepare(school, buzzer)
    return urls


def prepare(school, cls):
    """A plan for a day to come, and something in the course's library."""
    room = find(school, ROOM)
    plan = preparing.plan_for(room, date(2026, 9, 14))
    preparing.prepare(plan, cls, {"question": "PLANNED", "points": 1}, None)
    library.keep(library.library_of(room), cls, {"question": "KEPT", "points": 1}, None)
    return {"plan": f"{ROOM}/plans/2026-09-14/", "planned": f"{ROOM}/plans/2026-09-14/1/", "library": "/courses/physics/library/"}
