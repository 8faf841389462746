"""Whoever has shown who they are comes in here, whichever way: past the second factor, and past the wish to be deleted.

A step that is waited for (the second factor, a first password, having an account back) is kept in scratch under a word that only
this browser holds; nobody is signed in by it.
"""

from secrets import token_urlsafe

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from ..activity import Refused
from ..identity import devices, leaving, totp
from ..identity.cookies import VISITOR
from ..identity.csrf import visitor_of
from ..identity.handover import safe_path
from ..identity.login import SignedIn
from ..words import translator
from .doors import let_in, where_to
from .rendering import draw

_ = translator("mooctang_core")
STEP_S = 600
FRESH_S = 900
BROWSER_S = 180 * 86_400
KNOWN_MOST = 6


# Coming in ---------------------------------------------------------------------------------------------------------------------

def admit(request, account, keep, path=None):
    """After a right password, code or identity: the second factor if this account has one, else the door."""
    path = where_to(request) if path is None else safe_path(path)
    if account.second is not None:
        return ask_second(request, half_way(request, "second", account, keep, path))
    return come_in(request, account, keep, path)


def come_in(request, account, keep, path, second=None):
    """Open the device; whoever wanted the account deleted is asked first whether they want it back."""
    if account.leaving is not None:
        return ask_back(request, account, half_way(request, "leaving", account, keep, path))
    # Who logs in once more in the same browser goes on with what was handed to other hosts.
    chain = devices.chain_of(*request.device) if request.device and request.device[0] is account else None
    cookie = devices.open(account, request.host.lower(), devices.label_of(request.user_agent), request.now, keep, chain)
    device = cookie.split(".")[1]
    if second is not None:
        totp.prove(account, device, second)
    freshen(request, device)
    if keep:
        remember(request, account)
    response = let_in(request, SignedIn(account, cookie))
    response.location = path
    return response


def ask_second(request, word, problem="", status=200):
    return Response(draw(request, "mooctang_core", "second_ask.pt", {"word": word, "problem": problem}), status=status)


def ask_back(request, account, word):
    values = {"word": word, "until": account.leaving + leaving.KEPT, "who": account.name}
    return Response(draw(request, "mooctang_core", "restore.pt", values))


# Steps that are waited for -----------------------------------------------------------------------------------------------------

def half_way(request, step, account, keep, path):
    """A word for the form of the next step, good for ten minutes in this browser."""
    word = token_urlsafe(24)
    request.registry.store.scratch.put(f"step-{step}", word, {
        "aid": account.aid, "credential": account.credential, "visitor": visitor_of(request, request.registry.jar), "keep": bool(keep),
        "path": path}, ttl=STEP_S)
    return word


def whose_step(request, step):
    """(account, keep, path) of the form's word; Refused when it took too long, or the password was changed meanwhile."""
    word = request.POST.get("word", "")[:64]
    known = request.registry.store.scratch.get(f"step-{step}", word) or {}
    account = request.alliance.accounts.get(known.get("aid", ""))
    if account is None or account.disabled or known["credential"] != account.credential or known["visitor"] != visitor_of(request, request.registry.jar):
        raise Refused(_("这一步等得太久了。请重新登录。"))
    # Only when it is committed: a run that met another is run again, with the same word.
    request.tm.get().addAfterCommitHook(lambda done: done and request.registry.store.scratch.delete(f"step-{step}", word))
    return account, known["keep"], safe_path(known["path"])


# Lately shown who one is -------------------------------------------------------------------------------------------------------

def freshen(request, device):
    """Whoever sits at this device has just shown who they are: for a quarter of an hour they may change how they log in."""
    request.registry.store.scratch.put("fresh", device, 1, ttl=FRESH_S)


def is_fresh(request):
    return request.device is not None and request.registry.store.scratch.get("fresh", request.device[1]) is not None


def confirm_first(request, back):
    """To the page that asks who it is, and from there to `back`."""
    return HTTPSeeOther(request.route_path("confirm", _query={"next": back}))


# Who comes in with this browser ------------------------------------------------------------------------------------------------

def remember(request, account):
    """This browser has seen this account: it can be offered when somebody is here with the wrong one of theirs."""
    visitor = visitor_of(request, request.registry.jar)
    known = [account.aid, *(aid for aid in seen_here(request) if aid != account.aid)]
    request.registry.store.scratch.put("seen-here", visitor, known[:KNOWN_MOST], ttl=BROWSER_S)


def seen_here(request):
    """The ids of the accounts that came in with this browser to stay, the latest first; on a computer that others use, none."""
    visitor = request.registry.jar.get(request, VISITOR)
    return (request.registry.store.scratch.get("seen-here", visitor) or []) if visitor else []
