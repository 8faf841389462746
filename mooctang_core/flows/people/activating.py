"""One-time passwords: given to people by the school that made their accounts, shown once, on paper."""

from typing import NamedTuple

from ...changes import note
from ...identity import devices, passwords
from ...words import translator
from .. import auditing

_ = translator("mooctang_core")

NO_ACCOUNT = _("还没有账号")
OWN = _("本人注册的账号，密码由本人用手机或邮箱找回")
ELSEWHERE = _("账号也属于别的学校，密码由本人找回")
OPERATES = _("联盟运营人员，密码由联盟处理")
BLOCKED = _("已经停用")


class Slip(NamedTuple):
    """What is printed for one person and never shown again."""

    name: str
    login: str
    secret: str
    cohort: str
    until: object


def login_of(account, number=""):
    """What a person types to log in: their number, else whatever they have."""
    kinds = {method.partition(":")[0]: method.partition(":")[2] for method in reversed(account.methods)}
    return number or kinds.get("user") or kinds.get("phone") or kinds.get("email") or ""


def reason_not(alliance, slug, account, staff_elsewhere):
    """Why this school may not give a new password to an account; None when it may.

    An account opens everything its owner has, in every school: so only the school that made it may open it, and only while it is
    nobody else's business. `staff_elsewhere(aid)` says whether another school has it among its teachers or managers.
    """
    if account is None:
        return NO_ACCOUNT
    if account.aid in alliance.operators:
        return OPERATES
    if set(account.certifications) - {slug} or staff_elsewhere(account.aid):
        return ELSEWHERE
    issued = account.home is None and account.methods and all(method.startswith("user:") for method in account.methods) and account.number_at(slug)
    return None if account.home == slug or issued else OWN


def issue(school, alliance, people, now, by, staff_elsewhere, about=""):
    """One-time passwords for [(account or None, name, number, class)]: (slips, [(name, why not)])."""
    slips, refused = [], []
    for account, name, number, cohort in people:
        why = BLOCKED if account is not None and account.aid in school.blocked else reason_not(alliance, school.slug, account, staff_elsewhere)
        if why:
            refused.append((name, why))
            continue
        secret = passwords.give_one_time(account, now)
        note(account, {"s": "", "k": "revoke", "a": [account.aid], "d": devices.close_all(account)})
        if account.dormant:
            account.epoch = 0
        slips.append(Slip(name, login_of(account, number), secret, cohort, account.credential_until))
    if slips:
        auditing.log(school, by, "passwords-issued", about or "、".join(slip.name for slip in slips[:5]), now, count=len(slips))
    return slips, refused
