"""Signing in, step by step and without a request: find the account, look at the password, open the device."""
import re
import unicodedata
from typing import NamedTuple

from ..activity import Refused
from ..words import translator
from . import devices, passwords

_ = translator("mooctang_core")

NAME_MAX = 254
_PHONE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})\Z", re.ASCII)


class Attempt(NamedTuple):
    """A counted try, before its password was looked at."""

    name: str
    """Whose tries these are: the account's id, or what was typed when nobody has it."""
    credential: str | None
    key: str


class SignedIn(NamedTuple):
    account: object
    cookie: str
    """"" when a new password must be chosen first: such a person is not signed in yet."""


def normal(name):
    """What was typed as a login name, in one form: no spaces, half-width, lower case."""
    return "".join(unicodedata.normalize("NFKC", name or "").split()).casefold()[:NAME_MAX]


def email_method(address):
    return f"email:{normal(address)}"


def phone_method(number):
    """The method of a mobile number, with or without +86; None when it is none."""
    found = _PHONE.match(normal(number).replace("-", ""))
    return f"phone:{found.group(1)}" if found else None


def user_method(name):
    return f"user:{normal(name)}"


def methods_for(name, school=None):
    """The login methods that `name` may mean, the likeliest first. In a school a bare number gets its unit code."""
    if "@" in normal(name):
        return [email_method(name)]
    wanted = [user_method(name)]
    if school is not None:
        wanted.insert(0, user_method(school.full_number(normal(name))))
    return [*dict.fromkeys(wanted), *filter(None, [phone_method(name)])]


def find_account(alliance, school, name):
    """The account that logs in as `name`: e-mail, phone, user name, or a number certified at this school; else None."""
    for method in methods_for(name, school):
        account = alliance.account_by(method)
        if account is not None:
            return account
    return _by_roster(alliance, school, normal(name))


def _by_roster(alliance, school, number):
    entry = school.people.get(school.full_number(number)) if school is not None and number else None
    return alliance.accounts.get(entry.aid) if entry is not None and entry.aid else None


def begin(alliance, school, name, guesses, address, visitor):
    """Count the try. TooMany (from `guesses`) says how long to wait."""
    account = find_account(alliance, school, name)
    known_as = account.aid if account is not None else "?" + normal(name)
    return Attempt(known_as, account.credential if account is not None else None, guesses.begin(known_as, address, visitor))


def verify(alliance, attempt, right, guesses, address, visitor, now):
    """After the password was looked at: the account, or Refused in words that tell nobody whether the account exists."""
    account = alliance.accounts.get(attempt.name)
    # The credential may have been changed while the password waited for its turn.
    if not right or account is None or account.credential != attempt.credential or account.disabled:
        guesses.wrong(attempt.key, address)
        raise Refused(_("登录名或密码不对。请检查后再试；想不起来的话，点“忘记密码”，或请学校管理员重设。"))
    guesses.right(attempt.key, attempt.name, address, visitor)
    if passwords.expired(account, now):
        raise Refused(_("这个一次性密码已经过期。请向学校管理员要一个新的。"))
    return account


def finish(alliance, attempt, right, guesses, address, visitor, host, label, now, keep=True):
    """The same, and the device is opened; for whoever asks for no second factor."""
    account = verify(alliance, attempt, right, guesses, address, visitor, now)
    return SignedIn(account, "" if account.must_change else devices.open(account, host, label, now, keep))


def log_in(alliance, school, name, password, *, guesses, address, host, label, now, visitor=None, keep=True):
    """All the steps at once, for whoever does not serve a lecture hall."""
    attempt = begin(alliance, school, name, guesses, address, visitor)
    right = passwords.check(attempt.credential, password)
    return finish(alliance, attempt, right, guesses, address, visitor, host, label, now, keep)


def masked(method):
    """A login method as its owner recognises it and nobody else learns it: 138****1234, l***@example.org."""
    kind, _colon, value = method.partition(":")
    if kind == "email":
        name, _at, domain = value.partition("@")
        return f"{name[:1]}***@{domain}"
    return f"{value[:3]}****{value[-4:]}" if kind == "phone" else f"{value[:2]}****{value[-2:]}"
