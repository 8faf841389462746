"""Whose account is whose, when a school comes from another installation: linked to the one a person has here, or made anew.

An account is theirs when both know the same e-mail address or phone number, or the same complete number and the same name. Nobody gets
a way to log in by being linked: what the suitcase says of a known account's other methods is not believed.
"""

import secrets
from datetime import datetime
from typing import NamedTuple

from ..model.accounts import Account

SLICE = 500
SURE = ("email:", "phone:")


class Found(NamedTuple):
    """One account of the suitcase, and whose it is here."""

    person: dict
    aid: str
    """Its id here."""
    how: str
    """"same": it was here before; "linked": the person has another account here; "made": it is new here."""
    methods: tuple
    """The ways to log in that a new account gets."""
    left: tuple
    """Those that somebody else has here already."""


def linked(alliance, people):
    """[Found], one for each; no two of them are linked to the same account."""
    held, found = set(), []
    for person in people:
        one = _whose(alliance, person, held)
        held.add(one.aid)
        found.append(one)
    return found


def _whose(alliance, person, held):
    here = _known(alliance, person)
    if here is not None and here.aid not in held:
        return Found(person, here.aid, "same" if here.aid == person["aid"] else "linked", (), ())
    free = tuple(method for method in person["methods"] if method not in alliance.methods)
    aid = person["aid"] if person["aid"] not in alliance.accounts and person["aid"] not in held else f"a{secrets.token_hex(8)}"
    return Found(person, aid, "made", free, tuple(method for method in person["methods"] if method not in free))


def _known(alliance, person):
    """The account that this person has here, or None."""
    for method in person["methods"]:
        account = alliance.account_by(method)
        if account is not None and (method.startswith(SURE) or account.name == person["name"]):
            return account
    return None


def write_accounts(house, slug, found):
    """Make the new ones and certify all; done again, it changes nothing."""
    for start in range(0, len(found), SLICE):
        with house.writing() as root:
            for one in found[start:start + SLICE]:
                _write(root["alliance"], slug, one)


def _write(alliance, slug, one):
    account = alliance.accounts.get(one.aid)
    if account is None:
        account = alliance.add_account(_account(one), *one.methods)
    if one.person.get("number") and account.number_at(slug) != one.person["number"]:
        account.certifications[slug] = one.person["number"]


def _account(one):
    person = one.person
    account = Account(one.aid, str(person["name"]), person.get("locale"))
    for name in ("mode", "contrast", "credential", "must_change", "verified_teacher", "timezone", "reminders", "dormant", "disabled"):
        if person.get(name) is not None:
            setattr(account, name, person[name])
    if person.get("until"):
        account.credential_until = datetime.fromisoformat(person["until"])
    return account
