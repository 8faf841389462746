"""With a code to a phone number or e-mail address: logging in, making an account, choosing a new password.

Whether somebody has an account is told to nobody but the owner of the number or address: the code goes out either way, and only
who typed it in reads what there is.
"""

import secrets

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from ...activity import Refused
from ...identity import devices, passwords
from ...identity.codes import Contact, check_code, contact_of, is_carried, send_code
from ...identity.csrf import visitor_of
from ...identity.limits import TooMany
from ...identity.names import own_name
from ...model.accounts import Account
from ...words import translator
from ..admitting import admit, half_way, whose_step
from ..doors import anybody, in_pool, keeps, later, patience, revoke, ticked, waiting, where_to
from ..rendering import draw
from .passwords import password_form, refuse_bad

_ = translator("mooctang_core")
PROVED_S = 600
WRONG = _("验证码不对或者已经过期。请检查后再试，或者重新发送。")
PAGES = {"code_login": "/login/code", "register": "/register", "register_new": "/register/new", "forgot": "/password/forgot", "forgot_new": "/password/forgot/new"}
WAYS = {
    "code_login": ("login", _("用验证码登录"), _("填手机号或邮箱，我们发一个验证码。还没有账号的话，验证以后可以注册。")),
    "register": ("register", _("注册账号"), _("填手机号或邮箱，我们发一个验证码。学校已经发了学号和密码的同学不用注册，直接登录就可以。")),
    "forgot": ("password", _("忘记密码"), _("填账号绑定的手机号或邮箱，用验证码设一个新密码。都没有绑定的话，请学校管理员重设密码。")),
}


# A code to a number or an address --------------------------------------------------------------------------------------------------

def form(request, way, problem="", status=200, typed="", sent=None):
    """The field for the number or address; once a code went out, the field for the code."""
    _purpose, title, lead = WAYS[way]
    values = {"way": way, "title": title, "lead": lead, "problem": problem, "typed": typed, "sent": sent, "next": where_to(request),
              "keep": ticked(request),
              "carried": sent is None or is_carried(request, sent.kind)}
    return Response(draw(request, "mooctang_core", "by_code.pt", values), status=status)


@anybody("code_login", request_method="GET")
@anybody("register", request_method="GET")
@anybody("forgot", request_method="GET")
def ask(request):
    return form(request, request.matched_route.name)


@anybody("code_login", request_method="POST")
@anybody("register", request_method="POST")
@anybody("forgot", request_method="POST")
def step(request):
    """Send a code; or take it, and go on to what it was wanted for."""
    way, typed, sent = request.matched_route.name, request.POST.get("name", "")[:300], None
    try:
        contact = contact_of(typed)
        if request.POST.get("step") == "send":
            send_code(request, *contact, WAYS[way][0])
            return form(request, way, typed=typed, sent=contact)
        sent = contact
        if not check_code(request, *contact, WAYS[way][0], request.POST.get("code", "")):
            raise Refused(WRONG)
    except Refused as refusal:
        return form(request, way, refusal.message, 422, typed, sent)
    except TooMany as not_now:
        return later(form(request, way, patience(not_now, request), 429, typed, sent), not_now.seconds)
    return go_on(request, way, contact)


def go_on(request, way, contact):
    """Whoever typed the code in owns the number or address."""
    account = request.alliance.account_by(contact.method)
    if account is not None and account.disabled:
        return form(request, way, _("这个账号已经停用。请联系学校管理员。"), 422)
    if account is not None and way == "code_login":
        return admit(request, account, keeps(request))
    if account is not None and way == "forgot":
        return password_form(request, ticket=half_way(request, "forgot", account, keeps(request), where_to(request)), page="forgot_new")
    note_proof(request, contact)
    return HTTPSeeOther(request.route_path("register_new", _query={"next": where_to(request), "keep": request.POST.get("keep", "no")}))


# What this browser has just proved -------------------------------------------------------------------------------------------------

def note_proof(request, contact):
    request.registry.store.scratch.put("proved", visitor_of(request, request.registry.jar), list(contact), ttl=PROVED_S)


def proof(request):
    """The Contact that was proved with this browser within the last ten minutes, or None."""
    kept = request.registry.store.scratch.get("proved", visitor_of(request, request.registry.jar))
    return Contact(*kept) if kept else None


def drop_proof(request):
    visitor = visitor_of(request, request.registry.jar)
    request.tm.get().addAfterCommitHook(lambda done: done and request.registry.store.scratch.delete("proved", visitor))


# An account ------------------------------------------------------------------------------------------------------------------------

@anybody("register_new", request_method="GET")
def ask_new(request):
    """An unknown number or address makes no account by itself: is there one already, or is this somebody new?"""
    contact = proof(request)
    return new_form(request, contact) if contact is not None else HTTPSeeOther(request.route_path("register", _query={"next": where_to(request)}))


def new_form(request, contact, problem="", status=200):
    account = request.alliance.account_by(contact.method)
    values = {"contact": contact, "problem": problem, "known": account, "typed": request.POST.get("name", ""), "least": passwords.LEAST, "next": where_to(request),
              "keep": ticked(request)}
    return Response(draw(request, "mooctang_core", "register.pt", values), status=status)


@anybody("register_new", request_method="POST")
def make_new(request):
    """The account of somebody new; or, when the number has one, in with it."""
    contact = proof(request)
    if contact is None:
        raise Refused(_("这一步等得太久了。请重新发送验证码。"))
    account = request.alliance.account_by(contact.method)
    if account is not None:
        drop_proof(request)
        return new_form(request, contact, status=422) if account.disabled else admit(request, account, keeps(request))
    try:
        name = own_name(request.POST.get("name", ""))
        refuse_bad(request, names=[contact.value])
    except Refused as refusal:
        return new_form(request, contact, refusal.message, 422)
    hashed = in_pool(request, passwords.hash, request.POST["new"])
    if hashed is None:
        return waiting()
    drop_proof(request)
    return admit(request, make(request, name, hashed, contact), keeps(request))


def make(request, name, hashed, contact):
    account = Account(f"a{secrets.token_hex(8)}", name, request.locale_name)
    passwords.set_password(account, hashed)
    return request.alliance.add_account(account, contact.method)


# A forgotten password --------------------------------------------------------------------------------------------------------------

@anybody("forgot_new", request_method="GET")
def forgot_again(request):
    return HTTPSeeOther(request.route_path("forgot"))


@anybody("forgot_new", request_method="POST")
def choose_again(request):
    """A new password after a code; every device is signed out, and this one comes in."""
    account, keep, path = whose_step(request, "forgot")
    try:
        refuse_bad(request, account)
    except Refused as refusal:
        return password_form(request, refusal.message, 422, request.POST["word"], "forgot_new")
    hashed = in_pool(request, passwords.hash, request.POST["new"])
    if hashed is None:
        return waiting()
    passwords.set_password(account, hashed)
    revoke(request, account, devices.close_all(account))
    return admit(request, account, keep, path)


def includeme(config):
    for name, path in PAGES.items():
        config.add_route(name, path)
