"""The teachers of a school as its home page shows them: what each says of themselves, and which courses they teach."""

from typing import NamedTuple

from ..model.courses import Course
from ..permissions import ASSISTANT
from .verifying import is_teacher

WORD = "core.introductions"
POST_MAX, TEXT_MAX = 40, 2000
NOTHING = {"post": "", "text": "", "photo": None, "shown": True}


class Introduced(NamedTuple):
    """One teacher."""

    aid: str
    name: str
    post: str
    text: str
    photo: dict | None
    verified: bool
    courses: list


def introduction(school, aid):
    """What a teacher says of themselves in this school."""
    return {**NOTHING, **school.peek_many(WORD, "of").get(aid, {})}


def introduce(school, aid, **said):
    """Keep it: post (职称), text, photo (a file of the school, or None), shown (whether one stands among the teachers at all)."""
    school.shelf(WORD).many("of")[aid] = {**introduction(school, aid), **said}


def may_introduce(school, aid):
    """Whether somebody is a teacher here."""
    return aid is not None and (aid in school.teachers or any(aid in course.team or aid in teaching(course) for course in seen(school)))


def teachers(school, accounts, aid=None):
    """The teachers of the courses that everybody may see, and those who have said something of themselves; or just one of them."""
    courses: dict = {one: [] for one in school.teachers if introduction(school, one)["text"]}
    for course in seen(school):
        for one in lead_first(course):
            courses.setdefault(one, []).append(course)
    found = [_introduced(school, accounts[one], taught) for one, taught in courses.items() if one in accounts and aid in (None, one)]
    return sorted(filter(None, found), key=lambda one: (not one.photo, not one.text, -len(one.courses), one.name))


def _introduced(school, account, taught):
    said = introduction(school, account.aid)
    if not said["shown"]:
        return None
    return Introduced(account.aid, account.name, said["post"], said["text"], said["photo"], is_teacher(school, account.aid), taught)


def seen(school):
    """The courses that stand on the school's home."""
    return [course for course in school["courses"].values() if isinstance(course, Course) and course.shown]


def lead_first(course):
    """Those who teach a course, the responsible teacher first; assistants are not among them."""
    team = [aid for aid, role in course.team.items() if role != ASSISTANT]
    return dict.fromkeys((*team, *teaching(course)))


def teaching(course):
    """Those who teach one of its classrooms."""
    rooms = (room for term in course.terms() if hasattr(term, "classrooms") for room in term.classrooms())
    return [aid for room in rooms for aid, role in room.teachers.items() if role != ASSISTANT]
