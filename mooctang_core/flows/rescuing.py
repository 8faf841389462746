"""Somebody cannot get in any more: staff puts a new number or address on the same account, or takes a lost second factor away.

Whoever does it has seen the person's papers. It is written into the school's log, every device is signed out, and the person is told.
"""

from ..activity import Refused
from ..changes import note
from ..identity import devices, totp
from ..parts import Notice
from ..words import translator
from . import auditing
from .telling import send_notice

_ = translator("mooctang_core")
KINDS = {"phone": _("手机号"), "email": _("邮箱")}
REASON_MOST = 200


def belongs(school, account):
    """Whether the school knows this account: by a number in its books, or as one of its staff."""
    return is_certified(school, account) or account.aid in school.teachers or account.aid in school.managers


def is_certified(school, account):
    """Whether a number in the school's books is this account's."""
    number = account.number_at(school.slug)
    entry = school["people"].get(number) if number else None
    return entry is not None and entry.aid == account.aid


def elsewhere(alliance, schools, school, account):
    """Whether more than this school hangs on the account; then one school alone may not change how it is entered."""
    others = [one for slug, one in schools.items() if slug != school.slug]
    made_elsewhere = account.home not in (None, school.slug)
    return made_elsewhere or account.aid in alliance.operators or any(belongs(one, account) or one.places.get(account.aid) for one in others)


def refuse_foreign(alliance, schools, school, account):
    if elsewhere(alliance, schools, school, account):
        raise Refused(_("这个账号也属于别的学校或联盟，一所学校不能单独修改。请联系联盟运营。"))
    if account.home != school.slug and not is_certified(school, account):
        # Whoever is only called a teacher or a manager here has not said so themselves.
        raise Refused(_("这个账号是本人自己注册的，也没有用学号在本校认证，学校不能修改。请联系联盟运营。"))


def put_method(alliance, school, account, contact, reason, by, now):
    """A new phone number or address in place of the old one of this kind; the account and all that hangs on it stay."""
    reason = reason_in(reason)
    holder = alliance.account_by(contact.method)
    if holder is not None and holder is not account:
        raise Refused(_("${contact} 绑在另一个账号上，不能用。", contact=contact.masked))
    for method in [method for method in account.methods if method.startswith(f"{contact.kind}:") and method != contact.method]:
        alliance.unbind(account, method)
    alliance.bind(account, contact.method)
    sign_out_everywhere(account)
    auditing.log(school, by, "method-replaced", about_of(school, account), now, name=account.name, kind=str(KINDS[contact.kind]), contact=contact.masked, reason=reason)
    return _("学校管理员把你登录用的${kind}换成了 ${contact}。不是你要求的话，请马上联系学校。", kind=KINDS[contact.kind], contact=contact.masked)


def remove_second(school, account, reason, by, now):
    """Take a lost second factor away."""
    reason = reason_in(reason)
    if account.second is None:
        raise Refused(_("这个账号没有开启两步验证。"))
    totp.remove(account)
    sign_out_everywhere(account)
    auditing.log(school, by, "second-removed", about_of(school, account), now, name=account.name, reason=reason)
    return _("学校管理员取消了你的两步验证。不是你要求的话，请马上联系学校。")


def tell(school, host, account, sentence, now):
    send_notice(school, host, Notice(_("登录方式有变化"), sentence, "/account/methods", (account.aid,), "account"), now)


def sign_out_everywhere(account):
    note(account, {"s": "", "k": "revoke", "a": [account.aid], "d": devices.close_all(account)})


def reason_in(text):
    text = " ".join((text or "").split())[:REASON_MOST]
    if not text:
        raise Refused(_("请写明原因，例如“本人带学生证来办理，手机丢失”。"))
    return text


def about_of(school, account):
    return account.number_at(school.slug) or account.aid
