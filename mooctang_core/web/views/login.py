"""Signing in and out, one's devices and password, the language and the colours: the same pages on every host."""

import logging
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import NamedTuple

from pyramid.events import NewResponse
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import exception_view_config, view_config

from ...activity import Refused
from ...changes import note
from ...committer import Outcome
from ...identity import devices, login, passwords
from ...identity.cookies import DEVICE, LANGUAGE, MODE, KEPT_S, YEAR_S
from ...identity.csrf import visitor_of
from ...identity.handover import safe_path
from ...identity.limits import Guesses, TooMany
from ...store import trouble
from ...words import duration, translator
from ..errors import page, to_login
from ..rendering import draw
from ..speech import LOCALES, MODES

_ = translator("mooctang_core")
log = logging.getLogger("mooctang.web")

PAGES = {
    "login": "/login", "logout": "/logout", "devices": "/devices", "password": "/password", "first_password": "/password/first",
    "language": "/language", "appearance": "/appearance",
}
FIRST_S = 600
# Beyond this the list would be longer than a number is; people then type the whole one.
SCHOOLS_MOST = 60


class Looked(NamedTuple):
    """What the password pool found out."""

    attempt: login.Attempt
    right: bool


def anybody(page, **options):
    """A page that needs no permission: it concerns nobody but the person who asks."""
    return view_config(route_name=page, permission=NO_PERMISSION_REQUIRED, **options)


def in_pool(request, step, *arguments):
    """What a slow step with passwords gives; None while the bridge waits for it, to call this request once more."""
    if second_pass(request):
        return second_pass(request)
    future = request.registry.passwords.later(step, *arguments)
    if request.environ.get("mooctang.bridge"):
        request.environ["mooctang.pending"] = future
        return None
    return future.result()


def second_pass(request):
    """What the bridge waited for; Busy when it could not wait longer, for then it brings an outcome of its own."""
    outcome = request.environ.get("mooctang.outcome")
    if isinstance(outcome, Outcome):
        raise passwords.Busy
    return outcome


def waiting():
    return Response(status=202)


def where_to(request):
    return safe_path(request.params.get("next"))


# In and out ---------------------------------------------------------------------------------------------------------

@anybody("login", request_method="GET")
def ask(request):
    """The form; who is signed in already is told so and may change accounts."""
    return form(request)


def form(request, problem="", name="", status=200):
    values = {"problem": problem, "name": name, "next": where_to(request), "schools": schools_to_choose(request),
              "chosen": request.params.get("school", ""), "keep": request.POST.get("keep", "") == "yes" if request.POST else True}
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
        person = login.finish(request.alliance, *looked, guesses, request.remote_addr, visitor_of(request, request.registry.jar),
                              request.host.lower(), devices.label_of(request.user_agent), request.now, keeps(request))
    except Refused as refusal:
        return form(request, refusal.message, typed, 422)
    except TooMany as not_now:
        return later(form(request, patience(not_now, request), typed, 429), not_now.seconds)
    return let_in(request, person) if person.cookie else ask_first_password(request, person.account)


def look_at(request, typed, guesses):
    """The counted try with its answer, or None while the bridge waits."""
    if second_pass(request):
        return second_pass(request)
    attempt = login.begin(request.alliance, school_meant(request), typed, guesses, request.remote_addr,
                          visitor_of(request, request.registry.jar))
    return in_pool(request, check, attempt, request.POST.get("password", ""))


def check(attempt, password):
    return Looked(attempt, passwords.check(attempt.credential, password))


def guesses_of(request):
    return Guesses(request.registry.store.scratch, request.registry.settings_.login_tries)


def school_meant(request):
    slug = request.POST.get("school", "")
    return request.open_school(slug) if request.school is None and slug in request.alliance.schools else request.school


def keeps(request):
    return request.POST.get("keep") == "yes"


def let_in(request, person):
    """Give the browser its cookie; whoever was signed in on it before no longer is."""
    if request.device:
        sign_out(request, *request.device)
    response = HTTPSeeOther(where_to(request))
    wear(request, response, person)
    return response


