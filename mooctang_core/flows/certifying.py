"""Certification: one number of a school's books and one account belong together. What somebody did hangs on the account and stays there.

The school's book is what counts: an entry with an `aid` is certified with that account. The account keeps the number beside it, so that
menus need no search; the two may lie in two databases. Whoever writes them one after the other writes the account first: what is
then missing is mended by doing it again, for certifying what is certified changes nothing.
"""

import unicodedata

from ..activity import Refused
from ..model.base import find
from ..model.classrooms import Classroom
from ..words import translator
from . import auditing, enrolling
from .seats import move_seats
from .teaching import room_changed

_ = translator("mooctang_core")
SHELF = "certification"

NO_SERVICE = _("这所学校没有开通学生认证。可以直接加入课堂，上课不受影响。")
NOT_ON_ROSTER = _("学校的名单里没有这个学号。请核对有没有输错；如果学号没错，请联系学校管理员把你加进名单。")
NO_MATCH = _("姓名或认证码和学校的记录不一致。请照认证单上写的填写；认证码不分大小写。")
NO_CODE = _("学校还没有给这个学号发认证码。可以先选“暂无认证码”上课，拿到认证码以后再来认证。")
ANOTHER = _("这个账号已经认证了学号 ${number}。要换一个学号，请先解除现在的认证。")
TAKEN = _("这个学号已经由另一个账号认证。")


class Taken(Refused):
    """Somebody else is certified with the number; `holder` is their account."""

    def __init__(self, holder):
        super().__init__(TAKEN)
        self.holder = holder


# Asking ------------------------------------------------------------------------------------------------------------------------

def offered(school):
    """Whether this school certifies its students."""
    return school.peek_shelf(SHELF).get("offered", True)


def entry_of(school, account):
    """The roster entry that this account is certified with, or None. The school's book decides."""
    number = account.number_at(school.slug) if account is not None else None
    entry = school["people"].get(number) if number else None
    return entry if entry is not None and entry.aid == account.aid else None


def entry_at(school, number):
    """The entry of a number, written complete or bare; Refused when the school has no such number."""
    number = one_number(number)
    entry = school["people"].get(school.full_number(number)) if number else None
    if entry is None:
        raise Refused(NOT_ON_ROSTER)
    return entry


def one_number(text):
    """A number as it was meant: half-width, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text or "").split()).upper()[:32]


def one_name(text):
    """A name for comparing: 欧阳 · 娜娜 and 欧阳·娜娜 are one."""
    kept = unicodedata.normalize("NFKC", text or "").casefold()
    return "".join(letter for letter in kept if letter.isalnum())


def known_as(school, account):
    """(number, name, administrative class, whether certified) as this person stands in the school's books or said themselves; None for nothing."""
    entry = entry_of(school, account)
    if entry is not None:
        return entry.number, entry.name, entry.cohort or "", True
    said = provisional(school, account.aid) if account is not None else None
    return (said["number"], said["name"], "", False) if said else None


def provisional(school, aid):
    """What somebody without a code said of themselves: {"number", "name", "since"}, or None."""
    return school.peek_many(SHELF, "provisional").get(aid)


def holder_of(alliance, entry):
    """The account that a number is certified with, or None."""
    return alliance.accounts.get(entry.aid) if entry.aid else None


def former(entry):
    """The accounts that had this number before, the latest first: [(aid, when it ended)]."""
    return tuple(reversed(entry.details.get("former", ())))


def never_used(account, number):
    """Whether nobody ever came in with this account: it was made by an import for a number, and waits."""
    waits = account.dormant or (not account.epoch and (account.must_change or account.credential is None))
    return waits and not account.devices and set(account.methods) <= {f"user:{number.casefold()}"}


# Doing -------------------------------------------------------------------------------------------------------------------------

def certify(school, alliance, account, number, now, by, host=None):
    """This account has this number from now on. Taken when somebody who uses their account has it; an unused account makes room
    (with a `host`, plugins hand its things over, too)."""
    entry = entry_at(school, number)
    mine = entry_of(school, account)
    if mine is entry:
        return entry
    if mine is not None:
        raise Refused(ANOTHER % {"number": mine.number})
    holder = holder_of(alliance, entry)
    if holder is not None and holder is not account:
        if not never_used(holder, entry.number):
            raise Taken(holder)
        dissolve(school, alliance, holder, account, entry, now, host)
    _link(school, alliance, account, entry, now)
    if by != account.aid:
        auditing.log(school, by, "certified", entry.number, now, name=entry.name)
    return entry


def _link(school, alliance, account, entry, now):
    account.certifications[school.slug] = entry.number
    entry.aid = account.aid
    entry.details = {**entry.details, "certified": now}
    if alliance.methods.get(method_of(entry)) is None:
        alliance.bind(account, method_of(entry))
    _no_longer_waits(school, account.aid, entry.number)
    enrolling.complete(school, account.aid, now, name=entry.name, number=entry.number, cohort=entry.cohort or "")
    tell_rooms(school, account.aid)


