"""Identities that somebody else vouches for: what a stranger's answer may say, and how one is bound to an account."""

import secrets
import unicodedata
from typing import Any, NamedTuple

from ..activity import Refused
from ..model.accounts import Account
from ..words import translator

_ = translator("mooctang_core")
KIND = "external"
WORD_MAX, NAME_MAX = 255, 40


class Vouched(NamedTuple):
    """Who it is, as the other server says: whose server, its name for this person, and what else it tells."""

    issuer: str
    subject: str
    name: str = ""

    @property
    def method(self):
        return f"{KIND}:{self.issuer}:{self.subject}"


def vouched(answer):
    """The answer of a provider, checked: two short texts that say something, and a name if there is one."""
    issuer, subject, claims = answer
    for word in (issuer, subject):
        if not isinstance(word, str) or not word.strip() or len(word) > WORD_MAX or any(unicodedata.category(mark)[0] == "C" for mark in word):
            raise ValueError("a provider has to name an issuer and a subject, as short texts")
    return Vouched(issuer, subject, tidy_name((claims or {}).get("name")))


def tidy_name(name):
    """A name as it may stand on pages: no control marks, not too long."""
    text = "".join(mark for mark in str(name or "") if unicodedata.category(mark)[0] != "C")
    return " ".join(text.split())[:NAME_MAX]


def issuer_of(method):
    """Whose server vouches, of a login method; "" for one of another kind."""
    return method.removeprefix(f"{KIND}:").rpartition(":")[0] if method.startswith(f"{KIND}:") else ""


def bind(alliance, account, who, title=""):
    """From now on this identity opens this account. One account has one identity of one server."""
    holder = alliance.account_by(who.method)
    if holder is not None and holder.aid != account.aid:
        raise Refused(_("这个身份刚刚绑定到了另一个账号。请重新登录一次看看。"))
    if holder is None and any(issuer_of(method) == who.issuer for method in account.methods):
        raise Refused(_("账号“${name}”已经绑定了另一个${title}身份。请先在“登录方式”里解绑，或者换一个账号。", name=account.name, title=title))
    alliance.bind(account, who.method)


def create(alliance, who, name, locale=None) -> Any:
    """A new account that this identity opens."""
    name = tidy_name(name)
    if not name:
        raise Refused(_("请填写姓名。"))
    if alliance.account_by(who.method) is not None:
        raise Refused(_("这个身份刚刚绑定到了另一个账号。请重新登录一次看看。"))
    return alliance.add_account(Account(f"a{secrets.token_hex(8)}", name, locale), who.method)
