"""学生认证: a person picks the school, writes number, name and code, and is certified; or is told exactly why not and what helps."""

import logging
from typing import Any, NamedTuple

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...activity import Refused
from ...flows import auditing, certcodes, certifying
from ...identity.handover import safe_path
from ...identity.limits import TooMany
from ...identity.login import masked
from ...identity.proving import Proofs
from ...jobs.ground import Ground
from ...model.alliance import Alliance
from ...model.schools import School
from ...words import duration, translator
from ..errors import to_login
from ..rendering import draw
from .handover import switch_url
from .joining import Who
from .methods import merge_url

_ = translator("mooctang_core")
log = logging.getLogger("mooctang.web")
KINDS = {"phone": _("手机号 ${method}"), "email": _("邮箱 ${method}"), "user": _("学号登录 ${method}")}
CLAIMABLE, CLAIM_S = "claimable", 3600
CERTIFIED, SAID, CLAIMED, RELEASED = "certified", "noted", "claimed", "released"
TOLD = {
    CERTIFIED: _("认证成功，我的学校云已经打开。"), SAID: _("记下了。上课不受影响，拿到认证码以后再来认证，记录都会保留。"),
    CLAIMED: _("已经告诉学校管理员。处理好以后会给你发消息。"), RELEASED: _("已解除认证。你的记录都还在这个账号里，可以重新认证。"),
}
FAILURES = {"number": _("名单里没有这个学号"), "match": _("姓名或认证码不一致"), "taken": _("已由另一个账号认证"), "code": _("还没有发认证码")}


class Choice(NamedTuple):
    """A school to choose from."""

    title: str
    slogan: str
    href: str
    offered: bool
    number: str
    """With which one is certified there already."""


# Which school -----------------------------------------------------------------------------------------------------------------

@view_config(context=Alliance, name="certify", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="certify_schools.pt")
def choose(alliance, request):
    """The schools of the alliance, those of mine marked."""
    return {"choices": [choice(request, request.open_school(slug)) for slug in alliance.schools]}


def choice(request, school):
    entry = certifying.entry_of(school, request.account)
    href = switch_url(request, school.slug, "/certify") if request.account is not None else request.school_url(school.slug, "/certify")
    return Choice(school.title, school.brand["slogan"], href, certifying.offered(school), entry.number if entry else "")


# Where one stands ---------------------------------------------------------------------------------------------------------------

@view_config(context=School, name="certify", permission=NO_PERMISSION_REQUIRED, request_method="GET")
def ask(school, request):
    """The number first; whoever is certified reads with which, and can give it back."""
    if request.account is None:
        return to_login(request)
    return page(request, told=TOLD.get(request.GET.get("said", "")))


def page(request, step="number", number="", problem=None, status=200, **more):
    school, account = request.school, request.account
    entry, said = certifying.entry_of(school, account), certifying.provisional(school, account.aid)
    values = {
        "step": step, "number": number or (said["number"] if said else ""), "problem": problem, "entry": entry, "said": said, "told": None, "taken": None,
        "offered": certifying.offered(school), "next": safe_path(request.params.get("next"), ""), "name": request.POST.get("name", "")[:40],
        "before": earlier(request, entry), "merge": merge_url(request), "alliance_url": request.alliance_url("/certify"), **more}
    return Response(draw(request, "mooctang_core", "certify.pt", values), status=status)


def earlier(request, entry):
    """Other accounts that were certified with this number before and still hold places in classes: [ways in, masked]."""
    accounts = request.alliance.accounts
    held = [aid for aid, _at in certifying.former(entry) if aid != entry.aid and aid in accounts and not accounts[aid].disabled] if entry is not None else []
    return [ways_of(request, accounts[aid]) for aid in held if certifying.rooms_of(request.school, aid)]


def ways_of(request, account):
    """How somebody signs in, so that its owner knows the account and nobody else learns it."""
    say = request.translate
    known = [(kind, method) for method in account.methods if (kind := method.partition(":")[0]) in KINDS]
    named = [say(KINDS[kind] % {"method": masked(method)}) for kind, method in known]
    return named or [say(_("统一身份登录"))]


# Step by step -------------------------------------------------------------------------------------------------------------------

@view_config(context=School, name="certify", permission=NO_PERMISSION_REQUIRED, request_method="POST")
def act(school, request):
    if request.account is None:
        return to_login(request)
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise HTTPNotFound()
    if step is not give_back and not certifying.offered(school):
        return page(request, problem=certifying.NO_SERVICE, status=422)
    try:
        return step(school, request)
    except TooMany as not_now:
        return too_often(request, not_now)


def too_often(request, not_now):
    text = _("试得太频繁了。请过 ${time}再试；认证码找不到的话，请学校管理员发一个新的。", time=duration(not_now.seconds, request.locale_name))
    answer = page(request, number=typed(request), problem=text, status=429)
    answer.headers["Retry-After"] = str(not_now.seconds)
    return answer


