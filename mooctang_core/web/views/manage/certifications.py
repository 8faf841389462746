"""学生认证 at the school: who is certified with which account, claims that wait, release and re-assign; nothing is lost in doing so."""

from itertools import islice
from typing import Any, NamedTuple

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from ....activity import Refused
from ....flows import certifying
from ....flows.people import directory
from ....flows.telling import send_notice
from ....identity.login import find_account
from ....model.schools import School
from ....parts import Notice
from ....permissions import MANAGE
from ....words import translator
from ...nav import MANAGE_COUNTS
from .. import rows
from ..certifying import ways_of

_ = translator("mooctang_core")
PAGE = 50
STATES = (("", _("全部")), ("yes", _("已认证")), ("no", _("未认证")))
DONE = {"released": _("已解除认证，记录都留在原来的账号里。"), "assigned": _("已换到新的账号，原来账号的记录都还在。"), "closed": _("已处理。"),
        "on": _("已开通学生认证。"), "off": _("已停用学生认证。已经认证的不受影响。")}


class Person(NamedTuple):
    """One number of the roster, with the accounts that belong or belonged to it."""

    number: str
    name: str
    cohort: str
    ways: list | None
    """How its account signs in, masked; None when it is not certified."""
    asleep: bool
    """Its account was made by an import, and nobody has come in with it."""
    since: str
    before: list
    """[(ways, when, classrooms)] of accounts that had the number before."""


class Claim(NamedTuple):
    """Somebody says that a number which another account has is theirs."""

    person: Person
    aid: str
    ways: list
    said: str
    when: str


class Said(NamedTuple):
    """Somebody without a code, and what the roster has under the number they gave."""

    aid: str
    number: str
    name: str
    when: str
    found: Any
    same: bool


@view_config(route_name="manage_certifications", context=School, permission=MANAGE, request_method="GET", renderer="manage_certifications.pt")
def show(school, request):
    """What waits first; then the roster, found by number or name."""
    find, state = request.GET.get("find", "").strip()[:40], request.GET.get("state", "")
    found = list(islice(search(school, find, state, request.GET.get("after", "")), PAGE + 1))
    said = sorted(school.peek_many(certifying.SHELF, "provisional").items(), key=lambda pair: pair[1]["since"])
    return {
        "people": [person(request, entry) for entry in found[:PAGE]], "after": found[PAGE - 1].number if len(found) > PAGE else "",
        "claims": [claim(request, aid, kept) for aid, kept in certifying.claims_of(school) if kept["number"] in school["people"]],
        "said": [said_of(request, aid, kept) for aid, kept in said[:PAGE]], "more_said": max(0, len(said) - PAGE),
        "find": find, "state": state, "states": STATES, "offered": certifying.offered(school), "done": DONE.get(request.GET.get("said", "")),
    }


def search(school, find, state, after):
    """Roster entries in order of their numbers; only as many are read as are shown."""
    people = school["people"]
    exact = people.get(school.full_number(certifying.one_number(find))) if find and not after else None
    if exact is not None:
        yield exact
        return
    for number in directory.search(school, "student", find):
        if number > after and (not state or (state == "yes") == bool(people[number].aid)):
            yield people[number]


def person(request, entry):
    holder = certifying.holder_of(request.alliance, entry)
    accounts = request.alliance.accounts
    before = [(ways_of(request, accounts[aid]), rows.when(request, at), len(certifying.rooms_of(request.school, aid)))
              for aid, at in certifying.former(entry) if aid in accounts and aid != entry.aid and not accounts[aid].disabled]
    since = entry.details.get("certified")
    return Person(entry.number, entry.name, entry.cohort or "", ways_of(request, holder) if holder is not None else None,
                  holder is not None and certifying.never_used(holder, entry.number), rows.when(request, since) if since else "", before)


