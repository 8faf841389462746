"""Signing in with an identity that somebody else vouches for: there with a word that is good once, and back again.

A provider of `auth_providers` builds the address with `request.login_state` (the word to carry) and `request.login_back` (where
to send the person back); the address of the return must hold the word as its `state`. `/login/back/…` is a landing view. What
asks the other server is handed back as a function, and called where it holds up nobody.
"""

import secrets
from typing import Any, NamedTuple

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from transaction.interfaces import TransientError

from ...activity import Refused
from ...identity import passwords
from ...identity.csrf import visitor_of
from ...identity.external import Vouched, vouched
from ...identity.handover import mark, safe_path
from ...words import translator
from ..admitting import admit, confirm_first, is_fresh
from ..doors import anybody, external_ways, meanwhile, onward, second_pass, waiting, where_to
from ..errors import to_login
from ..gates import landing
from ..rendering import draw
from ..roots import address
from . import binding, proving
from .login import form

_ = translator("mooctang_core")
SPACE = "external"
VALID_S = 600
OVER = _("这次登录已经过期，或者不是从这个浏览器开始的。请再试一次。")
SHUT = _("这个账号已经停用。请与学校管理员联系。")
BROKEN = _("这种登录方式现在不能用。请换一种方式，或者过一会儿再试。")
KEPT = "mooctang.external"
SIGN_IN, BIND, PROVE = "", "bind", "prove"
CALLS = 4


class Went(NamedTuple):
    """What came of asking a provider: an answer, a sentence for the person, or an error for the log."""

    said: dict
    answer: Any = None
    refused: Any = None
    error: Any = None


def attempt(said, step, *arguments):
    """Have a provider's code run, whatever it raises."""
    try:
        return Went(said, step(*arguments))
    except Refused as refusal:
        return Went(said, refused=refusal.message)
    except TransientError:
        raise
    except Exception as error:  # a provider is a plugin's code, speaking to somebody else's server
        return Went(said, error=error)


def asked(request, said, step):
    """What a provider's step gives; where it is a function, that is called beside. None while the bridge waits."""
    found = attempt(said, step, request)
    return meanwhile(request, attempt, said, found.answer) if callable(found.answer) else found


@anybody("login_with", request_method="GET")
def go(request):
    """Off to whoever vouches, with a word that is good once, here, in this browser."""
    plugin, provider = provider_named(request)
    purpose = request.GET.get("for", SIGN_IN)
    if purpose != SIGN_IN and request.account is None:
        return to_login(request)
    if purpose != SIGN_IN and not is_fresh(request):
        return confirm_first(request, request.path_qs)
    went = second_pass(request) or set_out(request, provider, purpose)
    if went is None:
        return waiting()
    if went.answer is None:
        return trouble(request, plugin, "begin", went)
    # A browser follows no redirect out of a form.
    return onward(request, went.answer) if request.GET.get("asked") == "yes" else HTTPSeeOther(went.answer)


def set_out(request, provider, purpose):
    state = secrets.token_urlsafe(24)
    said = {"way": provider.word, "browser": browser_of(request), "next": where_to(request), "for": purpose, "who": request.aid,
            "keep": request.GET.get("keep") == "yes"}
    request.registry.store.scratch.put(SPACE, state, said, ttl=VALID_S)
    hand(request, provider, state)
    return asked(request, said, provider.begin)


@anybody("login_back", request_method="GET")
def come_back(request):
    """Back with an answer: the account that this identity is bound to is signed in; one that nobody knows is asked first."""
    if request.method != "GET":
        raise HTTPNotFound()
    plugin, provider = provider_named(request)
    went = second_pass(request) or returned(request, provider)
    if went is None:
        return waiting()
    if went.said is None:
        return form(request, OVER, status=422)
    try:
        who = vouched(went.answer) if went.refused is None and went.error is None else None
    except (TypeError, ValueError) as error:
        went, who = went._replace(error=error), None
    return trouble(request, plugin, "finish", went) if who is None else enter(request, provider, went.said, who)


def returned(request, provider):
    """What the provider makes of the return; asked once, however often the request is run again, for a ticket is good a single time."""
    if KEPT not in request.environ:
        said = carried(request, provider)
        if said is None:
            return Went(None)
        hand(request, provider, request.params["state"])
        found = asked(request, said, provider.finish)
        if found is None:
            return None
        request.environ[KEPT] = found
    return request.environ[KEPT]


def enter(request, provider, said, who: Vouched):
    """Where somebody goes whose identity is vouched for now."""
    account = request.alliance.account_by(who.method)
    if account is not None and account.disabled:
        return form(request, SHUT, status=422)
    if said["for"] == PROVE:
        try:
            return proving.came(request, account, provider)
        except Refused as refusal:
            return problem(request, refusal.message, 422)
    if account is None:
        return binding.ask(request, provider, who, said)
    if said["for"] == BIND and request.account is not None:
        return binding.taken(request, provider, account, safe_path(said["next"]))
    landing(request)
    return admit(request, account, said["keep"], said["next"])


def provider_named(request):
    """(plugin, provider) of the word in the address."""
    for plugin, provider in external_ways(request):
        if provider.word == request.matchdict["way"]:
            return plugin, provider
    raise HTTPNotFound()


def hand(request, provider, state):
    """What a provider finds on the request, on the way out and on the way back."""
    request.login_state = state
    request.login_back = address(request, request.host, request.route_path("login_back", way=provider.word))


def carried(request, provider):
    """What was noted when this browser set out, or None; the word is good once."""
    said = request.registry.store.scratch.take(SPACE, request.params.get("state", "")[:64])
    same = said and said["way"] == provider.word and said["browser"] == browser_of(request)
    # Who changed accounts on the way would bind an identity to an account they did not mean.
    return said if same and (said["for"] == SIGN_IN or said["who"] == request.aid) else None


def browser_of(request):
    return mark(request.registry.secret, request.host.lower(), visitor_of(request, request.registry.jar))


def trouble(request, plugin, where, went):
    if went.refused is not None:
        return problem(request, went.refused, 422)
    request.plugins.failed(request.school, plugin, f"auth_providers.{where}", went.error)
    return problem(request, BROKEN, 502)


def problem(request, sentence, status):
    """Told on the login page to whoever signs in, and on a page of its own to whoever is signed in."""
    if request.account is None:
        return form(request, sentence, status=status)
    return Response(draw(request, "mooctang_core", "external_trouble.pt", {"problem": sentence}), status=status)


def furnish(registry):
    registry.calls = passwords.Pool(CALLS, waiting=200)


def includeme(config):
    config.add_route("login_with", "/login/with/{way}")
    config.add_route("login_back", "/login/back/{way}")
    config.add_route("identity", "/login/identity")
