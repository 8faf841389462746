"""Classrooms beside the courses: an independent one with an assistant and somebody who was taken out, and one that was put away."""

from datetime import timedelta

from ..flows import membership
from ..flows.enrolling import enrol
from ..flows.rooms import own_course_name
from ..flows.timetable import term_of
from ..model.base import path_of
from ..model.classrooms import Classroom
from ..model.courses import Course, Term
from ..permissions import ASSISTANT, TEACHER

CLUB, PAST = "物理兴趣小组", "大学物理 3 班"
CLUB_PLACE, CLUB_TIMES = "教三 118", "周四 7–8 节"
OWN = "的课堂"
CLUB_SIZE = 12


def take_course(term, people, since):
    """Whoever is in a classroom of a course takes the course."""
    for person in people:
        enrol(term, person.aid, since, "room")


def more_rooms(alliance, school, teacher, crowd, now, today, new_code):
    """What a teacher has beside the classroom of the course."""
    course = school["courses"][own_course_name(teacher.aid)] = Course(f"{teacher.name}{OWN}", lead=teacher.aid, hidden=True)
    club = _room(alliance, school, course, today, Classroom(CLUB, new_code(alliance), where=CLUB_PLACE, times=CLUB_TIMES), teacher)
    for person in crowd[:CLUB_SIZE]:
        club.set_member(person.aid, name=person.name, number=person.number, cohort=person.cohort, spans=((now - timedelta(days=30), None),))
        school.remember_place(person.aid, path_of(club))
    if len(crowd) > CLUB_SIZE:
        _helper(school, club, crowd[CLUB_SIZE])
        _taken_out(school, club, crowd[0], now)
    past = _room(alliance, school, course, today - timedelta(days=200), Classroom(PAST, new_code(alliance), times=CLUB_TIMES), teacher)
    past.archived = now - timedelta(days=120)


def _room(alliance, school, course, day, room, teacher):
    word, title, starts, ends = term_of(day)
    if word not in course:
        course[word] = Term(title, starts, ends)
    course[word][f"r{len(course[word]) + 1}"] = room
    room.teachers[teacher.aid] = TEACHER
    alliance.codes[room.code] = (school.slug, path_of(room))
    school.remember_place(teacher.aid, path_of(room))
    return room


def _helper(school, room, person):
    """A student of another year looks after the group and sees no marks."""
    room.teachers[person.aid] = ASSISTANT
    membership.allow(room, person.aid, (membership.CLASS, membership.PEOPLE))
    school.remember_place(person.aid, path_of(room))


def _taken_out(school, room, person, now):
    (since, _until), = room.member(person.aid).spans
    room.set_member(person.aid, spans=((since, now - timedelta(hours=3)),))
    room.kept_out.add(person.aid)
    school.forget_place(person.aid, path_of(room))