def claim(request, aid, kept):
    claimant, said = request.alliance.accounts.get(aid), certifying.provisional(request.school, aid)
    ways = ways_of(request, claimant) if claimant is not None else []
    return Claim(person(request, request.school["people"][kept["number"]]), aid, ways, said["name"] if said else claimant.name if claimant is not None else "",
                 rows.when(request, kept["at"]))


def said_of(request, aid, kept):
    entry = request.school["people"].get(request.school.full_number(kept["number"])) if kept["number"] else None
    same = entry is not None and certifying.one_name(entry.name) == certifying.one_name(kept["name"])
    return Said(aid, kept["number"], kept["name"], rows.when(request, kept["since"]), entry if entry is not None and not entry.aid else None, same)


# Doing ---------------------------------------------------------------------------------------------------------------------------

@view_config(route_name="manage_certifications", context=School, permission=MANAGE, request_method="POST")
def act(school, request):
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise HTTPNotFound()
    said = step(school, request)
    return HTTPSeeOther(request.route_path("manage_certifications", _query={"said": said, "find": request.POST.get("find", "")[:40]}))


def release(school, request):
    """The number is free again."""
    entry = certifying.entry_at(school, request.POST.get("number", ""))
    holder = certifying.holder_of(request.alliance, entry)
    if holder is None:
        raise Refused(_("这个学号没有认证，不用解除。"))
    certifying.release(school, request.alliance, holder, request.now, request.aid)
    tell(request, holder, _("学校解除了学号 ${number} 的认证", number=entry.number), _("你的课堂和记录都还在。需要的话，可以重新认证。"))
    return "released"


def assign(school, request):
    """To the account that signs in as was written."""
    typed = request.POST.get("login", "").strip()[:254]
    account = find_account(request.alliance, None, typed) if typed else None
    if account is None:
        raise Refused(_("没有这样登录的账号。请写手机号、邮箱或完整的登录名。"))
    give(school, request, account, request.POST.get("number", ""))
    return "assigned"


def grant(school, request):
    """To whoever claimed it, or said without a code that it is theirs."""
    aid = request.POST.get("person", "")
    number = certifying.one_number(request.POST.get("number", ""))
    account = request.alliance.accounts.get(aid)
    if account is None or not (certifying.provisional(school, aid) or certifying.claim_by(school, aid, number)):
        raise Refused(_("这个申请已经不在了。"))
    give(school, request, account, number)
    return "assigned"


def give(school, request, account, number):
    entry = certifying.entry_at(school, number)
    before = certifying.holder_of(request.alliance, entry)
    certifying.reassign(school, request.alliance, entry.number, account, request.now, request.aid, request.plugins)
    if before is not None and before is not account and before.aid in request.alliance.accounts:
        tell(request, before, _("学校把学号 ${number} 换到了另一个账号", number=entry.number), _("这个账号里的课堂和记录都还在。如果弄错了，请联系学校管理员。"))
    tell(request, account, _("你已经通过学生认证"), _("学号 ${number}。以前的记录都保留着。", number=entry.number))


def close(school, request):
    """The claim is not granted."""
    number, aid = certifying.one_number(request.POST.get("number", "")), request.POST.get("person", "")
    claimant = request.alliance.accounts.get(aid)
    if not certifying.claim_by(school, aid, number):
        raise Refused(_("这个申请已经不在了。"))
    certifying.settle(school, aid, request.now, request.aid)
    if claimant is not None:
        tell(request, claimant, _("学号 ${number} 没有换到你的账号", number=number), _("学校核对后认为它属于另一个账号。有疑问请联系学校管理员。"))
    return "closed"


def turn(school, request):
    on = request.POST.get("on") == "yes"
    certifying.switch(school, on, request.now, request.aid)
    return "on" if on else "off"


def tell(request, account, title, text):
    send_notice(request.school, request.plugins, Notice(title, text, "/certify", (account.aid,), "account"), request.now)


STEPS = {"release": release, "assign": assign, "grant": grant, "close": close, "switch": turn}
MANAGE_COUNTS["certifications"] = lambda request: len(request.school.peek_many(certifying.SHELF, "claims"))
