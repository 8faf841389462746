"""A new password: for somebody signed in, and the first of one's own after an issued one."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from ...activity import Refused
from ...identity import devices, passwords
from ...identity.csrf import visitor_of
from ...identity.limits import TooMany
from ...words import translator
from ..admitting import admit, half_way, whose_step
from ..doors import anybody, guesses_of, in_pool, later, patience, revoke, second_pass, waiting, where_to
from ..errors import to_login
from ..rendering import draw

_ = translator("mooctang_core")


@anybody("password", request_method="GET")
def ask_password(request):
    return password_form(request) if request.account is not None else to_login(request)


def password_form(request, problem="", status=200, ticket="", page="first_password"):
    """The form of a new password: with the old one, or (`ticket`) after an issued one or a code, which `page` takes."""
    values = {"problem": problem, "next": where_to(request), "ticket": ticket, "least": passwords.LEAST, "page": page if ticket else "password"}
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


def refuse_bad(request, account=None, names=()):
    new = request.POST.get("new", "")
    passwords.refuse_weak(new, names=[*names, *(method.partition(":")[2] for method in (account.methods if account is not None else ()))])
    if new != request.POST.get("again", ""):
        raise Refused(_("两次输入的新密码不一样。"))


def ask_first_password(request, account, keep, path=None):
    """An issued password opens this one form and nothing else: nobody is signed in by it."""
    return password_form(request, ticket=half_way(request, "first-password", account, keep, path or where_to(request)))


@anybody("first_password", request_method="GET")
def first_password_again(request):
    return to_login(request)


@anybody("first_password", request_method="POST")
def choose_first_password(request):
    """The first password of one's own; with it one is signed in."""
    account, keep, path = whose_step(request, "first-password")
    try:
        refuse_bad(request, account)
    except Refused as refusal:
        return password_form(request, refusal.message, 422, request.POST["word"])
    hashed = in_pool(request, passwords.hash, request.POST["new"])
    if hashed is None:
        return waiting()
    passwords.set_password(account, hashed)
    revoke(request, account, devices.close_all(account))
    return admit(request, account, keep, path)
