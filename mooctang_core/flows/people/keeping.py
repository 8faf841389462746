"""One person at a time: made, changed, put out of use, taken off the list again."""

import secrets

from ...activity import Refused
from ...changes import note
from ...identity import passwords
from ...identity.login import find_account, methods_for, phone_method
from ...model.accounts import Account
from ...words import translator
from .. import auditing
from ..importing.checking import Reader, changed_fields
from ..importing.checking import School as Known
from . import admitting, directory
from .fields import KINDS, sentence

_ = translator("mooctang_core")


def read(school, kind, texts, private, entry=None):
    """(values, {field: what is wrong}) of what somebody typed into a form."""
    known = {}
    number = texts.get("number", "").strip()
    held = entry or (school["people"].get(school.full_number(number.upper())) if number else None)
    if held is not None:
        known[held.number] = directory.line_of(held)
    fields = [field.word for field in KINDS[kind] if field.word in texts]
    reader = Reader(kind, {word: place for place, word in enumerate(fields)}, {}, Known(school.unit, known), private)
    values, wrong = reader(1, [texts[word] for word in fields])
    if entry is not None:
        values["number"] = entry.number
        wrong = [one for one in wrong if one[0] != "number"]
    elif held is not None:
        wrong.append(("number", "held", {"number": held.name}))
    return values, {word: sentence(problem, facts) for word, problem, facts in reversed(wrong)}


def create(school, alliance, kind, values, now, by, private):
    """A new student or teacher, with an account that waits. Returns the entry."""
    account = admitting.admit(alliance, school.slug, kind, values, new_id())
    if account is None:
        raise Refused(sentence(admitting.holder(alliance, school.slug, kind, values)[1], {}))
    if not values.get("number"):
        values["number"] = admitting.next_number(school)
    admitting.enter(school, kind, values, account.aid, now, private)
    entry = school["people"][values["number"]]
    auditing.log(school, by, "person-created", entry.number, now, name=entry.name)
    return entry


def new_id():
    return f"a{secrets.token_hex(8)}"


def edit(school, alliance, entry, values, cleared, now, by, private):
    """Change what the books say; `cleared` are fields that were emptied. Returns the words of what changed."""
    changed = changed_fields(values, directory.line_of(entry), private)
    gone = [word for word in cleared if entry.details.get(word)]
    if gone:
        entry.details = {word: value for word, value in entry.details.items() if word not in gone}
    if not changed and not gone and not values.get("picture_file"):
        return []
    admitting.enter(school, entry.role, values, None, now, private)
    account = alliance.accounts.get(entry.aid) if entry.aid else None
    if account is not None and "name" in changed and (account.home == school.slug or account.dormant):
        account.name = entry.name
    words = [*changed, *gone]
    auditing.log(school, by, "person-edited", entry.number, now, name=entry.name, fields="、".join(titles(entry.role, words)))
    return words


def titles(kind, words):
    known = {field.word: field.sample for field in KINDS[kind]}
    return [known.get(word, word) for word in words]


def block(school, alliance, aid, about, now, by, on=True):
    """Put an account out of use at this school, or back; elsewhere it is as it was."""
    if aid in school.managers and on and len([one for one in school.managers if one not in school.blocked]) == 1:
        raise Refused(_("这是唯一的学校管理员，不能停用。"))
    if (aid in school.blocked) == on:
        return
    school.blocked = tuple({*school.blocked, aid} if on else set(school.blocked) - {aid})
    account = alliance.accounts.get(aid)
    if account is not None and on:
        note(account, {"s": school.slug, "k": "revoke", "a": [aid]})
    auditing.log(school, by, "person-disabled" if on else "person-enabled", about, now, name=account.name if account is not None else about)


def remove(school, alliance, entry, now, by):
    """Take a number that was a mistake off the list. Somebody who came in with it stays: they can be put out of use."""
    account = alliance.accounts.get(entry.aid) if entry.aid else None
    if account is not None and (school.places.get(account.aid) or not admitting.waits(account, school.slug)):
        raise Refused(_("${name} 已经用过这个账号，不能从名单里删除。可以停用，或者请本人解除认证。", name=entry.name))
    admitting.forget(school, entry)
    if account is not None:
        admitting.dissolve(alliance, school.slug, account.aid)
    auditing.log(school, by, "person-removed", entry.number, now, name=entry.name)


# Managers ----------------------------------------------------------------------------------------------------------------------

def make_manager(school, alliance, name, login, now, by):
    """Somebody who has an account, or a new one with a one-time password. Returns (account, the password or None)."""
    account = find_account(alliance, school, login)
    if account is not None and account.aid in school.managers:
        raise Refused(_("${name} 已经是学校管理员了。", name=account.name))
    secret = None
    if account is None:
        if not name.strip():
            raise Refused(_("没有找到这个账号。要新建一个，请写上真实姓名。"))
        if not phone_method(login) and "@" not in login:
            raise Refused(_("新账号要用手机号或邮箱登录。"))
        account = alliance.add_account(Account(new_id(), " ".join(name.split())[:60]), phone_method(login) or methods_for(login)[0])
        account.home = school.slug
        secret = passwords.give_one_time(account, now)
    elif admitting.squeezed(account.name) != admitting.squeezed(name):
        raise Refused(_("这个账号的姓名和你写的不一样。请核对。"))
    school.managers.add(account.aid)
    auditing.log(school, by, "manager-added", account.aid, now, name=account.name)
    return account, secret


def unmake_manager(school, alliance, aid, now, by):
    """No longer one; the account stays."""
    if aid not in school.managers:
        return
    if len(school.managers) == 1:
        raise Refused(_("这是唯一的学校管理员。请先添加另一位。"))
    school.managers.remove(aid)
    account = alliance.accounts.get(aid)
    if account is not None:
        note(account, {"s": school.slug, "k": "revoke", "a": [aid]})
    auditing.log(school, by, "manager-removed", aid, now, name=account.name if account is not None else aid)


def unmake_teacher(school, alliance, aid, now, by):
    """No longer a teacher of this school: no new courses and classrooms. What they teach already is for the course's lead to say."""
    if aid in school.teachers:
        school.teachers.remove(aid)
        account = alliance.accounts.get(aid)
        auditing.log(school, by, "teacher-removed", aid, now, name=account.name if account is not None else aid)
