"""Two accounts of one person become one: prove the other, see what each holds, decide. For thirty days a school can take it back."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from ...activity import Refused
from ...flows import merging
from ...flows.merging import preview
from ...identity import devices, login
from ...identity.csrf import visitor_of
from ...identity.limits import TooMany
from ...model.merging import WAITING
from ...words import translator
from ..admitting import confirm_first, is_fresh
from ..doors import anybody, external_ways, guesses_of, later, patience, revoke, waiting
from ..errors import to_login
from ..rendering import draw
from . import proving, second
from .login import look_at, schools_to_choose

_ = translator("mooctang_core")


@anybody("merge", request_method="GET")
def show(request):
    """Where one is: a merge that goes on, two accounts to look at, or the question for the other one."""
    if request.account is None:
        return to_login(request)
    under_way = going_on(request)
    other = proving.other_of(request)
    if under_way is not None:
        return page(request, "merge_state.pt", merge=under_way, done=all(state != WAITING for state in under_way.schools.values()))
    return page(request, "merge_preview.pt", **looked_at(request, other)) if other is not None else question(request)


def page(request, template, status=200, **values):
    return Response(draw(request, "mooctang_core", template, values), status=status)


def question(request, problem="", name="", status=200):
    return page(request, "merge_prove.pt", status, problem=problem, name=name, ways=[way for _plugin, way in external_ways(request)],
                schools=schools_to_choose(request), chosen=request.params.get("school", ""))


def going_on(request):
    """The merge of this account that schools still work on, or that was done in the last minute."""
    found = [request.alliance.merges[name] for name in request.alliance.merging]
    return next((merge for merge in found if merge.new["aid"] == request.aid and merge.undone is None), None)


def looked_at(request, other, problem=""):
    """Both accounts, in each school that knows either."""
    schools = (request.open_school(slug) for slug in request.alliance.schools)
    found = [both for both in (preview.both(school, request.account, other) for school in schools) if both.mine or both.theirs]
    ways = [login.masked(method) for method in other.methods]
    return {"other": other, "schools": found, "ways": ways, "problem": problem, "days": 30}


@anybody("merge", request_method="POST")
def act(request):
    """One step, by its word."""
    if request.account is None:
        return to_login(request)
    if not is_fresh(request):
        return confirm_first(request, request.route_path("merge"))
    step = STEPS.get(request.POST.get("step", ""))
    return step(request) if step else HTTPSeeOther(request.route_path("merge"))


def prove(request):
    """The other account's password, and its second factor if it has one."""
    typed, guesses = request.POST.get("name", "")[:login.NAME_MAX], guesses_of(request)
    try:
        looked = look_at(request, typed, guesses)
        if looked is None:
            return waiting()
        account = login.verify(request.alliance, *looked, guesses, request.remote_addr, visitor_of(request, request.registry.jar), request.now)
        merging.refuse(request.alliance, request.account, account)
        if account.second is not None:
            second.check(request, account)
    except Refused as refusal:
        return question(request, refusal.message, typed, 422)
    except TooMany as not_now:
        return later(question(request, patience(not_now, request), typed, 429), not_now.seconds)
    proving.proved(request, account)
    return HTTPSeeOther(request.route_path("merge"))


def merge(request):
    """It is decided: from now on there is one account. The schools follow within seconds."""
    other = proving.other_of(request)
    if other is None:
        return question(request, _("时间太久了，请再证明一次另一个账号是你的。什么都没有改变。"), status=422)
    if request.POST.get("sure") != "yes":
        return page(request, "merge_preview.pt", 422, **looked_at(request, other, _("请先确认两个账号都是你自己的。")))
    numbers = {slug: request.POST[f"number-{slug}"] for slug in request.alliance.schools if request.POST.get(f"number-{slug}")}
    slugs = [slug for slug in request.alliance.schools if slug in other.certifications or preview.touched(request.open_school(slug), other.aid)]
    try:
        merging.begin(request.alliance, request.account, other, slugs, numbers, request.now)
    except Refused as refusal:
        return question(request, refusal.message, status=422)
    revoke(request, other, devices.close_all(other))
    request.tm.get().addAfterCommitHook(lambda done: done and proving.forget(request))
    return HTTPSeeOther(request.route_path("merge"))


def stop(request):
    """Not these two after all."""
    proving.forget(request)
    return HTTPSeeOther(request.route_path("merge"))


STEPS = {"prove": prove, "merge": merge, "stop": stop}


def includeme(config):
    config.add_route("merge", "/account/merge")
