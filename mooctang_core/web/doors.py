"""What the pages for signing in share: who may open them, where they lead to, how they wait for passwords, whom they tell."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ..changes import note
from ..committer import Outcome
from ..identity import devices, passwords
from ..identity.cookies import DEVICE, KEPT_S, MODE, YEAR_S
from ..identity.handover import safe_path
from ..identity.limits import Guesses
from ..outside import Outside
from ..words import duration, translator
from .rendering import draw

_ = translator("mooctang_core")


def anybody(page, **options):
    """A page that needs no permission: it concerns nobody but the person who asks."""
    return view_config(route_name=page, permission=NO_PERMISSION_REQUIRED, **options)


def onward(request, where):
    """To another host by a page, not by a redirect: a browser follows none out of a form, and these steps often end one."""
    return Response(draw(request, "mooctang_core", "onward.pt", {"where": where}))


def in_pool(request, step, *arguments, pool=None):
    """What a slow step with passwords gives; None while the bridge waits for it, to call this request once more."""
    if second_pass(request):
        return second_pass(request)
    future = (pool or request.registry.passwords).later(step, *arguments)
    if request.environ.get("mooctang.bridge"):
        request.environ["mooctang.pending"] = future
        return None
    return future.result()


def meanwhile(request, step, *arguments):
    """The same for a step that asks somebody else's server, which may let us wait: a pool of its own, so that nobody here does."""
    return in_pool(request, step, *arguments, pool=request.registry.calls)


def outside(request):
    """Who speaks to other servers for this request."""
    return Outside(request.registry.settings_.inner_hosts)


def second_pass(request):
    """What the bridge waited for; Busy when it could not wait longer, for then it brings an outcome of its own."""
    outcome = request.environ.get("mooctang.outcome")
    if isinstance(outcome, Outcome):
        raise passwords.Busy
    return outcome


def waiting():
    return Response(status=202)


def where_to(request, default="/"):
    return safe_path(request.params.get("next"), default)


def external_ways(request):
    """[(plugin, provider)]: how else one may sign in at this school, as its plugins offer it."""
    return [(plugin, provider) for plugin, providers in request.ask("auth_providers", school=request.school)
            for provider in (providers if isinstance(providers, (list, tuple)) else ()) if hasattr(provider, "word")]


def guesses_of(request):
    return Guesses(request.registry.store.scratch, request.registry.settings_.login_tries)


def keeps(request):
    """Whether somebody who comes in now wants to stay signed in on this device."""
    return request.POST.get("keep") == "yes"


def ticked(request, before=True):
    """Whether the box for that is ticked on the form: as it was sent, or as it is `before` anybody touched it."""
    return (request.POST or request.GET).get("keep") == "yes" if request.POST or "keep" in request.GET else before


def stays(request):
    """Whether this device is one that stays signed in; who changes accounts on it changes nothing about that."""
    account, device = request.device or (None, None)
    return account is not None and account.devices[device]["kept"]


def sign_out(request, account, device):
    if device in account.devices:
        devices.close(account, device)
        revoke(request, account, [device])


def revoke(request, account, gone):
    """Live pages of these devices end within two seconds of the commit."""
    if gone:
        note(request.tm, {"s": "", "k": "revoke", "a": [account.aid], "d": list(gone)})


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


def patience(not_now, request):
    if not_now.sign_in:
        return _("这个网络里刚才有人输错了很多次。请先登录，再试一次。")
    return _("试得太频繁了。请过 ${time}再试；想不起密码的话，请学校管理员重设。", time=duration(not_now.seconds, request.locale_name))


def later(response, seconds):
    response.headers["Retry-After"] = str(seconds)
    return response
