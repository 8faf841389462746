"""代为查看: an operator sees a school with somebody else's eyes, for a reason and for a while; everybody concerned is told.

A visit belongs to the operator's account and to one school; wherever they are signed in there, they are that person until it ends. It
ends by itself. The school's log and the alliance's have it, the person finds a notice, and the school can end it.
"""

import secrets
from datetime import timedelta
from typing import NamedTuple

from BTrees.OOBTree import OOBTree

from ..activity import Refused
from ..parts import Notice
from ..words import translator
from . import auditing
from .telling import send_notice

_ = translator("mooctang_core")
MINUTES = (10, 30, 60)
REASON_LEAST, REASON_MOST = 6, 200


class Visit(NamedTuple):
    """One visit, as it is stored."""

    id: str
    operator: str
    operator_name: str
    aid: str
    name: str
    school: str
    reason: str
    writes: bool
    started: object
    until: object
    ended: object = None
    ended_by: str = ""

    def runs(self, now):
        return self.ended is None and now < self.until


def belongs(school, account):
    """Whether somebody has a part in this school."""
    return bool(account.number_at(school.slug) or account.aid in school.managers or account.aid in school.teachers or account.aid in school.places)


def begin(alliance, school, host, operator, account, reason, minutes, writes, now):
    """The operator is this person from now on, in this school. Refused says why not."""
    reason = " ".join(reason.split())[:REASON_MOST]
    if account is None or not belongs(school, account):
        raise Refused(_("这所学校里没有这个人。请写完整的学号、邮箱或手机号。"))
    if account.aid in alliance.operators:
        raise Refused(_("不能代为查看另一位运营人员。"))
    if len(reason) < REASON_LEAST or minutes not in MINUTES:
        raise Refused(_("请写清楚原因（至少 ${n} 个字），学校和本人都会看到。", n=REASON_LEAST))
    if now_visiting(alliance, operator.aid, now) is not None:
        raise Refused(_("你正在代为查看另一个人，请先结束。"))
    visit = Visit(secrets.token_hex(8), operator.aid, operator.name, account.aid, account.name, school.slug, reason, bool(writes), now, now + timedelta(minutes=minutes))
    _keep(alliance, visit)
    alliance.visiting[operator.aid] = visit.id
    _log(alliance, school, visit, "visit-begun", operator.aid, now)
    _tell(school, host, visit, now)
    return visit


def _keep(alliance, visit):
    if alliance.visits is None:
        alliance.visits, alliance.visiting = OOBTree(), OOBTree()
    alliance.visits[visit.id] = dict(visit._asdict())


def _log(alliance, school, visit, deed, by, now):
    for place in (alliance, school):
        auditing.log(place, by, deed, visit.id, now, name=visit.name, operator=visit.operator_name, reason=visit.reason, until=visit.until)


def _tell(school, host, visit, now):
    text = _("原因：${reason}。到 ${until} 自动结束，全程有记录。", reason=visit.reason, until=f"{visit.until:%Y-%m-%d %H:%M} UTC")
    title = _("运营人员 ${name} 开始用你的身份查看学校的页面，可以代为操作", name=visit.operator_name) if visit.writes else _("运营人员 ${name} 开始用你的身份查看学校的页面，不能修改", name=visit.operator_name)
    send_notice(school, host, Notice(title, text, "/messages", (visit.aid,), kind="account", key=f"visit/{visit.id}"), now)


def now_visiting(alliance, operator, now, slug=None):
    """The Visit that an operator is on (in this school), or None."""
    kept = (alliance.visits or {}).get((alliance.visiting or {}).get(operator))
    visit = Visit(**kept) if kept is not None else None
    fits = visit is not None and visit.runs(now) and slug in (None, visit.school) and operator in alliance.operators
    return visit if fits else None


def end(alliance, school, word, by, now):
    """It is over, for good."""
    kept = (alliance.visits or {}).get(word)
    visit = Visit(**kept) if kept is not None else None
    if visit is None or visit.school != school.slug or not visit.runs(now):
        return None
    alliance.visits[word] = {**kept, "ended": now, "ended_by": by}
    alliance.visiting.pop(visit.operator, None)
    _log(alliance, school, visit, "visit-ended", by, now)
    return visit


def wrote(school, visit, path, now):
    """Something was written in somebody's name."""
    auditing.log(school, visit.operator, "visit-wrote", path, now, name=visit.name)


def visits(alliance, slug=None):
    """Every visit (to one school), the newest first."""
    found = [Visit(**kept) for kept in (alliance.visits or {}).values() if slug in (None, kept["school"])]
    return sorted(found, key=lambda visit: visit.started, reverse=True)
