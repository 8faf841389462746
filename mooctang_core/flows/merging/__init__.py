"""Two accounts of one person become one, and two again if that was a mistake.

The alliance goes first: from that moment only the kept account can be logged in to, by every way that led to either. Then each school
moves what it holds, in jobs, one database at a time; whatever stops in the middle is begun again and finds the rest.
"""

import secrets
from datetime import timedelta

from BTrees.OOBTree import OOBTree

from ...activity import Refused
from ...identity.login import user_method
from ...model.merging import WAITING, Merge, of
from ...words import translator
from .joining import Places
from .names import Names
from .school import Task
from .undoing import take_back
from .walking import Walk

_ = translator("mooctang_core")
ON_THE_WAY = timedelta(minutes=1)
"""What was sent before the accounts became one has arrived by then."""
OF_ALLIANCE = {"accounts", "courses", "methods", "codes", "hosts", "schools", "operators", "evolved", "settings", "audit", "anchors", "outbox", "leaving", "decided", "merges",
               "merging", "_items", "brand"}


def refuse(alliance, new, old):
    """Say why these two cannot become one; nothing where they can."""
    if new.aid == old.aid:
        raise Refused(_("这就是你现在登录的账号。请填另一个账号。"))
    if {new.aid, old.aid} & set(alliance.operators):
        raise Refused(_("运营方的账号不能合并。"))
    if old.disabled or new.disabled:
        raise Refused(_("已经停用的账号不能合并。"))
    if old.must_change:
        raise Refused(_("那个账号用的还是学校发的一次性密码。请先用它登录，设好自己的密码，再来合并。"))
    if old.leaving is not None or new.leaving is not None:
        raise Refused(_("其中一个账号已经申请删除。请先恢复它，再来合并。"))
    if any(one.pair & {old.aid, new.aid} for one in (alliance.merges[name] for name in alliance.merging)):
        raise Refused(_("其中一个账号正在合并，过几分钟再试。"))


def begin(alliance, new, old, schools, numbers, now):
    """The alliance's half. `schools` are those that hold anything of the old one, `numbers` {slug: the number that stays}."""
    refuse(alliance, new, old)
    if alliance.merges is None:
        alliance.merges = OOBTree()
    merge = Merge(f"m{secrets.token_hex(6)}", facts(old), facts(new), now, tuple(schools), staying(new, old, numbers))
    alliance.merges[merge.name] = merge
    alliance.merging = (*alliance.merging, merge.name)
    _logins(alliance, new, old, merge)
    _certifications(new, old, merge)
    walk = Walk(Names(old.aid, new.aid), merge.changes, Places(lambda node: None))
    walk.attributes(alliance, but=OF_ALLIANCE)
    _set(merge.changes, new, "verified_teacher", bool(new.verified_teacher or old.verified_teacher))
    if new.home != old.home:
        # What its owner made themselves is in it now: no school may open that.
        _set(merge.changes, new, "home", None)
    _set(merge.changes, old, "disabled", True)
    return merge


def facts(account):
    return {"aid": account.aid, "name": account.name, "certified": dict(account.certifications)}


def staying(new, old, numbers):
    """{slug: the number that stays}: the only one there is, else the one that was chosen, else the kept account's."""
    mine, theirs = dict(new.certifications), dict(old.certifications)
    chosen = {slug: number for slug, number in numbers.items() if number in (mine.get(slug), theirs.get(slug)) and number}
    return {**theirs, **mine, **chosen}


def _logins(alliance, new, old, merge):
    """Every way to log in leads to the one account; a number that does not stay is no way in any more."""
    given_up = {user_method(number) for one in (merge.old, merge.new) for slug, number in one["certified"].items() if merge.numbers[slug] != number}
    for method in (*old.methods, *new.methods):
        holder = None if method in given_up else new.aid
        if alliance.methods.get(method) != holder:
            merge.changes.add(alliance.methods, ("key", method), (alliance.methods.get(method),), (holder,) if holder else ())
            if holder:
                alliance.methods[method] = holder
            else:
                del alliance.methods[method]
    _set(merge.changes, new, "methods", tuple(method for method in dict.fromkeys((*new.methods, *old.methods)) if method not in given_up))
    _set(merge.changes, old, "methods", ())


def _certifications(new, old, merge):
    for account, after in ((new, merge.numbers), (old, {})):
        before = dict(account.certifications)
        for slug in dict.fromkeys([*before, *after]):
            if before.get(slug) != after.get(slug):
                merge.changes.add(account.certifications, ("attribute", "data", slug), (before[slug],) if slug in before else (),
                                  (after[slug],) if slug in after else ())
        account.certifications.data = dict(after)


def _set(changes, thing, name, value):
    before = getattr(thing, name)
    if before != value:
        changes.add(thing, ("attribute", name), (before,), (value,))
        setattr(thing, name, value)


def undo(alliance, merge, by, now):
    """The alliance's half of taking it back: two accounts again, each with its own ways to log in. The schools follow."""
    if not merge.can_be_undone(now):
        raise Refused(_("合并超过 30 天，或者已经撤销过，不能再撤销了。"))
    if any(later.undone is None and later.at > merge.at and merge.new["aid"] in later.pair for later in of(alliance).values()):
        raise Refused(_("这个账号后来又合并过。请先撤销后一次合并。"))
    take_back(merge.changes)
    merge.undone, merge.undone_by, merge.done = now, by, None
    merge.schools = dict.fromkeys(merge.schools, WAITING)
    if merge.name not in alliance.merging:
        alliance.merging = (*alliance.merging, merge.name)


# -- the schools' half: each step in a transaction of its own --------------------------------------------------------------------------

def task_of(merge, slug):
    """What a school needs to know, as plain words."""
    old, new = ({"aid": one["aid"], "name": one["name"], "number": one["certified"].get(slug)} for one in (merge.old, merge.new))
    return Task(merge.name, merge.at, old, new, merge.numbers.get(slug))


def undo_school(school, name):
    """A school's half of taking it back."""
    kept = of(school).get(name)
    if kept is not None:
        take_back(kept.changes)
