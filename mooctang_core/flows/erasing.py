"""Somebody's account is deleted: what a school knows of the person goes, and what teachers need for grades stays under a pseudonym."""

from ..changes import changed
from ..identity.leaving import pseudonym
from ..model.base import path_of
from . import certifying, verifying


def rooms_of(school):
    """Every classroom of a school."""
    for course in school["courses"].values():
        for term in course.terms():
            yield from term.classrooms()


def erase(school, aid, number, now):
    """In one school; done again, it changes nothing. Letters that were posted are forgotten within a month by themselves."""
    for room in rooms_of(school):
        _erase_member(school, room, aid, now)
        room.teachers.pop(aid, None)
    school.teachers.discard(aid)
    certifying.forget(school, aid)
    verifying.forget(school, aid)
    for tree in (school.places, school.inboxes):
        if tree is not None:
            tree.pop(aid, None)
    entry = school["people"].get(number) if number else None
    if entry is not None and entry.aid == aid:
        entry.aid = None


def _erase_member(school, room, aid, now):
    member, name = room.member(aid), pseudonym(aid)
    if member is None or (member.name == name and not member.active):
        return
    spans = member.spans if not member.active else (*member.spans[:-1], (member.spans[-1][0], now))
    room.set_member(aid, name=name, number="", cohort="", spans=spans, certified=False, extra={})
    changed(school, path_of(room), "room")
