"""Courses and their terms."""

from BTrees.OOBTree import OOBTree

from ..permissions import ASSISTANT, LEAD, MANAGE, TEACH, TEACHER, VIEW
from .base import Desk, Folder, Numbered, Place


class Course(Place):
    """A course of a school: its team, its library, and its terms by name."""

    rooms = ("library",)
    grants = {LEAD: {VIEW, TEACH, MANAGE}, TEACHER: {VIEW, TEACH}, ASSISTANT: {VIEW, TEACH}}
    # True: a MOOC, which everybody may take; else a SPOC, for the people of this school.
    open_to_all = False

    def __init__(self, title, lead=None, hidden=False):
        super().__init__(library=Library())
        self.title = title
        self.hidden = hidden
        self.team = OOBTree()
        self.source = None
        self.state = "draft"
        self.summary = ""
        if lead:
            self.team[lead] = LEAD

    def roles_of(self, aid):
        role = self.team.get(aid)
        return (role,) if role else ()

    def terms(self):
        return list(self._items.values())


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

    def __init__(self, title, starts=None, ends=None):
        super().__init__(units=Folder(), notices=Numbered(), forum=Folder())
        self.title = title
        self.starts = starts
        self.ends = ends
        self.password = None
        self.enrolled = OOBTree()

    def classrooms(self):
        return list(self._items.values())
