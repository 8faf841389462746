"""Who takes a course in which term, and how they came to it."""

from datetime import UTC, datetime, timedelta

import pytest

from mooctang_core.flows.enrolling import enrol, enrolled_in, is_enrolled, withdraw
from mooctang_core.model.base import find
from mooctang_core.model.classrooms import Classroom
from mooctang_core.model.courses import Course, Term
from mooctang_core.testing.campus import ROOM

NOW = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
TERM = "/courses/physics/2026-fall"


def test_enrolled_once_withdrawn_and_back_with_both_dates():
    term = Term("2026 秋")
    assert enrol(term, "a1", NOW, "self") and not enrol(term, "a1", NOW, "room")
    assert withdraw(term, "a1", NOW + timedelta(days=3)) and not withdraw(term, "a1", NOW + timedelta(days=4))
    assert not is_enrolled(term, "a1") and is_enrolled(term, "a1", NOW + timedelta(days=1)) and not is_enrolled(term, "a2", NOW)
    enrol(term, "a1", NOW + timedelta(days=9), "class:一班")
    assert is_enrolled(term, "a1") and len(term.enrolled["a1"]["spans"]) == 2 and enrolled_in(term) == ["a1"]


@pytest.mark.feature("CLS-03")
def test_joining_a_linked_classroom_takes_the_course_too(campus):
    with campus.writing() as school:
        find(school, TERM).password = "secret"
        campus_room = find(school, TERM)["r8"] = Classroom("物理二班", "PHY888")
        assert campus_room.__parent__ is find(school, TERM)
    with campus.writing("alliance") as alliance:
        alliance.codes["PHY888"] = ("east", TERM + "/r8")
    campus.post("s1", "/join/", code="PHY888")
    campus.post("outsider", "/join/", code="PHY888", number="7", name="新同学")
    with campus.reading() as school:
        # A SPOC is for those who are certified at this school: the other waits for it, in the classroom already.
        assert enrolled_in(find(school, TERM)) == [campus.aid("s1")] and find(school, TERM)["r8"].number_present() == 2


@pytest.mark.feature("CLS-03")
def test_everybody_who_joins_takes_a_mooc_and_nobody_an_independent_classroom(campus):
    with campus.writing() as school:
        find(school, TERM).__parent__.open_to_all = True
        own = school["courses"]["own"] = Course("我的课堂", lead=campus.aid("teacher"), hidden=True)
        own["2026-fall"] = Term("2026 秋")
        own["2026-fall"]["r1"] = Classroom("兴趣班", "ALONE2")
    with campus.writing("alliance") as alliance:
        alliance.codes["ALONE2"] = ("east", "/courses/own/2026-fall/r1")
    for code in ("PHY234", "ALONE2"):
        campus.post("outsider", "/join/", code=code, number="7", name="新同学")
    with campus.reading() as school:
        assert enrolled_in(find(school, TERM)) == [campus.aid("outsider")] and not enrolled_in(find(school, "/courses/own/2026-fall"))


@pytest.mark.feature("CLS-03")
def test_certification_completes_what_waited_for_it(campus):
    from mooctang_core.flows import enrolling

    campus.post("outsider", "/join/", code="PHY234", number="7", name="新同学")
    for _twice in (1, 2):
        with campus.writing() as school:
            enrolling.complete(school, campus.aid("outsider"), campus.clock(), name="周同学", number="100012026077", cohort="一班")
    with campus.reading() as school:
        member = find(school, ROOM).member(campus.aid("outsider"))
        assert (member.name, member.number, member.certified) == ("周同学", "100012026077", True)
        assert len(find(school, TERM).enrolled[campus.aid("outsider")]["spans"]) == 1
    with campus.writing() as school:
        enrolling.uncertify(school, campus.aid("outsider"))
    with campus.reading() as school:
        assert not find(school, ROOM).member(campus.aid("outsider")).certified and is_enrolled(find(school, TERM), campus.aid("outsider"))
