"""Signing in and out: the same pages on every host."""

from typing import NamedTuple
from urllib.parse import urlsplit

from pyramid.events import NewResponse
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import exception_view_config

from ...activity import Refused
from ...identity import devices, login, passwords
from ...identity.cookies import DEVICE
from ...identity.csrf import visitor_of
from ...identity.handover import safe_path
from ...identity.limits import TooMany
from ...words import duration, translator
from ..admitting import admit, seen_here
from ..doors import anybody, external_ways, guesses_of, in_pool, keeps, later, patience, revoke, second_pass, ticked, waiting, where_to
from ..errors import page
from ..rendering import draw
from .devices import touch
from .passwords import ask_first_password

_ = translator("mooctang_core")

PAGES = {
    "login": "/login", "logout": "/logout", "devices": "/devices", "password": "/password", "first_password": "/password/first",
    "language": "/language", "appearance": "/appearance", "other_account": "/login/other", "second": "/login/second", "prove_second": "/account/second/prove",
    "second_factor": "/account/second", "confirm": "/account/confirm", "restore": "/login/restore",
}
# Beyond this the list would be longer than a number is; people then type the whole one.
SCHOOLS_MOST = 60


class Looked(NamedTuple):
    """What the password pool found out."""

    attempt: login.Attempt
    right: bool


@anybody("login", request_method="GET")
def ask(request):
    """The form; who is signed in already is told so and may change accounts."""
    return form(request)


@anybody("other_account", request_method="GET")
def other_account(request):
    """From any page to the form for another account, and back to that page: the browser says itself where it was."""
    was = urlsplit(request.referer or "")
    back = was.path + (f"?{was.query}" if was.query else "") if was.netloc.casefold() == request.host.casefold() else "/my"
    return HTTPSeeOther(request.route_path("login", _query={"next": safe_path(back, "/my")}))


def form(request, problem="", name="", status=200):
    values = {"problem": problem, "name": name, "next": where_to(request), "schools": schools_to_choose(request),
              "ways": [provider for _plugin, provider in external_ways(request)],
              "chosen": request.params.get("school", ""), "keep": ticked(request), "known": bool(seen_here(request))}
    return Response(draw(request, "mooctang_core", "login.pt", values), status=status)


def schools_to_choose(request):
    """On the alliance's host a bare number needs its school."""
    if request.school is not None or len(request.alliance.schools) > SCHOOLS_MOST:
        return []
    return [(slug, request.open_school(slug).title) for slug in request.alliance.schools]


@anybody("login", request_method="POST")
def enter(request):
    """Look at the password; then this device is signed in, or told in one sentence why not."""
    typed, guesses = request.POST.get("name", "")[:login.NAME_MAX], guesses_of(request)
    try:
        looked = look_at(request, typed, guesses)
        if looked is None:
            return waiting()
        account = login.verify(request.alliance, *looked, guesses, request.remote_addr, visitor_of(request, request.registry.jar), request.now)
    except Refused as refusal:
        return form(request, refusal.message, typed, 422)
    except TooMany as not_now:
        return later(form(request, patience(not_now, request), typed, 429), not_now.seconds)
    way_in = ask_first_password if account.must_change else admit
    return way_in(request, account, keeps(request))


def look_at(request, typed, guesses):
    """The counted try with its answer, or None while the bridge waits."""
    if second_pass(request):
        return second_pass(request)
    attempt = login.begin(request.alliance, school_meant(request), typed, guesses, request.remote_addr,
                          visitor_of(request, request.registry.jar))
    return in_pool(request, check, attempt, request.POST.get("password", ""))


def check(attempt, password):
    return Looked(attempt, passwords.check(attempt.credential, password))


def school_meant(request):
    slug = request.POST.get("school", "")
    return request.open_school(slug) if request.school is None and slug in request.alliance.schools else request.school


@anybody("logout", request_method="POST")
def leave(request):
    """Sign out here and where this sign-in was handed to, or with `everywhere` on all devices (or all others); `next` keeps the place for whoever only changes accounts."""
    if request.device:
        account, device = request.device
        if request.POST.get("everywhere") == "others":
            revoke(request, account, devices.close_all(account, but=device))
            return HTTPSeeOther(where_to(request))
        if request.POST.get("everywhere") == "yes":
            revoke(request, account, devices.close_all(account))
        else:
            revoke(request, account, devices.close_chain(account, device))
    # Whoever sits down next shall not go on with a number that somebody else proved.
    request.registry.store.scratch.delete("proved", visitor_of(request, request.registry.jar))
    response = HTTPSeeOther(where_to(request))
    request.registry.jar.clear(response, DEVICE)
    return response


@exception_view_config(TooMany)
def too_many(request):
    not_now = request.exception
    text = patience(not_now, request) if not_now.sign_in else _("试得太频繁了。请过 ${time}再试。", time=duration(not_now.seconds, request.locale_name))
    return page(request, 429, _("请稍等一会儿"), text, retry_after=not_now.seconds)


@exception_view_config(passwords.Busy)
def too_busy(request):
    return page(request, 503, _("同时登录的人很多"), _("请稍等几秒再试。"), retry_after=3)


def furnish(registry):
    registry.passwords = passwords.Pool(waiting=registry.settings_.queue_max)
    registry.last_seen = devices.LastSeen(registry.store.scratch)


def includeme(config):
    for name, path in PAGES.items():
        config.add_route(name, path)
    config.add_subscriber(touch, NewResponse)
