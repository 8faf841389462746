"""Signing in with an identity that somebody else vouches for: there with a word that is good once, and back again.

A provider of `auth_providers` builds the address with `request.login_state` (the word to carry) and `request.login_back` (where
to send the person back); the address of the return must hold the word as its `state`. `/login/back/…` is a landing view.
"""

import secrets

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from transaction.interfaces import TransientError

from ...activity import Refused
from ...identity.csrf import visitor_of
from ...identity.handover import mark
from ...words import translator
from ..admitting import admit
from ..doors import anybody, external_ways, where_to
from ..gates import landing
from ..roots import address
from .login import form

_ = translator("mooctang_core")
SPACE = "external"
VALID_S = 600
OVER = _("这次登录已经过期，或者不是从这个浏览器开始的。请再试一次。")
UNKNOWN = _("这个身份还没有绑定账号。请用学号、手机号或邮箱登录。")
BROKEN = _("这种登录方式现在不能用。请换一种方式，或者过一会儿再试。")
KEPT = "mooctang.external"


@anybody("login_with", request_method="GET")
def go(request):
    """Off to whoever vouches, with a word that is good once, here, in this browser."""
    plugin, provider = provider_named(request)
    state = secrets.token_urlsafe(24)
    request.registry.store.scratch.put(
        SPACE, state, {"way": provider.word, "browser": browser_of(request), "next": where_to(request)}, ttl=VALID_S)
    hand(request, provider, state)
    try:
        return HTTPSeeOther(provider.begin(request))
    except Exception as error:  # a provider is a plugin's code
        return broken(request, plugin, "begin", error)


@anybody("login_back", request_method="GET")
def come_back(request):
    """Back with an answer: the account that this identity is bound to is signed in, or the form says why not."""
    if request.method != "GET":
        raise HTTPNotFound()
    plugin, provider = provider_named(request)
    said = carried(request, provider)
    if said is None:
        return form(request, OVER, status=422)
    hand(request, provider, request.params["state"])
    try:
        issuer, subject, _claims = answer_of(request, provider)
    except Refused as refusal:
        return form(request, refusal.message, status=422)
    except TransientError:
        raise
    except Exception as error:  # a provider is a plugin's code, speaking to somebody else's server
        return broken(request, plugin, "finish", error)
    return enter(request, request.alliance.account_by(method_of(issuer, subject)), said["next"])


def enter(request, account, path):
    """Open the device of an account; an identity nobody bound, or an account that is shut, is told the same."""
    if account is None or account.disabled:
        return form(request, UNKNOWN, status=422)
    landing(request)
    return admit(request, account, path=path)


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
    """What was noted when this browser set out, or None; the word is good once, however often the request is run again."""
    if KEPT not in request.environ:
        request.environ[KEPT] = {"said": request.registry.store.scratch.take(SPACE, request.params.get("state", "")[:64])}
    said = request.environ[KEPT]["said"]
    return said if said and said["way"] == provider.word and said["browser"] == browser_of(request) else None


def answer_of(request, provider):
    """(issuer, subject, claims), asked for once: what came with the address may be good a single time."""
    kept = request.environ[KEPT]
    if "answer" not in kept:
        kept["answer"] = provider.finish(request)
    return kept["answer"]


def browser_of(request):
    return mark(request.registry.secret, request.host.lower(), visitor_of(request, request.registry.jar))


def method_of(issuer, subject):
    return f"external:{issuer}:{subject}"


def broken(request, plugin, where, error):
    request.plugins.failed(request.school, plugin, f"auth_providers.{where}", error)
    return form(request, BROKEN, status=502)


def includeme(config):
    config.add_route("login_with", "/login/with/{way}")
    config.add_route("login_back", "/login/back/{way}")
