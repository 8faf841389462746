"""学籍信息审核: a student asks to have their data changed, the school looks at it, and says yes or why not."""

from typing import NamedTuple

from ...activity import Refused
from ...parts import Notice
from ...words import translator
from .. import auditing
from ..telling import send_notice
from . import keeping
from .fields import fields_of

_ = translator("mooctang_core")

SHELF = "changes"
ASKABLE = ("name", "nickname", "id_number", "birth", "sex", "entry_year", "length", "cohort", "major", "email")
WHY_MAX = 500
OPEN, APPROVED, DECLINED, WITHDRAWN = "open", "approved", "declined", "withdrawn"


class Asked(NamedTuple):
    """One request. `wanted` holds the new values; a secret one is sealed."""

    key: str
    aid: str
    number: str
    wanted: dict
    why: str
    at: object
    state: str = OPEN
    by: str = ""
    answered: object = None
    reason: str = ""


def every(school):
    """All requests, the oldest first."""
    return sorted((Asked(key, **value) for key, value in school.peek_many(SHELF, "asked").items()), key=lambda one: one.at)


def pending(school):
    return [one for one in every(school) if one.state == OPEN]


def mine(school, aid):
    """This person's requests, the newest first. Only their own keys are read."""
    many = school.peek_many(SHELF, "asked")
    keys = [key for key in many if key.startswith(f"{aid}/")]
    return [Asked(key, **many[key]) for key in sorted(keys, reverse=True)]


def ask(school, account, entry, texts, why, now, private):
    """Keep a request; returns {field: what is wrong}, empty when it was kept. One may wait at a time."""
    if any(one.state == OPEN for one in mine(school, account.aid)):
        raise Refused(_("已经有一份申请在等审核。要改申请的内容，请先撤回。"))
    texts = {word: text for word, text in texts.items() if word in ASKABLE and text.strip()}
    values, wrong = keeping.read(school, "student", texts, private, entry)
    wrong = {word: what for word, what in wrong.items() if word in texts}
    if wrong:
        return wrong
    wanted = {word: values[word] for word in keeping.changed_fields({word: values.get(word) for word in (*texts, "number")}, keeping.directory.line_of(entry), private)}
    if not wanted:
        raise Refused(_("和现在的资料一样，没有要改的。"))
    if not why.strip():
        return {"why": _("请写上原因，方便学校核对。")}
    fields = fields_of("student")
    kept = {word: private.seal(value) if fields[word].secret else value for word, value in wanted.items()}
    key = f"{account.aid}/{len(mine(school, account.aid)):05d}"
    school.shelf(SHELF).many("asked")[key] = {"aid": account.aid, "number": entry.number, "wanted": kept, "why": " ".join(why.split())[:WHY_MAX], "at": now, "state": OPEN,
                                               "by": "", "answered": None, "reason": ""}
    return {}


def withdraw(school, key, aid, now):
    one = found(school, key)
    if one.aid != aid:
        raise KeyError(key)
    _settle(school, one, WITHDRAWN, aid, now)


def found(school, key):
    """An open request; Refused when it is settled already."""
    value = school.peek_many(SHELF, "asked").get(key)
    if value is None or value["state"] != OPEN:
        raise Refused(_("这份申请已经处理过了，或者已经撤回。"))
    return Asked(key, **value)


def approve(school, alliance, host, key, by, now, private):
    """The books say from now on what was asked for."""
    one = found(school, key)
    entry = school["people"].get(one.number)
    if entry is None:
        raise Refused(_("这个学号已经不在学校的名单里。请拒绝这份申请。"))
    fields = fields_of("student")
    texts = {word: private.unseal(value) if fields[word].secret else value for word, value in one.wanted.items()}
    values, wrong = keeping.read(school, "student", texts, private, entry)
    wrong = {word: what for word, what in wrong.items() if word in texts}
    if wrong:
        raise Refused(next(iter(wrong.values())))
    values = {word: value for word, value in values.items() if word in (*texts, "number")}
    words = keeping.edit(school, alliance, entry, {"name": entry.name, **values}, (), now, by, private)
    _settle(school, one, APPROVED, by, now)
    auditing.log(school, by, "change-approved", one.number, now, fields="、".join(keeping.titles("student", words or one.wanted)))
    tell(school, host, one, _("学籍信息已经修改"), _("学校同意了你的申请。"), now)


def decline(school, host, key, reason, by, now):
    """Nothing changes, and the student reads why."""
    reason = " ".join((reason or "").split())[:WHY_MAX]
    if not reason:
        raise Refused(_("请写上原因，学生会看到。"))
    one = found(school, key)
    _settle(school, one, DECLINED, by, now, reason)
    auditing.log(school, by, "change-declined", one.number, now, reason=reason)
    tell(school, host, one, _("学籍信息没有修改"), _("学校没有同意你的申请：${reason}", reason=reason), now)


def _settle(school, one, state, by, now, reason=""):
    value = {**one._asdict(), "wanted": dict(one.wanted), "state": state, "by": by, "answered": now, "reason": reason}
    # What was asked for in secret is not kept once it is settled.
    fields = fields_of("student")
    value["wanted"] = {word: "" if fields[word].secret else text for word, text in value["wanted"].items()}
    school.shelf(SHELF).many("asked")[value.pop("key")] = value


def tell(school, host, one, title, text, now):
    send_notice(school, host, Notice(to=(one.aid,), title=title, text=text, href="/record", kind="record", key=f"change/{one.key}"), now)
