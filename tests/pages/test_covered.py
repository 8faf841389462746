"""A wall that hides names hands an activity nobody whom it could name."""

import pytest
from mooctang_checkin.activity import CheckIn

from mooctang_core.model.classrooms import Member
from mooctang_core.web.privacy import Covered


class Reader:
    """A request, as far as a name needs one."""

    @staticmethod
    def translate(text):
        return str(text)


@pytest.mark.parametrize(("level", "name", "number"), [
    ("masked", "司**", ""), ("number", "…0117", "…0117"), ("anonymous", "同学", "")])
def test_a_covered_member_tells_what_the_screen_may_know(level, name, number):
    member = Member("p1", "司马相如", "20230117", cohort="物理 2301", spans=((None, None),), extra={"phone": "138"})
    covered = Covered(Reader, level, member)
    assert (covered.aid, covered.name, covered.number, covered.cohort, covered.extra, covered.active) == ("p1", name, number, "物理 2301", {}, True)
    again = Covered(Reader, level, covered)
    assert (again.name, again.number) == (name, number)


def test_the_wall_of_a_check_in_names_those_it_shows_as_it_may(campus):
    url = campus.open(CheckIn)
    campus.post("s1", url, "submit")
    with campus.activity(url) as activity:
        whole = activity.person(campus.aid("s1")).name
    assert whole in campus.wall(url)
    hidden = campus.wall(url, privacy="masked")
    assert whole not in hidden and f"{whole[0]}*" in hidden and whole not in campus.wall(url, privacy="anonymous")
