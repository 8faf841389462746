"""Numbers and accounts: who has which, what happens when two want the same, and that nobody loses a record."""

import pytest

from mooctang_core.activity import Refused
from mooctang_core.flows import certifying, enrolling
from mooctang_core.flows.people import admitting
from mooctang_core.flows.seats import joined
from mooctang_core.model.accounts import Account
from mooctang_core.model.alliance import Alliance
from mooctang_core.model.classrooms import Classroom
from mooctang_core.model.courses import Course, Term
from mooctang_core.model.gradebook import Gradebook
from mooctang_core.model.people import RosterEntry
from mooctang_core.model.schools import School
from mooctang_core.plugins import PluginHost
from mooctang_core.testing.clock import Clock

NUMBER = "100012026001"


@pytest.fixture
def place():
    """(school, alliance, a classroom): one student on the roster, and a self-registered account in the classroom."""
    school, alliance = School("east", "东湖大学"), Alliance("联盟")
    school["people"][NUMBER] = RosterEntry(NUMBER, "欧阳·娜娜", "一班")
    course = school["courses"]["physics"] = Course("大学物理")
    course["2026"] = Term("2026")
    room = course["2026"]["r1"] = Classroom("一班", "PHY234")
    alliance.add_account(Account("own", "nana"), "phone:13800001234")
    sit(school, room, "own")
    return school, alliance, room


def sit(school, room, aid, **facts):
    room.set_member(aid, **{"name": "娜娜", "number": "", "certified": False, "spans": ((now(), None),), **facts})
    school.remember_place(aid, "/courses/physics/2026/r1")


def now():
    return Clock()()


def account(alliance, aid="own"):
    return alliance.accounts[aid]


def dormant(school, alliance):
    """What an import leaves: an account that waits for its student."""
    made = alliance.add_account(Account("asleep", "欧阳娜娜"), f"user:{NUMBER}")
    made.dormant, made.certifications["east"] = True, NUMBER
    school["people"][NUMBER].aid = "asleep"
    return made


def test_a_bare_number_is_completed_and_the_lists_say_certified(place):
    school, alliance, room = place
    entry = certifying.certify(school, alliance, account(alliance), "2026001", now(), "own")
    assert entry.aid == "own" and account(alliance).number_at("east") == NUMBER
    member = room.member("own")
    assert (member.name, member.number, member.cohort, member.certified) == ("欧阳·娜娜", NUMBER, "一班", True)
    assert alliance.account_by(f"user:{NUMBER}") is account(alliance)
    assert certifying.certify(school, alliance, account(alliance), NUMBER, now(), "own") is entry


def test_an_unused_account_of_an_import_makes_room_and_its_places_move(place):
    school, alliance, room = place
    dormant(school, alliance)
    room.set_member("asleep", name="欧阳娜娜", number=NUMBER, spans=((now(), None),))
    other = school["courses"]["physics"]["2026"]["r2"] = Classroom("二班", "PHY235")
    other.set_member("asleep", name="欧阳娜娜", number=NUMBER, spans=((now(), None),))
    room.shelf("groups")["seats"] = {"asleep": 3, "else": 1}
    room.shelf("groups").many("said")["1"] = {"by": "asleep"}
    school.places["asleep"] = ("/courses/physics/2026/r1", "/courses/physics/2026/r2")
    certifying.certify(school, alliance, account(alliance), NUMBER, now(), "own", PluginHost())
    assert dict(room.shelf("groups")["seats"]) == {"own": 3, "else": 1} and room.shelf("groups").many("said")["1"]["by"] == "own"
    assert "asleep" not in alliance.accounts and "asleep" not in school.places
    assert other.member("own").certified and other.member("asleep") is None and room.member("asleep") is None
    assert len(room.member("own").spans) == 1


