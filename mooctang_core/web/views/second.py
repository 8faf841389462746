"""The second factor: asked for at the login, set up and taken away by its owner, shown again where a page demands it."""

from cryptography.exceptions import InvalidTag
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from ...activity import Refused
from ...identity import leaving, totp
from ...identity.csrf import visitor_of
from ...identity.limits import TooMany
from ...identity.login import masked
from ...identity.secret import closed, opened
from ...permissions import MANAGE, OPERATE
from ...words import duration, translator
from ..admitting import ask_back, ask_second, come_in, confirm_first, freshen, half_way, is_fresh, whose_step
from ..doors import anybody, guesses_of, later, where_to
from ..errors import to_login
from ..qr import svg
from ..rendering import draw

_ = translator("mooctang_core")
COUNTED = "mooctang.second"
WRONG = _("验证码不对。请输入应用里现在显示的 6 位数字；手机不在身边，可以用一个备用码。")


# At the login ------------------------------------------------------------------------------------------------------------------

@anybody("second", request_method="GET")
def too_early(request):
    return to_login(request)


@anybody("second", request_method="POST")
def enter(request):
    """The code; with it one is signed in."""
    account, keep, path = whose_step(request, "second")
    try:
        check(request, account)
    except Refused as refusal:
        return ask_second(request, again(request, account, keep, path), refusal.message, 422)
    except TooMany as not_now:
        return later(ask_second(request, again(request, account, keep, path), patience(request, not_now), 429), not_now.seconds)
    return come_in(request, account, keep, path, second=request.now)


def again(request, account, keep, path):
    return half_way(request, "second", account, keep, path)


def check(request, account):
    """Refused or TooMany when it is no code of this account; counted like passwords, once however often the request is run again."""
    guesses, name, visitor = guesses_of(request), f"second {account.aid}", visitor_of(request, request.registry.jar)
    key = request.environ.get(COUNTED) or guesses.begin(name, request.remote_addr, visitor)
    request.environ[COUNTED] = key
    if not totp.right(account, request.registry.secret, request.POST.get("code", ""), request.now):
        guesses.wrong(key, request.remote_addr)
        raise Refused(WRONG)
    guesses.right(key, name, request.remote_addr, visitor)


def patience(request, not_now):
    return _("试得太频繁了。请过 ${time}再试。", time=duration(not_now.seconds, request.locale_name))


@anybody("restore", request_method="GET")
def not_now(request):
    return to_login(request)


@anybody("restore", request_method="POST")
def restore(request):
    """Have an account back that was to be deleted."""
    account, keep, path = whose_step(request, "leaving")
    if account.leaving is None or leaving.is_over(account, request.now):
        return ask_back(request, account, "") if account.leaving is not None else come_in(request, account, keep, path)
    leaving.come_back(request.alliance, account)
    return come_in(request, account, keep, path)


# Where it is demanded ----------------------------------------------------------------------------------------------------------

@anybody("prove_second", request_method="GET")
def ask_proof(request):
    """Signed in, but the second factor was not shown lately; who has none sets it up first."""
    if request.account is None:
        return to_login(request)
    if request.account.second is None:
        return HTTPSeeOther(request.route_path("second_factor", _query={"next": where_to(request), "wanted": "yes"}))
    return proof_form(request)


def proof_form(request, problem="", status=200):
    return Response(draw(request, "mooctang_core", "second_ask.pt", {"word": "", "problem": problem}), status=status)


@anybody("prove_second", request_method="POST")
def prove(request):
    account = request.account
    if account is None or account.second is None:
        return to_login(request) if account is None else ask_proof(request)
    try:
        check(request, account)
    except Refused as refusal:
        return proof_form(request, refusal.message, 422)
    except TooMany as not_now:
        return later(proof_form(request, patience(request, not_now), 429), not_now.seconds)
    totp.prove(account, request.device[1], request.now)
    freshen(request, request.device[1])
    return HTTPSeeOther(where_to(request))


# One's own ---------------------------------------------------------------------------------------------------------------------

@anybody("second_factor", request_method="GET")
def mine(request):
    """Whether I have one, since when, how many codes are left on the paper."""
    return own_page(request) if request.account is not None else to_login(request)


def own_page(request, problem="", status=200, **more):
    account = request.account
    values = {
        "problem": problem, "second": account.second, "left": len(account.second["paper"]) if account.second else 0, "picture": None, "key": "", "draft": "",
        "paper": (), "next": where_to(request, "/account"), "wanted": demanded(request), **more}
    return Response(draw(request, "mooctang_core", "second.pt", values), status=status)


def demanded(request):
    return any(request.wants_second_factor(permission) for permission in (MANAGE, OPERATE))


@anybody("second_factor", request_method="POST")
def change(request):
    """Begin, confirm, take away, or print new codes; each after showing who one is."""
    if request.account is None:
        return to_login(request)
    if not is_fresh(request):
        return confirm_first(request, request.route_path("second_factor", _query={"next": where_to(request, "/account")}))
    steps = {"begin": begin, "confirm": confirm, "paper": paper, "remove": remove}
    try:
        return steps.get(request.POST.get("step", ""), mine)(request)
    except Refused as refusal:
        return own_page(request, refusal.message, 422)
    except TooMany as not_now:
        return later(own_page(request, patience(request, not_now), 429), not_now.seconds)


def begin(request, key=None, problem="", status=200):
    """The QR code for the app. The key lies closed in the form, and in no store before it is confirmed."""
    account, key = request.account, key or totp.new_key()
    name = masked(account.methods[0]) if account.methods else account.name
    draft = closed(request.registry.secret, f"totp draft {account.aid}", key).hex()
    # Not through the cache of pictures: this one is a secret.
    picture = svg.__wrapped__(totp.uri(key, request.alliance.title, name), request.translate(_("两步验证的二维码")))
    return own_page(request, problem, status, picture=picture, key=key, draft=draft)


def confirm(request):
    """The app shows the right code, so it holds the key: from now on it is asked for."""
    account = request.account
    if account.second is not None:
        return own_page(request)
    try:
        key = opened(request.registry.secret, f"totp draft {account.aid}", bytes.fromhex(request.POST.get("draft", "")[:400]))
    except (InvalidTag, ValueError):
        raise Refused(_("这一步等得太久了。请重新开始设置。")) from None
    step = totp.step_of(key, request.POST.get("code", ""), request.now)
    if step is None:
        return begin(request, key, _("验证码不对。请输入应用里现在显示的 6 位数字；手机的时间要准。"), 422)
    codes = totp.set_up(account, request.registry.secret, key, step, request.now)
    totp.prove(account, request.device[1], request.now)
    return own_page(request, paper=codes)


def paper(request):
    """New codes for the paper; the old ones are no good any more."""
    if request.account.second is None:
        return own_page(request)
    check(request, request.account)
    return own_page(request, paper=totp.new_paper(request.account, request.registry.secret))


def remove(request):
    if request.account.second is not None:
        check(request, request.account)
        totp.remove(request.account)
    return HTTPSeeOther(request.route_path("second_factor"))
