"""An account that is to be deleted: for thirty days it can be had back, then nothing of the person is left in it."""

from datetime import timedelta

from BTrees.OOBTree import OOBTree

from ..words import translator
from . import devices

_ = translator("mooctang_core")
KEPT = timedelta(days=30)
GONE = _("已注销")


def hindrances(alliance, schools, account):
    """Why the account cannot be deleted yet: what has to be given back or handed over first, one sentence each."""
    found = [_("你在“${school}”已经认证，请先解除认证。", school=schools[slug].title) for slug in account.certifications if slug in schools]
    for school in schools.values():
        if account.aid in school.managers:
            found.append(_("你是“${school}”的管理员，请先请另一位管理员取消你的管理员身份。", school=school.title))
        found += [_("你负责“${school}”的课程“${course}”，请先交给另一位老师。", school=school.title, course=course.title)
                  for course in school["courses"].values() if account.aid in course.team and not course.hidden]
        found += [_("你是“${school}”的课堂“${room}”的老师，请先交给另一位老师或归档。", school=school.title, room=room.title)
                  for course in school["courses"].values() for term in course.terms() for room in term.classrooms()
                  if account.aid in room.teachers and not room.archived]
    if account.aid in alliance.operators:
        found.append(_("你是联盟的运营人员，请先请另一位运营人员取消你的身份。"))
    return found


def leave(alliance, account, now):
    """Ask for the deletion. Returns the devices that were signed out."""
    account.leaving = now
    if alliance.leaving is None:
        alliance.leaving = OOBTree()
    alliance.leaving[account.aid] = now
    return devices.close_all(account)


def come_back(alliance, account):
    """As if nothing had been asked."""
    account.leaving = None
    (alliance.leaving or {}).pop(account.aid, None)


def is_over(account, now):
    return account.leaving is not None and now - account.leaving >= KEPT


def pseudonym(aid):
    """What stands for somebody who has gone: the same everywhere, and nobody's name."""
    return f"{GONE} {aid[-4:].upper()}"


def erase(alliance, account):
    """Nothing of the person is left in the account; its ways to log in are anybody's again. Done again, it changes nothing."""
    for method in account.methods:
        alliance.unbind(account, method)
    devices.close_all(account)
    account.name, account.credential, account.disabled = pseudonym(account.aid), None, True
    account.reminders, account.picture, account.second, account.timezone = "", None, None, None
    # What the person wanted to hear and where, and what plugins keep on the account (the addresses of their browsers).
    account.wishes, account._shelves = {}, None
    (alliance.leaving or {}).pop(account.aid, None)
