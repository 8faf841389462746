"""Who cannot log in any more, and how administrators log in: a new number on the same account, a lost second factor, and whether one is demanded."""

from typing import NamedTuple

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ....activity import Refused
from ....flows import auditing, rescuing
from ....identity.codes import contact_of
from ....identity.login import find_account, masked
from ....model.schools import School
from ....permissions import MANAGE
from ....words import translator
from ...admitting import confirm_first, is_fresh

_ = translator("mooctang_core")
NOBODY = _("这所学校没有这个人。请用完整的学号、手机号、邮箱或登录名再找一次。")
DONE = {"put": _("已经换好，原来的设备都退出了。请本人用新的号码登录。"), "unlocked": _("两步验证已取消，原来的设备都退出了。"),
        "on": _("管理员从现在起要有两步验证。"), "off": _("管理员不再必须有两步验证。")}


class Found(NamedTuple):
    """One person as much as whoever helps has to see."""

    aid: str
    name: str
    number: str
    methods: list
    second: bool
    here_only: bool


class Admin(NamedTuple):
    name: str
    second: bool


@view_config(route_name="manage_access", context=School, permission=MANAGE, request_method="GET", renderer="manage_access.pt")
def show(school, request):
    return values(school, request, request.GET.get("find", ""))


def values(school, request, typed, problem=""):
    account = account_of(school, request, typed) if typed else None
    admins = [request.alliance.accounts[aid] for aid in school.managers if aid in request.alliance.accounts]
    return {
        "typed": typed, "problem": problem or (NOBODY if typed and account is None else ""), "found": found(school, request, account) if account is not None else None,
        "done": DONE.get(request.GET.get("done", ""), ""), "demanded": school.second_factor, "admins": [Admin(one.name, one.second is not None) for one in admins]}


def account_of(school, request, typed):
    """Whoever logs in like this and belongs to this school; somebody of another school is as little there as nobody."""
    account = find_account(request.alliance, school, typed[:254])
    return account if account is not None and not account.disabled and rescuing.belongs(school, account) else None


def found(school, request, account):
    shown = [masked(method) for method in account.methods if method.partition(":")[0] in ("phone", "email", "user")]
    return Found(account.aid, account.name, account.number_at(school.slug) or "", shown, account.second is not None,
                 not rescuing.elsewhere(request.alliance, schools_of(request), school, account))


def schools_of(request):
    return {slug: request.open_school(slug) for slug in request.alliance.schools}


@view_config(route_name="manage_access", context=School, permission=MANAGE, request_method="POST", renderer="manage_access.pt")
def change(school, request):
    """Each step after the administrator has shown who they are."""
    if not is_fresh(request):
        return confirm_first(request, request.route_path("manage_access"))
    steps = {"put": put, "unlock": unlock, "demand": demand, "free": free}
    step, typed = steps.get(request.POST.get("step", "")), request.POST.get("find", "")
    try:
        return step(school, request) if step is not None else values(school, request, typed)
    except Refused as refusal:
        request.response.status_int = 422
        return values(school, request, typed, refusal.message)


def person(school, request):
    account = account_of(school, request, request.POST.get("find", ""))
    if account is None:
        raise Refused(NOBODY)
    rescuing.refuse_foreign(request.alliance, schools_of(request), school, account)
    return account


def put(school, request):
    account, contact = person(school, request), contact_of(request.POST.get("new"))
    if contact != contact_of(request.POST.get("again")):
        raise Refused(_("两次填的不一样，没有修改。请核对以后再填一次。"))
    sentence = rescuing.put_method(request.alliance, school, account, contact, request.POST.get("reason"), request.aid, request.now)
    rescuing.tell(school, request.plugins, account, sentence, request.now)
    return back(request, "put")


def unlock(school, request):
    account = person(school, request)
    rescuing.tell(school, request.plugins, account, rescuing.remove_second(school, account, request.POST.get("reason"), request.aid, request.now), request.now)
    return back(request, "unlocked")


def demand(school, request):
    """Whoever demands it has it, so that nobody locks everybody out."""
    if request.account.second is None:
        raise Refused(_("请先给自己开启两步验证（账号 → 两步验证），再要求其他管理员。"))
    school.second_factor = True
    auditing.log(school, request.aid, "second-demanded", "", request.now)
    return back(request, "on")


def free(school, request):
    school.second_factor = False
    auditing.log(school, request.aid, "second-free", "", request.now)
    return back(request, "off")


def back(request, done):
    return HTTPSeeOther(request.route_path("manage_access", _query={"done": done}))