def test_an_account_in_use_is_never_taken_over(place):
    school, alliance, _room = place
    held = dormant(school, alliance)
    held.dormant, held.credential, held.epoch = False, "x", 1
    with pytest.raises(certifying.Taken) as taken:
        certifying.certify(school, alliance, account(alliance), NUMBER, now(), "own")
    assert taken.value.holder is held and school["people"][NUMBER].aid == "asleep"


def test_released_and_reassigned_nothing_is_lost(place):
    school, alliance, room = place
    certifying.certify(school, alliance, account(alliance), NUMBER, now(), "own")
    other = alliance.add_account(Account("other", "娜娜的新账号"), "email:n@east.test")
    entry = certifying.reassign(school, alliance, NUMBER, other, now(), "boss")
    assert entry.aid == "other" and [aid for aid, _at in certifying.former(entry)] == ["own"]
    assert room.member("own").active and not room.member("own").certified and account(alliance).number_at("east") is None
    assert alliance.account_by(f"user:{NUMBER}") is other
    assert [line.deed for line in school.audit.newest()] == ["certified", "certification-released"]


def test_another_number_needs_the_first_one_given_back(place):
    school, alliance, _room = place
    school["people"]["100012026002"] = RosterEntry("100012026002", "李明")
    certifying.certify(school, alliance, account(alliance), NUMBER, now(), "own")
    with pytest.raises(Refused, match="先解除"):
        certifying.certify(school, alliance, account(alliance), "2026002", now(), "own")
    certifying.release(school, alliance, account(alliance), now(), "own")
    assert certifying.certify(school, alliance, account(alliance), "2026002", now(), "own").aid == "own"


def test_what_one_said_of_oneself_stands_until_the_school_knows(place):
    school, alliance, room = place
    certifying.say(school, account(alliance), "2026001", "娜娜", now())
    assert certifying.known_as(school, account(alliance)) == ("2026001", "娜娜", "", False) and room.member("own").number == "2026001"
    certifying.certify(school, alliance, account(alliance), NUMBER, now(), "own")
    assert certifying.provisional(school, "own") is None and certifying.known_as(school, account(alliance))[3]


def test_spans_of_two_memberships_are_one_row():
    assert joined(((1, 3), (5, 6)), ((2, 4), (6, None))) == ((1, 4), (5, None))
    assert joined(((1, None),), ((0, 2),)) == ((0, None),)


def test_half_a_certification_is_mended_by_doing_it_again(place):
    school, alliance, _room = place
    school["people"][NUMBER].aid = "own"
    assert certifying.entry_of(school, account(alliance)) is None
    certifying.certify(school, alliance, account(alliance), NUMBER, now(), "own")
    assert certifying.entry_of(school, account(alliance)).aid == "own"
    school["people"][NUMBER].aid = None
    assert certifying.known_as(school, account(alliance)) is None
    assert certifying.certify(school, alliance, account(alliance), NUMBER, now(), "own").aid == "own"


def test_whom_an_import_brought_takes_their_number_over_with_all_that_was_laid_out_for_it(place):
    school, alliance, room = place
    values = {"number": "100012026003", "name": "赵云", "cohort": None}
    made = admitting.admit(alliance, "east", "student", values, "imported")
    admitting.enter(school, "student", values, "imported", now(), None)
    sit(school, room, "imported", name="赵云", number=values["number"], certified=True)
    enrolling.enrol(room.__parent__, "imported", now(), "class:一班")
    teaching_book(room).put("m1", {"imported": 7}, "teacher", now())
    assert certifying.never_used(made, values["number"])
    certifying.certify(school, alliance, account(alliance), "2026003", now(), "own")
    assert "imported" not in alliance.accounts and enrolling.is_enrolled(room.__parent__, "own") and not enrolling.is_enrolled(room.__parent__, "imported")
    assert room.book.value("m1", "own") == 7 and room.member("own").number == values["number"]
    assert admitting.admit(alliance, "east", "student", values, "again") is account(alliance)


def teaching_book(room):
    room.book = Gradebook()
    return room.book