def _no_longer_waits(school, aid, number):
    """What they said of themselves before, and their claim, have done their work."""
    if provisional(school, aid):
        del school.shelf(SHELF).many("provisional")[aid]
    if claim_by(school, aid, number):
        del school.shelf(SHELF).many("claims")[aid]


def method_of(entry):
    return f"user:{entry.number.casefold()}"


def release(school, alliance, account, now, by):
    """The account and its number part. Records, memberships and what the lists say of the person stay."""
    entry = entry_of(school, account)
    number = account.certifications.pop(school.slug, None)
    if entry is None:
        return None
    entry.aid = None
    entry.details = {**entry.details, "former": (*former_but(entry, account.aid), (account.aid, now))}
    _unbind(alliance, account, method_of(entry))
    enrolling.uncertify(school, account.aid)
    tell_rooms(school, account.aid)
    auditing.log(school, by, "certification-released", number, now, name=entry.name, own=by == account.aid)
    return entry


def former_but(entry, aid):
    return tuple(kept for kept in entry.details.get("former", ()) if kept[0] != aid)


def _unbind(alliance, account, method):
    """The number is no longer a way into this account, unless it is the only one."""
    if method in account.methods and len(account.methods) > 1:
        account.methods = tuple(one for one in account.methods if one != method)
        if alliance.methods.get(method) == account.aid:
            del alliance.methods[method]


def reassign(school, alliance, number, account, now, by, host=None):
    """Give a number to this account, whoever has it. Who had it keeps every record, and is shown to the school as its former holder."""
    entry = entry_at(school, number)
    mine = entry_of(school, account)
    if mine is not None and mine is not entry:
        raise Refused(_("这个账号已经认证了学号 ${number}。请先解除那个认证，再分配。", number=mine.number))
    holder = holder_of(alliance, entry)
    if holder is account:
        return entry
    if holder is not None and not never_used(holder, entry.number):
        release(school, alliance, holder, now, by)
    return certify(school, alliance, account, entry.number, now, by, host)


def dissolve(school, alliance, unused, account, entry, now, host):
    """An account that an import made and nobody used makes room: its places and enrolments are this person's now."""
    move_seats(school, unused.aid, account.aid, host, now)
    for method in unused.methods:
        if alliance.methods.get(method) == unused.aid:
            del alliance.methods[method]
    unused.certifications.pop(school.slug, None)
    if not unused.certifications and unused.aid in alliance.accounts:
        del alliance.accounts[unused.aid]
    entry.aid = None


def rooms_of(school, aid):
    """The classrooms that this person attends."""
    found = (find(school, path) for path in school.places.get(aid, ()))
    return [room for room in found if isinstance(room, Classroom) and aid in room.members]


def tell_rooms(school, aid):
    for room in rooms_of(school, aid):
        room_changed(room, school)


def say(school, account, number, name, now):
    """Without a code: what somebody says of themselves, for teachers' lists, until they are certified."""
    school.shelf(SHELF).many("provisional")[account.aid] = {"number": number, "name": name, "since": now}
    for room in rooms_of(school, account.aid):
        room.set_member(account.aid, name=name, number=number, certified=False)
        room_changed(room, school)


def claim(school, account, number, now):
    """Somebody says that a number which another account has is theirs: it stands in the school's list until it is settled."""
    entry = entry_at(school, number)
    school.shelf(SHELF).many("claims")[account.aid] = {"number": entry.number, "at": now}
    return entry


def claim_by(school, aid, number):
    """Whether this account claims this number."""
    kept = school.peek_many(SHELF, "claims").get(aid)
    return kept is not None and kept["number"] == number


def settle(school, aid, now, by):
    """Somebody's claim is dealt with, without their getting the number."""
    claims = school.shelf(SHELF).many("claims")
    if aid in claims:
        number = claims[aid]["number"]
        del claims[aid]
        auditing.log(school, by, "certification-claim-closed", number, now)


def held_about(school, aid):
    """What this school keeps of somebody beside the roster: what they said of themselves, and the numbers they claimed."""
    said, claimed = provisional(school, aid), school.peek_many(SHELF, "claims").get(aid)
    return {"said of oneself": dict(said) if said else None, "claimed number": claimed["number"] if claimed else None}


def forget(school, aid):
    """The same is forgotten; done again, it changes nothing."""
    for name in ("provisional", "claims"):
        if aid in school.peek_many(SHELF, name):
            del school.shelf(SHELF).many(name)[aid]


def claims_of(school):
    """[(account id, {"number", "at"})] that wait, the oldest first."""
    return sorted(school.peek_many(SHELF, "claims").items(), key=lambda pair: pair[1]["at"])


def switch(school, on, now, by):
    """Whether this school certifies its students."""
    if offered(school) != on:
        school.shelf(SHELF)["offered"] = on
        auditing.log(school, by, "certification-on" if on else "certification-off", "", now)
