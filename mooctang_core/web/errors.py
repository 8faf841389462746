"""What people read when something cannot be: one sentence that says what to do, and an incident number when it was us."""

import logging
from secrets import token_hex

import colander
from pyramid.csrf import BadCSRFOrigin, BadCSRFToken
from pyramid.httpexceptions import HTTPException, HTTPSeeOther
from pyramid.view import exception_view_config, forbidden_view_config, notfound_view_config
from pyramid_retry import is_last_attempt
from transaction.interfaces import TransientError

from ..activity import Refused
from ..permissions import VIEW
from ..store import StoreDown, StoreError, StoreFull, trouble
from ..words import translator
from .forms import counted
from .rendering import draw

_ = translator("mooctang_core")
log = logging.getLogger("mooctang.web")
STORE_AWAY = _("数据库暂时连不上，什么都没有保存。请稍后再试，页面上的内容还在。")
STORE_FULL = _("服务器的磁盘满了，没有保存。请告诉管理员；腾出空间以后就可以再试，页面上的内容还在。")
MANY_AT_ONCE = _("同时改这里的人很多，没有保存。请再试一次。")


def page(request, status, title, text, incident=None, retry_after=None):
    """An error page (or its fragment for a request made by script)."""
    values = {"status": status, "title": title, "text": text, "incident": incident}
    request.response.status_int = status
    if retry_after:
        request.response.headers["Retry-After"] = str(retry_after)
    name = "error_fragment.pt" if request.headers.get("HX-Request") else "error.pt"
    request.response.text = draw(request, "mooctang_core", name, values)
    return request.response


def bare(request, status, text, retry_after=None):
    """An error when even the host is unknown or the store is away: no theme, no template, one sentence."""
    response = request.response
    response.status_int, response.content_type, response.charset, response.text = status, "text/plain", "utf-8", text
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _has_root(request):
    return getattr(request, "root", None) is not None


@notfound_view_config(append_slash=False)
def not_found(request):
    if not _has_root(request):
        return bare(request, 404, "Not found.")
    if request.aid is None and request.path.startswith("/courses/"):
        return stranger(request)
    return page(request, 404, _("没有这个页面"), _("地址可能写错了，或者它已经被移走。请从首页重新进入。"))


@forbidden_view_config()
def forbidden(request):
    """A place that one may not even see answers just as one that does not exist."""
    if not _has_root(request):
        return bare(request, 403, "Forbidden.")
    if request.aid is None:
        return stranger(request)
    if not request.may(VIEW, getattr(request, "context", request.root)):
        return not_found(request)
    return page(request, 403, _("你不能做这一步"), _("这一步属于老师或管理员。如果你用错了账号，请切换账号。"))


def stranger(request):
    """Nobody signed in. Asked to at every address of a course, whether anything stands there or not: neither can be felt for."""
    return to_login(request) if request.method in ("GET", "HEAD") else page(request, 403, _("请先登录"), _("登录以后再做这一步，内容不会丢。"))


def to_login(request):
    return HTTPSeeOther(request.route_path("login", _query={"next": request.path_qs}))


@exception_view_config(BadCSRFToken)
@exception_view_config(BadCSRFOrigin)
def bad_token(request):
    if not _has_root(request):
        return bare(request, 400, "Bad token.")
    return page(request, 400, _("这个页面放得太久了"), _("为了安全，请回到上一页刷新后再试一次。没有保存任何内容。"))


@exception_view_config(Refused)
def refused(request):
    return page(request, 422, _("这一步没有完成"), request.exception.message)


@exception_view_config(colander.Invalid)
def invalid(request):
    say = request.translate
    reasons = ["; ".join(f"{say(error.node.title or error.node.name)}: {say(counted(error.node, why))}" for error in path for why in error.messages())
               for path in request.exception.paths()]
    return page(request, 422, _("有些内容填得不对"), "; ".join(reason for reason in reasons if reason))


@exception_view_config(StoreDown)
@exception_view_config(StoreError)
def store_down(request):
    return away(request, trouble(request.exception))


def away(request, problem):
    """The store cannot be used, so no page can be drawn from it: a sentence, and when to come again."""
    log.error("store: %s", problem)
    full = isinstance(problem, StoreFull)
    text = STORE_FULL if full else STORE_AWAY
    spoken = request.registry.catalogues.translate(text, request.registry.settings_.default_locale)
    return bare(request, 507 if full else 503, spoken, retry_after=30 if full else 3)


@exception_view_config(TransientError)
def met_another(request):
    """Somebody else wrote the same place. All but the last time it is simply done again, and nobody reads this."""
    if is_last_attempt(request):
        problem = trouble(request.exception)
        if problem is not None:
            return away(request, problem)
        log.warning("%s %s met others at every try", request.method, request.path)
    text = request.registry.catalogues.translate(MANY_AT_ONCE, request.registry.settings_.default_locale)
    return bare(request, 503, text, retry_after=1)


@exception_view_config(HTTPException)
def http_error(request):
    """Redirects pass; other answers wear the page when there is one."""
    answer = request.exception
    if answer.status_int < 400:
        return answer
    if answer.status_int == 421:
        return bare(request, 421, f"mooctang: no school is known at {request.host!r}. Ask the operator to add this host (mooctang host add).")
    if not _has_root(request):
        return bare(request, answer.status_int, answer.title)
    return page(request, answer.status_int, answer.title, answer.detail or answer.explanation)


@exception_view_config(Exception)
def crashed(request):
    problem = trouble(request.exception)
    if problem is not None:
        return away(request, problem)
    incident = token_hex(4)
    log.error("incident %s: %s %s", incident, request.method, request.path, exc_info=request.exception)
    if not _has_root(request):
        return bare(request, 500, f"Incident {incident}.")
    return page(request, 500, _("我们这边出错了"), _("什么都没有保存。请再试一次；如果还不行，请把编号告诉管理员。"), incident)