def wear(request, response, person):
    jar, account = request.registry.jar, person.account
    kept = account.devices[person.cookie.split(".")[1]]["kept"]
    jar.put(response, DEVICE, person.cookie, KEPT_S if kept else None)
    if account.mode != "auto" or account.contrast:
        jar.put(response, MODE, account.mode + ("+contrast" if account.contrast else ""), YEAR_S)


def sign_out(request, account, device):
    devices.close(account, device)
    revoke(request, account, [device])


def revoke(request, account, gone):
    """Live pages of these devices end within two seconds of the commit."""
    if gone:
        note(request.tm, {"s": "", "k": "revoke", "a": [account.aid], "d": list(gone)})


@anybody("logout", request_method="POST")
def leave(request):
    """Sign out here, or with `everywhere` on all devices; `next` keeps the place for whoever only changes accounts."""
    if request.device:
        account, device = request.device
        if request.POST.get("everywhere") == "yes":
            revoke(request, account, devices.close_all(account))
        else:
            sign_out(request, account, device)
    response = HTTPSeeOther(where_to(request))
    request.registry.jar.clear(response, DEVICE)
    return response


# Devices ------------------------------------------------------------------------------------------------------------

@anybody("devices", request_method="GET")
def my_devices(request):
    """Where I am signed in."""
    if request.account is None:
        return to_login(request)
    values = {"devices": [{"device": one, "seen": seen_at(request, one.id), "here": one.id == request.device[1]}
                          for one in devices.devices_of(request.account, request.now)]}
    return Response(draw(request, "mooctang_core", "devices.pt", values))


@anybody("devices", request_method="POST")
def close_device(request):
    """Sign one of my devices out."""
    if request.account is None:
        return to_login(request)
    sign_out(request, request.account, request.POST.get("device", ""))
    return HTTPSeeOther(request.route_path("devices"))


def seen_at(request, device):
    moment = request.registry.last_seen.of(device)
    return datetime.fromtimestamp(moment, UTC) if moment else None


def touch(event):
    """When a device was last here, for the list of devices."""
    known = event.request.__dict__.get("device")
    if not known:
        return
    try:
        event.request.registry.last_seen.touch(known[1], event.request.now)
    except Exception as error:
        # A full disk must not take away the pages one can still read.
        if trouble(error) is None:
            raise
        log.warning("last seen was not kept: %s", trouble(error))


# Passwords ----------------------------------------------------------------------------------------------------------

@anybody("password", request_method="GET")
def ask_password(request):
    return password_form(request) if request.account is not None else to_login(request)


def password_form(request, problem="", status=200, ticket=""):
    values = {"problem": problem, "next": where_to(request), "ticket": ticket, "least": passwords.LEAST}
    return Response(draw(request, "mooctang_core", "password.pt", values), status=status)


@anybody("password", request_method="POST")
def change_password(request):
    """The old one opens, the new one is kept; every other device is signed out."""
    account, guesses = request.account, guesses_of(request)
    if account is None:
        return to_login(request)
    try:
        refuse_bad(request, account)
        result = changed(request, account, guesses)
    except Refused as refusal:
        return password_form(request, refusal.message, 422)
    except TooMany as not_now:
        return later(password_form(request, patience(not_now, request), 429), not_now.seconds)
    if result is None:
        return waiting()
    return keep_new(request, account, result, guesses)


def changed(request, account, guesses):
    """(the counted try, the new hash or None) or None while the bridge waits."""
    if second_pass(request):
        return second_pass(request)
    key = guesses.begin(account.aid, request.remote_addr, visitor_of(request, request.registry.jar))
    return in_pool(request, check_and_hash, key, account.credential, request.POST.get("old", ""), request.POST.get("new", ""))


def check_and_hash(key, credential, old, new):
    return key, passwords.hash(new) if passwords.check(credential, old) else None


def keep_new(request, account, result, guesses):
    key, hashed = result
    if hashed is None:
        guesses.wrong(key, request.remote_addr)
        return password_form(request, _("现在的密码不对。"), 422)
    guesses.right(key, account.aid, request.remote_addr, visitor_of(request, request.registry.jar))
    passwords.set_password(account, hashed)
    revoke(request, account, devices.close_all(account, but=request.device[1]))
    return HTTPSeeOther(where_to(request))


