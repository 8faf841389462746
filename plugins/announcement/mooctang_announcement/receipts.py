"""Who was reached and who was not, with the reason: never opened, never signed in, no way to reach them, or a way that failed."""

from typing import Any, NamedTuple

from mooctang_core.api import channels_of, fates_of, translator

from .schemas import KNOWN, READ

_ = translator("mooctang_announcement")
NONE = "none"
WAITING, GIVEN_UP = "waiting", "given up"


class Receipt(NamedTuple):
    """One person and how it stands with them."""

    person: Any
    record: Any
    state: str
    """known, read or none"""
    why: Any = ""


def receipts(activity, accounts):
    """{state: [Receipt]} of everybody it is about. `accounts` are those of the alliance, by account id."""
    people = [(person, activity.record_of(person.aid)) for person in activity.people()]
    unread = [accounts[person.aid] for person, record in people if record.status is None and person.aid in accounts]
    ways = channels_of(activity.school, activity.host, unread)
    found = {KNOWN: [], READ: [], NONE: []}
    for person, record in people:
        state = record.status or NONE
        why = reason(activity, accounts.get(person.aid), ways.get(person.aid, ())) if state == NONE else ""
        found[state].append(Receipt(person, record, state, why))
    return found


def reason(activity, account, ways):
    """Why it did not come to this person, as far as it can be known."""
    if account is None:
        return _("没有账号")
    failed = failure(activity, account.aid)
    if failed is not None:
        return _("${channel} 没有送到：${why}", channel=failed[0], why=failed[1])
    if not account.devices:
        return _("从来没有登录过；没有别的通知渠道") if not ways else _("从来没有登录过")
    if not ways:
        return _("没有打开过；没有别的通知渠道")
    return _("没有打开过；已经发到 ${channels}", channels="、".join(ways)) if was_told(activity, account.aid) else _("没有打开过")


def was_told(activity, aid):
    return any(aid in sent["to"] for sent in activity.sent_notices)


def failure(activity, aid):
    """(channel, what was said) where the last notice to this person could not be carried."""
    for sent in reversed(activity.sent_notices):
        if aid in sent["to"]:
            fates = fates_of(activity.school, sent["key"], aid) or {}
            return next(((word, said) for word, (state, _tries, _at, said) in fates.items() if state in (WAITING, GIVEN_UP) and said), None)
    return None
