"""Teacher verification 教师认证: somebody says that they teach here and shows a proof; the school looks at it and answers.

An application is plain data under the account's id: one at a time, with what was answered before. A proof lies with the school's files
until the answer, and no longer.
"""

from ..activity import Refused
from ..model.people import RosterEntry
from ..parts import Notice
from ..store import files
from ..words import translator
from . import auditing, certifying
from .people import directory
from .telling import send_notice

_ = translator("mooctang_core")
SHELF = "verification"
APPLIED, APPROVED, REJECTED, WITHDRAWN = "applied", "approved", "rejected", "withdrawn"
KEPT_ANSWERS = 10


def is_teacher(school, aid):
    """Whether this account is an approved teacher of the school: the V beside the name."""
    return aid is not None and aid in school.teachers


def application(school, aid):
    """What this account asked for last, as plain data; None when it never did."""
    return school.peek_many(SHELF, "applications").get(aid)


def queue(school):
    """[(aid, application)] that wait, the oldest first."""
    return sorted(_with(school, APPLIED), key=lambda pair: pair[1]["at"])


def decided(school):
    """[(aid, application)] that were answered, the newest answer first."""
    return sorted(_with(school, APPROVED, REJECTED), key=lambda pair: pair[1]["decided"], reverse=True)


def waiting(school):
    return len(school.peek_many(SHELF, "waiting"))


def _with(school, *states):
    return [(aid, kept) for aid, kept in school.peek_many(SHELF, "applications").items() if kept["state"] in states]


def apply(school, host, account, name, number, note, proof, now):
    """Ask to be known as a teacher. Asking again before the answer changes what was sent."""
    if is_teacher(school, account.aid):
        raise Refused(_("你已经是这所学校的认证教师。"))
    before = application(school, account.aid)
    proof = proof or (before["proof"] if before and before["state"] == APPLIED else None)
    if before and before["proof"] and (proof is None or before["proof"]["hash"] != proof["hash"]):
        _drop(school, before["proof"])
    _keep(school, account.aid, {
        "name": name, "number": certifying.one_number(number), "note": note, "proof": proof, "at": now, "state": APPLIED,
        "by": "", "decided": None, "reason": "", "answers": before["answers"] if before else ()})
    if not before or before["state"] != APPLIED:
        told = Notice(_("${name} 申请教师认证", name=name), _("工号 ${number}。请在“教师认证”里审核。", number=number), "/manage/verifications", tuple(school.managers), "account")
        send_notice(school, host, told, now)


def withdraw(school, account):
    """Before the answer one may take the application back; its proof is gone at once."""
    _answered(school, account.aid, WITHDRAWN)


def approve(school, alliance, host, account, now, by):
    """A teacher of this school from now on: the V mark, and classrooms of their own."""
    kept = _pending(school, account.aid)
    enter(school, account, kept["number"], kept["name"], now)
    school.teachers.add(account.aid)
    account.verified_teacher = True
    _answered(school, account.aid, APPROVED, now, by)
    auditing.log(school, by, "teacher-approved", kept["number"], now, name=kept["name"])
    _tell(school, host, account, _("你已经通过教师认证"), _("名字旁边有了 V 标记，现在可以创建课堂。"), now)


def reject(school, host, account, reason, now, by):
    """Not approved, with the reason; the person may mend it and ask again."""
    kept = _pending(school, account.aid)
    if not reason:
        raise Refused(_("请写明原因，申请人会看到。"))
    _answered(school, account.aid, REJECTED, now, by, reason)
    auditing.log(school, by, "teacher-rejected", kept["number"], now, name=kept["name"], reason=reason)
    _tell(school, host, account, _("教师认证没有通过"), _("原因：${reason}。可以改好后重新申请。", reason=reason), now)


def revoke(school, host, account, now, by):
    """No longer a teacher of this school. Classrooms and records stay as they are."""
    if not is_teacher(school, account.aid):
        raise Refused(_("这个账号不是认证教师。"))
    school.teachers.remove(account.aid)
    account.verified_teacher = False
    if application(school, account.aid):
        _answered(school, account.aid, WITHDRAWN, now, by)
    auditing.log(school, by, "teacher-revoked", account.aid, now, name=account.name)
    _tell(school, host, account, _("学校撤销了你的教师认证"), _("已有的课堂和记录都在。有疑问请联系学校管理员。"), now)


def forget(school, aid):
    """What somebody sent is gone with them; done again, it changes nothing."""
    kept = application(school, aid)
    if kept is None:
        return
    if kept["proof"]:
        _drop(school, kept["proof"])
    for name in ("applications", "waiting"):
        if aid in school.peek_many(SHELF, name):
            del school.shelf(SHELF).many(name)[aid]


def enter(school, account, number, name, now):
    """The staff number in the school's books; it may be there already, but not as somebody else's."""
    full = school.full_number(number)
    entry = school["people"].get(full)
    if entry is None:
        entry = school["people"][full] = RosterEntry(full, name, role="teacher")
    if entry.role == "student":
        raise Refused(_("名单里 ${number} 是学生 ${name} 的学号，不是工号。", number=full, name=entry.name))
    if entry.aid not in (None, account.aid):
        raise Refused(_("工号 ${number} 已经属于另一个账号。", number=full))
    entry.aid = account.aid
    entry.details = {**entry.details, "certified": now}
    directory.note(school, entry)
    account.certifications.setdefault(school.slug, full)


def _pending(school, aid):
    kept = application(school, aid)
    if kept is None or kept["state"] != APPLIED:
        raise Refused(_("这个申请已经处理过了。"))
    return kept


def _answered(school, aid, state, now=None, by="", reason=""):
    kept = dict(_pending(school, aid) if state != WITHDRAWN else application(school, aid) or {})
    if not kept:
        return
    if kept["proof"]:
        _drop(school, kept["proof"])
    answers = (*kept["answers"], (state, now, by, reason))[-KEPT_ANSWERS:]
    _keep(school, aid, {**kept, "state": state, "decided": now, "by": by, "reason": reason, "proof": None, "answers": answers})


def _keep(school, aid, kept):
    shelf = school.shelf(SHELF)
    shelf.many("applications")[aid] = kept
    if kept["state"] == APPLIED:
        shelf.many("waiting")[aid] = True
    elif aid in shelf.many("waiting"):
        del shelf.many("waiting")[aid]


def _drop(school, proof):
    """A proof is looked at once and not kept, unless the same file is the school's for another reason."""
    if not proof.get("shared") and proof["hash"] in school.files:
        files.forget(school, proof["hash"])


def _tell(school, host, account, title, text, now):
    send_notice(school, host, Notice(title, text, "/verify", (account.aid,), "account"), now)
