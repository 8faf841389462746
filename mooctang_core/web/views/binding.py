"""An identity that opens no account yet: its owner says first whether they have one. Nobody becomes two people unasked."""

import secrets

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from ...activity import Refused
from ...identity import external, login
from ...identity.csrf import visitor_of
from ...identity.handover import mark, safe_path
from ...identity.limits import TooMany
from ...words import translator
from ..admitting import admit, confirm_first, is_fresh
from ..doors import anybody, guesses_of, later, patience, stays, waiting
from ..rendering import draw
from . import proving
from .login import look_at, schools_to_choose
from .passwords import ask_first_password

_ = translator("mooctang_core")
SPACE, VALID_S = "identity", 900
OVER = _("时间太久了，请重新登录一次。什么都没有改变。")


def ask(request, provider, who, said):
    """我已有账号, or 新用户. What was vouched for waits beside, and this browser alone has the word to it."""
    ticket = secrets.token_urlsafe(24)
    kept = {"issuer": who.issuer, "subject": who.subject, "name": who.name, "title": request.translate(provider.title), "next": safe_path(said["next"]), "way": provider.word,
            "keep": said["keep"], "browser": browser_of(request)}
    request.registry.store.scratch.put(SPACE, ticket, kept, ttl=VALID_S)
    return question(request, ticket, kept)


def question(request, ticket, kept, problem="", name="", new_name=None, status=200):
    values = {"ticket": ticket, "voucher": kept["title"], "said": kept["name"], "problem": problem, "name": name, "next": kept["next"],
              "new_name": kept["name"] if new_name is None else new_name, "schools": schools_to_choose(request), "chosen": request.params.get("school", "")}
    return Response(draw(request, "mooctang_core", "external_new.pt", values), status=status)


def taken(request, provider, account, path):
    """Somebody wanted to bind an identity to the account they are signed in with, and it opens an account already."""
    if account is request.account:
        return HTTPSeeOther(path)
    if account.second is None:
        proving.proved(request, account)
    values = {"voucher": request.translate(provider.title), "other": account, "way": provider.word, "keep": stays(request)}
    return Response(draw(request, "mooctang_core", "external_taken.pt", values), status=409)


@anybody("identity", request_method="POST")
def answer(request):
    """The answer to the question: bound to an account that is proved now, to the one that is signed in, or a new one."""
    ticket = request.POST.get("ticket", "")[:64]
    kept = request.registry.store.scratch.get(SPACE, ticket)
    if kept is None or kept["browser"] != browser_of(request):
        raise Refused(OVER)
    who = external.Vouched(kept["issuer"], kept["subject"], kept["name"])
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        return question(request, ticket, kept)
    typed, new_name = request.POST.get("name", "")[:login.NAME_MAX], request.POST.get("called")
    try:
        return step(request, ticket, kept, who)
    except Refused as refusal:
        return question(request, ticket, kept, refusal.message, typed, new_name, 422)
    except TooMany as not_now:
        return later(question(request, ticket, kept, patience(not_now, request), typed, new_name, 429), not_now.seconds)


def with_password(request, ticket, kept, who):
    """我已有账号: its password, and from now on the identity opens it too."""
    guesses = guesses_of(request)
    looked = look_at(request, request.POST.get("name", "")[:login.NAME_MAX], guesses)
    if looked is None:
        return waiting()
    account = login.verify(request.alliance, *looked, guesses, request.remote_addr, visitor_of(request, request.registry.jar), request.now)
    if account.second is not None:
        # A password alone changes nothing about such an account: in first, and then once more round.
        return admit(request, account, kept["keep"], again(request, kept))
    if account.must_change:
        # A password that somebody else printed binds nothing: first one of their own, then the question again.
        return ask_first_password(request, account, kept["keep"], again(request, kept))
    external.bind(request.alliance, account, who, kept["title"])
    used(request, ticket)
    return admit(request, account, kept["keep"], kept["next"])


def with_this_one(request, ticket, kept, who):
    """To the account one is signed in with."""
    if request.account is None:
        raise Refused(_("你已经退出登录了。请用密码登录要绑定的账号。"))
    if not is_fresh(request):
        return confirm_first(request, again(request, kept))
    external.bind(request.alliance, request.account, who, kept["title"])
    used(request, ticket)
    return HTTPSeeOther(kept["next"])


def as_new(request, ticket, kept, who):
    """新用户: a new account, which this identity opens."""
    account = external.create(request.alliance, who, request.POST.get("called", ""), request.locale_name)
    used(request, ticket)
    return admit(request, account, kept["keep"], kept["next"])


def again(request, kept):
    """Where the identity is vouched for once more, to be bound to whoever is signed in then."""
    return request.route_path("login_with", way=kept["way"], _query={"for": "bind", "next": kept["next"]})


STEPS = {"password": with_password, "this": with_this_one, "new": as_new}


def used(request, ticket):
    """Good until something came of it; a wrong password is no reason to go and be vouched for again."""
    # Only when it is committed: a run that met another is run again, with the same ticket.
    request.tm.get().addAfterCommitHook(lambda done: done and request.registry.store.scratch.delete(SPACE, ticket))


def browser_of(request):
    return mark(request.registry.secret, request.host.lower(), visitor_of(request, request.registry.jar))