def typed(request):
    return certifying.one_number(request.POST.get("number", ""))


def look_up(school, request):
    """The first step: is the number on the school's list?"""
    proofs, number = Proofs(request.registry.store.scratch), typed(request)
    proofs.look(request.aid)
    proofs.begin(request.aid, request.remote_addr)
    try:
        entry = student_at(school, number)
    except Refused as refusal:
        return failed(request, proofs, "number", number, refusal.message)
    return page(request, "proof", entry.number)


def student_at(school, number):
    """The entry of a student; staff numbers are not for this page."""
    entry = certifying.entry_at(school, number)
    if entry.role != "student":
        raise Refused(certifying.NOT_ON_ROSTER)
    return entry


def prove(school, request):
    """The second: name and code are the school's."""
    proofs, number = Proofs(request.registry.store.scratch), typed(request)
    proofs.begin(request.aid, request.remote_addr)
    try:
        entry = student_at(school, number)
    except Refused as refusal:
        return failed(request, proofs, "number", number, refusal.message)
    of = f"{entry.number} {entry.details.get('code', '')}"
    proofs.begin(request.aid, request.remote_addr, of)
    return judge(school, request, entry, proofs, of)


def judge(school, request, entry, proofs, of):
    """Certified, or one of the answers, each with what to do about it."""
    if certifying.one_name(request.POST.get("name", "")) != certifying.one_name(entry.name):
        return failed(request, proofs, "match", entry.number, certifying.NO_MATCH, "proof", of)
    holder = certifying.holder_of(request.alliance, entry)
    if holder is not None and holder is not request.account and not certifying.never_used(holder, entry.number):
        return taken(request, proofs, entry, holder, of)
    if not certcodes.has_code(entry):
        return failed(request, proofs, "code", entry.number, certifying.NO_CODE, "proof")
    if not certcodes.fits(request.registry.secret, entry, request.POST.get("code", "")):
        return failed(request, proofs, "match", entry.number, certifying.NO_MATCH, "proof", of)
    try:
        certifying.certify(school, request.alliance, request.account, entry.number, request.now, request.aid, request.plugins)
    except Refused as refusal:
        return page(request, "number", entry.number, refusal.message, 422)
    proofs.right(request.remote_addr)
    return onwards(request, CERTIFIED)


def taken(request, proofs, entry, holder, of):
    """Another account has the number: which, and the three ways out."""
    proofs.wrong(request.aid, request.remote_addr, of)
    request.registry.store.scratch.put(CLAIMABLE, f"{request.school.slug}:{request.aid}", entry.number, ttl=CLAIM_S)
    remember_failure(request, entry.number, "taken")
    return page(request, "taken", entry.number, certifying.TAKEN, 422, taken=ways_of(request, holder))


def failed(request, proofs, why, number, message, step="number", of=""):
    proofs.wrong(request.aid, request.remote_addr, of)
    remember_failure(request, number, why)
    return page(request, step, number, message, 422)


def remember_failure(request, number, why):
    """Into the school's log, in a transaction of its own: this answer is an error, and its own writes are given up."""
    registry, slug, aid, now = request.registry, request.school.slug, request.aid, request.now
    ground = Ground(registry.store, registry.host, registry.publish, registry.clock, registry.settings_)
    ground.write(slug, request.alliance.schools[slug],
                 lambda school: auditing.log(school, aid, "certification-failed", number[:32], now, reason=request.translate(FAILURES[why])))


def tell_later(school, request):
    """暂无认证码: number and name as one says them, until there is a code."""
    given = Who(unknown="ignore").deserialize(dict(request.POST))
    certifying.say(school, request.account, certifying.one_number(given["number"]), given["name"], request.now)
    return onwards(request, SAID)


def claim(school, request):
    """The other account cannot be got into, or is a stranger's: the school decides. Only who wrote number and name right may ask."""
    if request.registry.store.scratch.get(CLAIMABLE, f"{school.slug}:{request.aid}") != school.full_number(typed(request)):
        return page(request, number=typed(request), problem=_("请先填写学号和姓名。"), status=422)
    certifying.claim(school, request.account, typed(request), request.now)
    return onwards(request, CLAIMED)


def give_back(school, request):
    certifying.release(school, request.alliance, request.account, request.now, request.aid)
    return onwards(request, RELEASED)


def onwards(request, said):
    """Where one came from, if that was a class; else here, with what was done."""
    place: Any = safe_path(request.POST.get("next"), "")
    return HTTPSeeOther(place or request.resource_path(request.school, "certify", query={"said": said}))


STEPS = {"number": look_up, "prove": prove, "later": tell_later, "claim": claim, "release": give_back}
