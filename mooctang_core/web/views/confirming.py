"""Is it really you? Before somebody changes how they log in, takes their data away or leaves, they show once more who they are."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from ...activity import Refused
from ...identity import passwords
from ...identity.codes import Contact, check_code, is_carried, send_code
from ...identity.csrf import visitor_of
from ...identity.limits import TooMany
from ...words import translator
from ..admitting import freshen
from ..doors import anybody, guesses_of, in_pool, later, patience, second_pass, waiting, where_to
from ..errors import to_login
from ..rendering import draw

_ = translator("mooctang_core")


@anybody("confirm", request_method="GET")
def ask(request):
    return form(request) if request.account is not None else to_login(request)


def form(request, problem="", status=200, sent=None):
    """The password, or a code to a number or address that the account is reached by already."""
    account = request.account
    values = {"problem": problem, "sent": sent, "next": where_to(request), "contacts": contacts_of(account),
              "password": account.credential is not None and not account.must_change, "carried": sent is None or is_carried(request, sent.kind)}
    return Response(draw(request, "mooctang_core", "confirm.pt", values), status=status)


def contacts_of(account):
    """The numbers and addresses of this account that a code can go to."""
    return [Contact(kind, value) for kind, _colon, value in (method.partition(":") for method in account.methods) if kind in ("phone", "email")]


@anybody("confirm", request_method="POST")
def confirm(request):
    if request.account is None:
        return to_login(request)
    contact = next((one for one in contacts_of(request.account) if one.masked == request.POST.get("contact", "")), None)
    try:
        if contact is not None and request.POST.get("step") == "send":
            send_code(request, *contact, "confirm")
            return form(request, sent=contact)
        right = by_code(request, contact) if contact is not None else by_password(request)
    except Refused as refusal:
        return form(request, refusal.message, 422, contact)
    except TooMany as not_now:
        return later(form(request, patience(not_now, request), 429, contact), not_now.seconds)
    if right is None:
        return waiting()
    freshen(request, request.device[1])
    return HTTPSeeOther(where_to(request))


def by_code(request, contact):
    if not check_code(request, *contact, "confirm", request.POST.get("code", "")):
        raise Refused(_("验证码不对或者已经过期。请检查后再试，或者重新发送。"))
    return True


def by_password(request):
    """True, or None while the bridge waits; Refused for a wrong one."""
    account, guesses, visitor = request.account, guesses_of(request), visitor_of(request, request.registry.jar)
    looked = second_pass(request)
    if looked is None:
        key = guesses.begin(account.aid, request.remote_addr, visitor)
        looked = in_pool(request, check, key, account.credential, request.POST.get("password", ""))
    if looked is None:
        return None
    key, right = looked
    if not right:
        guesses.wrong(key, request.remote_addr)
        raise Refused(_("密码不对。"))
    guesses.right(key, account.aid, request.remote_addr, visitor)
    return True


def check(key, credential, password):
    return key, passwords.check(credential, password)
