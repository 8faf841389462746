"""Courses and their terms."""

from BTrees.OOBTree import OOBTree

from ..permissions import ASSISTANT, LEAD, MANAGE, TEACH, TEACHER, VIEW
from .base import Desk, Folder, Numbered, Place

# An own course: the school looks at it before anybody takes it.
UNSENT, WAITING, APPROVED, REJECTED = "draft", "waiting", "approved", "rejected"
# A course of the alliance, under a licence: the school sets its dates and puts it online.
OFFERED, ONLINE, OFFLINE, EXPIRED = "offered", "online", "offline", "expired"


class Course(Place):
    """A course of a school: its team, its library, and its terms by name."""

    rooms = ("library",)
    grants = {LEAD: {VIEW, TEACH, MANAGE}, TEACHER: {VIEW, TEACH}, ASSISTANT: {VIEW, TEACH}}
    # True: a MOOC, which everybody may take; else a SPOC, for the people of this school.
    open_to_all = False
    # What it says of itself (subject, aims …), and the weights of its marks: plain, replaced as a whole.
    details: dict = {}
    grading: dict = {}
    # ((when, by whom, deed, reason), …): how it came through the review.
    passed: tuple = ()
    # {"course": its name at the alliance, "until": a date or None}: it is used under a licence. `borrowed` is its library, to use and copy.
    licence = None
    borrowed = None
    # {"at", "by", "note"}: this school recommends it to the alliance. What became of that is the alliance's to say.
    recommended = None

    def __init__(self, title, lead=None, hidden=False):
        super().__init__(library=Library())
        self.title = title
        self.hidden = hidden
        self.team = OOBTree()
        self.source = None
        self.state = UNSENT
        self.summary = ""
        if lead:
            self.team[lead] = LEAD

    def roles_of(self, aid):
        role = self.team.get(aid)
        return (role,) if role else ()

    def terms(self):
        return list(self._items.values())

    @property
    def shown(self):
        """Whether people find it and may take it; who is enrolled keeps what they have either way."""
        return not self.hidden and self.state in (APPROVED, ONLINE)

    @property
    def lead(self):
        """Who is responsible for it (运行教师); None when nobody was appointed."""
        return next((aid for aid, role in self.team.items() if role == LEAD), None)


class Library(Desk):
    """练习库 / 问卷库: activities kept for use again, for the course's team and whoever teaches one of its classrooms."""

    for_teachers = True
    grants = {TEACHER: {VIEW, TEACH}}

    def roles_of(self, aid):
        course = self.__parent__
        rooms = (room for term in course.terms() for room in term.classrooms())
        return (TEACHER,) if any(aid in room.teachers for room in rooms) else ()


class Term(Place):
    """One running of a course, with its dates and classrooms."""

    rooms = ("units", "notices", "forum")
    # (key, address) of the classrooms that the last presses made here, for those that arrive twice.
    made: tuple = ()
    # From when until when one may take it: dates, both included.
    enrol_from = enrol_until = None

    def __init__(self, title, starts=None, ends=None):
        super().__init__(units=Folder(), notices=Numbered(), forum=Folder())
        self.title = title
        self.starts = starts
        self.ends = ends
        self.password = None
        self.enrolled = OOBTree()

    def classrooms(self):
        return list(self._items.values())


class AllianceCourse(Place):
    """A course that the alliance holds for its schools: what it says of itself, its library, and who may use it until when."""

    rooms = ("library", "files")

    def __init__(self, title, origin=("", "")):
        super().__init__(library=Library(), files=Folder())
        self.title = title
        self.summary = ""
        self.details: dict = {}
        self.grading: dict = {}
        # The school and the course that it came from; empty for one of the alliance's own.
        self.origin = origin
        # school -> {"starts", "until", "fee", "note", "at", "by", "ended"}
        self.licences = OOBTree()

    def terms(self):
        return []