def refuse_bad(request, account):
    new = request.POST.get("new", "")
    passwords.refuse_weak(new, names=[method.partition(":")[2] for method in account.methods])
    if new != request.POST.get("again", ""):
        raise Refused(_("两次输入的新密码不一样。"))


def ask_first_password(request, account):
    """An issued password opens this one form and nothing else: nobody is signed in by it."""
    return password_form(request, ticket=first_ticket(request, account))


def first_ticket(request, account):
    ticket = token_urlsafe(24)
    request.registry.store.scratch.put("first-password", ticket, {
        "aid": account.aid, "credential": account.credential, "visitor": visitor_of(request, request.registry.jar),
        "keep": keeps(request)}, ttl=FIRST_S)
    return ticket


@anybody("first_password", request_method="GET")
def first_password_again(request):
    return to_login(request)


@anybody("first_password", request_method="POST")
def choose_first_password(request):
    """The first password of one's own; with it one is signed in."""
    ticket = request.POST.get("ticket", "")[:64]
    known = request.registry.store.scratch.get("first-password", ticket) or {}
    account = request.alliance.accounts.get(known.get("aid", ""))
    if account is None or known["credential"] != account.credential or known["visitor"] != visitor_of(request, request.registry.jar):
        return form(request, _("这一步等得太久了。请用学校发给你的密码重新登录。"), status=422)
    try:
        refuse_bad(request, account)
    except Refused as refusal:
        return password_form(request, refusal.message, 422, ticket)
    hashed = in_pool(request, passwords.hash, request.POST["new"])
    if hashed is None:
        return waiting()
    request.registry.store.scratch.delete("first-password", ticket)
    passwords.set_password(account, hashed)
    revoke(request, account, devices.close_all(account))
    cookie = devices.open(account, request.host.lower(), devices.label_of(request.user_agent), request.now, known["keep"])
    return let_in(request, login.SignedIn(account, cookie))


# Language and colours -----------------------------------------------------------------------------------------------

@anybody("language", request_method="POST")
def choose_language(request):
    chosen = request.POST.get("locale", "")
    response = HTTPSeeOther(where_to(request))
    if chosen in LOCALES:
        request.registry.jar.put(response, LANGUAGE, chosen, YEAR_S)
        if request.account is not None:
            request.account.locale = chosen
    return response


@anybody("appearance", request_method="POST")
def choose_appearance(request):
    mode, contrast = request.POST.get("mode", "auto"), request.POST.get("contrast") == "more"
    response = HTTPSeeOther(where_to(request))
    if mode in MODES:
        request.registry.jar.put(response, MODE, mode + ("+contrast" if contrast else ""), YEAR_S)
        if request.account is not None:
            request.account.mode, request.account.contrast = mode, contrast
    return response


# Not now ------------------------------------------------------------------------------------------------------------

def patience(not_now, request):
    if not_now.sign_in:
        return _("这个网络里刚才有人输错了很多次。请先登录，再试一次。")
    return _("试得太频繁了。请过 ${time}再试；想不起密码的话，请学校管理员重设。", time=duration(not_now.seconds, request.locale_name))


def later(response, seconds):
    response.headers["Retry-After"] = str(seconds)
    return response


@exception_view_config(TooMany)
def too_many(request):
    not_now = request.exception
    text = patience(not_now, request) if not_now.sign_in else _("试得太频繁了。请过 ${time}再试。", time=duration(not_now.seconds, request.locale_name))
    return page(request, 429, _("请稍等一会儿"), text, retry_after=not_now.seconds)


@exception_view_config(passwords.Busy)
def too_busy(request):
    return page(request, 503, _("同时登录的人很多"), _("请稍等几秒再试。"), retry_after=3)


def includeme(config):
    registry = config.registry
    for name, path in PAGES.items():
        config.add_route(name, path)
    registry.passwords = passwords.Pool(waiting=registry.settings_.queue_max)
    registry.last_seen = devices.LastSeen(registry.store.scratch)
    config.add_subscriber(touch, NewResponse)
