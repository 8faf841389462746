"""Who is taken out of a classroom, kept out and let in again; who teaches in it and assists, and what assistants may do there."""

from datetime import timedelta

from BTrees.OOBTree import OOBTree

from ..activity import Refused
from ..changes import changed
from ..model.base import above, path_of
from ..model.courses import Course
from ..parts import Notice
from ..permissions import ASSISTANT, LEAD, TEACHER
from ..words import translator
from . import auditing, joining
from .teaching import room_changed
from .telling import send_notice

_ = translator("mooctang_core")
PUT_BACK = timedelta(hours=24)
CLASS, MARKS, PEOPLE = "class", "marks", "people"
DUTIES = {
    CLASS: _("上课和备课"),
    MARKS: _("看和改成绩、考勤"),
    PEOPLE: _("管理学生"),
}
"""What an assistant may be allowed; the settings of a classroom are its teachers' alone."""
ROLES = {TEACHER: _("任课老师"), ASSISTANT: _("助教")}
FOUND_MOST = 20


# Students -------------------------------------------------------------------------------------------------------------------

def remove(room, school, host, aids, keep_out, by, now):
    """Take members out, also while a class runs; their records stay. Returns the names of those who were here."""
    gone = [member for member in map(room.member, aids) if member is not None and member.active and not member.simulated]
    for member in gone:
        joining.leave(room, school, host, member.aid, now, removed=True)
        if keep_out:
            room.kept_out.add(member.aid)
    if gone:
        auditing.log(school, by, "room-removed", path_of(room), now, title=room.title, names=tuple(member.name for member in gone[:FOUND_MOST]), count=len(gone))
    return gone


def can_put_back(member, now):
    """Whether taking this member out can be undone as if it had not been."""
    return bool(member.spans) and member.spans[-1][1] is not None and now - member.spans[-1][1] <= PUT_BACK


def put_back(room, school, host, aid, by, now):
    """撤销: as if the member had never been out. Doing it twice is once."""
    member = room.member(aid)
    if member is None or member.active:
        return
    if not can_put_back(member, now):
        raise Refused(_("已经超过 24 小时，不能撤销了。学生可以用课堂码重新加入。"))
    let_in(room, aid)
    room.set_member(aid, spans=(*member.spans[:-1], (member.spans[-1][0], None)))
    joining.arrive(room, school, host, aid, now)
    auditing.log(school, by, "room-put-back", path_of(room), now, title=room.title, name=member.name)


def let_in(room, aid):
    """Whoever was kept out may join again with the code."""
    if aid in room.kept_out:
        room.kept_out.remove(aid)


def former(room):
    """Those who were members once and are none today, with the last gone first."""
    return sorted((member for member in room.everyone() if member.spans and not member.active), key=lambda member: member.spans[-1][1], reverse=True)


# Teachers and assistants ------------------------------------------------------------------------------------------------------

def candidates(school, alliance, room, words):
    """[(Account, number)] of this school's people that a teacher means: teachers by name or number, anybody else by the whole number."""
    words = " ".join(words.split()).casefold()
    entry = school["people"].get(school.full_number(words.upper())) or school["people"].get(words)
    by_number = [entry.aid] if entry is not None and entry.aid else []
    by_name = [aid for aid in school.teachers if len(words) > 1 and aid in alliance.accounts and words in alliance.accounts[aid].name.casefold()] if words else []
    aids = [aid for aid in dict.fromkeys((*by_number, *by_name)) if aid in alliance.accounts and aid not in room.teachers]
    return [(alliance.accounts[aid], alliance.accounts[aid].number_at(school.slug) or "") for aid in aids[:FOUND_MOST]]


def appoint(room, school, host, account, role, duties, by, now):
    """Make somebody a teacher or an assistant of a classroom, or change what they are. They are told."""
    member = room.member(account.aid)
    if member is not None and member.active:
        raise Refused(_("${name}是这个课堂的学生。请先把${name}移出课堂，再设为老师或助教。", name=account.name))
    if role != TEACHER and room.teachers.get(account.aid) == TEACHER:
        _refuse_last(room, account.aid)
    if role == TEACHER and account.aid not in school.teachers:
        raise Refused(_("${name}还不是本校认证的老师，只能设为助教。", name=account.name))
    new = account.aid not in room.teachers
    room.teachers[account.aid] = role
    allow(room, account.aid, duties if role == ASSISTANT else None)
    school.remember_place(account.aid, path_of(room))
    auditing.log(school, by, "room-appointed", path_of(room), now, title=room.title, name=account.name, role=role)
    room_changed(room, school)
    if new and account.aid != by:
        title = _("你成为“${room}”的${role}", room=room.title, role=ROLES[role])
        send_notice(school, host, Notice(title, "", f"{path_of(room)}/", (account.aid,), "notice", f"appointed {path_of(room)} {role} {now.isoformat()}"), now)


def allow(room, aid, duties):
    """What an assistant may do from now on; None for somebody who is none."""
    if room.duties is None:
        room.duties = OOBTree()
    if duties is not None:
        room.duties[aid] = tuple(word for word in DUTIES if word in duties)
    elif aid in room.duties:
        del room.duties[aid]


def dismiss(room, school, aid, by, now, name=""):
    """Somebody teaches or assists here no longer; the last teacher stays."""
    if aid not in room.teachers:
        return
    _refuse_last(room, aid)
    del room.teachers[aid]
    allow(room, aid, None)
    school.forget_place(aid, path_of(room))
    auditing.log(school, by, "room-dismissed", path_of(room), now, title=room.title, name=name)
    changed(school, path_of(room), "revoke", (aid,))
    room_changed(room, school)


def _refuse_last(room, aid):
    if [other for other, role in room.teachers.items() if role == TEACHER] == [aid]:
        raise Refused(_("这是课堂唯一的任课老师。请先添加另一位任课老师。"))


# What an assistant may do ---------------------------------------------------------------------------------------------------------

def duties_of(room, aid):
    """The duties of an assistant; None for whoever is bound by none: a teacher, or one of the course's team."""
    if room.teachers.get(aid) != ASSISTANT or above(room, Course).team.get(aid) in (LEAD, TEACHER):
        return None
    return (room.duties or {}).get(aid, tuple(DUTIES))


def may_do(room, aid, duty):
    duties = duties_of(room, aid)
    return duties is None or duty in duties
