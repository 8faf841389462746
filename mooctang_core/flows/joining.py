"""Coming into a classroom and going out of it."""

from BTrees.OOBTree import OOBTree

from ..activity import Refused
from ..changes import changed
from ..committer import Outcome
from ..model.base import find, hold_current, path_of
from ..model.classrooms import Classroom
from ..model.simulated import simulated_id
from ..words import translator
from .enrolling import enrol_through
from .teaching import open_nodes, room_changed

_ = translator("mooctang_core")
NEARLY_FULL = 200


def join(school, command, host, now):
    """The committer's half: many join at the bell, and all write the same tree."""
    classroom = find(school, command.path)
    if not isinstance(classroom, Classroom):
        return Outcome("closed", _("这个课堂已经不在了。"))
    if classroom.archived:
        raise Refused(_("这个课堂已经结束，不能再加入。"))
    again = not add_member(classroom, school, host, command.aid, now, **command.answer)
    return Outcome("done", "", fields={"again": again})


# See committer.group: a hall that joins writes one list, from all processes.
join.raises_first = join.takes_turns = True  # type: ignore[attr-defined]


def add_member(classroom, school, host, aid, now, limit=None, **facts):
    """Make this person a member from now on; False when they already are."""
    member = classroom.member(aid)
    if member is not None and member.active:
        return False
    if aid in classroom.kept_out:
        raise Refused(_("老师已经把你移出这个课堂。请与老师联系。"))
    if limit:
        _find_room(classroom, limit)
    spans = member.spans if member is not None else ()
    classroom.set_member(aid, spans=(*spans, (now, None)), **facts)
    arrive(classroom, school, host, aid, now)
    return True


def arrive(classroom, school, host, aid, now):
    """What a new member finds: the course, the place among their own, and whatever is open in the class that runs."""
    school.remember_place(aid, path_of(classroom))
    enrol_through(classroom, aid, classroom.member(aid).certified, now)
    _lay_out_open(classroom, aid)
    host.tell(school, "member_joined", classroom=classroom, person_id=aid, school=school, now=now)
    room_changed(classroom, school)


def _find_room(classroom, limit):
    if len(classroom.members) < limit - NEARLY_FULL:
        return  # however many of them are still here
    taken = sum(1 for kept in classroom.members.values() if kept["spans"][-1][1] is None)
    if taken >= limit:
        raise Refused(_("这个课堂已经满了（${limit} 人）。请告诉老师。", mapping={"limit": limit}))
    if taken >= limit - NEARLY_FULL:
        # Two processes that each fill the last place would not notice one another in a tree of members.
        classroom.last_places = taken


def _lay_out_open(classroom, aid):
    session = classroom["sessions"].running
    for node in open_nodes(session) if session is not None else ():
        node.lay_out([aid])


def leave(classroom, school, host, aid, now, removed=False):
    """End a membership; the records stay. A student may go only while no class runs; a teacher may remove any time."""
    member = classroom.member(aid)
    if member is None or not member.active:
        return
    if not removed:
        # A class that begins at the same moment comes first.
        hold_current(classroom["sessions"])
    if classroom["sessions"].running is not None and not removed:
        raise Refused(_("正在上课，下课后才能退出课堂。"))
    classroom.set_member(aid, spans=(*member.spans[:-1], (member.spans[-1][0], now)))
    school.forget_place(aid, path_of(classroom))
    host.tell(school, "member_left", classroom=classroom, person_id=aid, school=school, now=now)
    room_changed(classroom, school)
    changed(school, path_of(classroom), "revoke", (aid,))


def simulate(classroom, teacher, now):
    """Let a teacher come in as a simulated student; coming twice is once."""
    if classroom.simulated is None:
        classroom.simulated = OOBTree()
    classroom.simulated.setdefault(simulated_id(teacher), now)


def stop_simulating(classroom, school, aid):
    """Take a simulated student out again; its open pages end."""
    if (classroom.simulated or {}).get(aid):
        del classroom.simulated[aid]
        changed(school, path_of(classroom), "revoke", (aid,))
