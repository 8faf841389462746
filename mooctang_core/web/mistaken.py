"""A teacher who is here with another account of theirs, one that teaches nothing, is told so: the classic tools' most frequent support case."""

import time
from typing import NamedTuple

from ..identity.login import masked
from .admitting import seen_here
from .nav import teaches_here

NAMES_GOOD_S = 60


class Other(NamedTuple):
    """The account that was probably meant."""

    name: str
    way: str
    """How it logs in, masked; "" when only the name is the same, for that proves nothing."""


def other_self(request):
    """An Other when whoever is signed in teaches nothing here, and this browser or their name says that they are a teacher; else None."""
    school, account = request.school, request.account
    if school is None or account is None or is_staff(school, account.aid):
        return None
    used = [request.alliance.accounts.get(aid) for aid in seen_here(request) if aid != account.aid]
    for one in used:
        if one is not None and not one.disabled and is_staff(school, one.aid):
            return Other(one.name, masked(one.methods[0]) if one.methods else "")
    if not account.certifications.get(school.slug) and account.name in names_of_teachers(request):
        return Other(account.name, "")
    return None


def is_staff(school, aid):
    return aid in school.teachers or aid in school.managers or any(teaches_here(school, aid))


def names_of_teachers(request):
    """The names of this school's teachers, which everybody may read; looked up once a minute, for every student's page asks."""
    kept = request.registry.__dict__.setdefault("names_of_teachers", {})
    until, names = kept.get(request.school.slug, (0, ()))
    if until < time.monotonic():
        accounts = request.alliance.accounts
        names = frozenset(accounts[aid].name for aid in request.school.teachers if aid in accounts)
        kept[request.school.slug] = (time.monotonic() + NAMES_GOOD_S, names)
    return names


def includeme(config):
    config.add_request_method(other_self, reify=True)
