"""Who comes into a class without being certified says once who they are; the committer writes it, for a whole hall does so at the bell."""

from ..committer import Outcome
from ..model.base import find
from ..model.classrooms import Classroom
from ..words import translator
from . import certifying
from .teaching import room_changed

_ = translator("mooctang_core")


def unknown(classroom, aid):
    """Whether nobody knows yet who this member is: not certified, and no number given."""
    member = classroom.member(aid)
    return member is not None and member.active and not member.simulated and not member.certified and not member.number


def was_asked(classroom, aid):
    """Whether they were asked and would rather say so later: then the page only reminds them."""
    return bool(classroom.member(aid).extra.get("asked"))


def introduce(school, command, host, now):
    """Number and name in this and every other classroom of the person, or only the note that they were asked."""
    classroom = find(school, command.path)
    if not isinstance(classroom, Classroom) or not unknown(classroom, command.aid):
        return Outcome("closed", _("这里已经知道你是谁，不用再填。"))
    if command.answer.get("later"):
        kept = classroom.member(command.aid)
        classroom.set_member(command.aid, extra={**kept.extra, "asked": True})
    else:
        said = {"name": command.answer["name"], "number": certifying.one_number(command.answer["number"])}
        school.shelf(certifying.SHELF).many("provisional")[command.aid] = {**said, "since": now}
        for room in certifying.rooms_of(school, command.aid):
            if unknown(room, command.aid):
                room.set_member(command.aid, certified=False, **said)
        room_changed(classroom, school)
    return Outcome("done")
