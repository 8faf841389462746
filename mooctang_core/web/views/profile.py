"""The profile: display name, portrait, language, time zone, and where reminders go."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...activity import Refused
from ...identity.codes import check_code, contact_of, is_carried, send_code
from ...identity.limits import TooMany
from ...identity.names import own_name
from ...identity.portraits import portrait
from ...model.alliance import Alliance
from ...words import LOCALES, translator
from ..doors import anybody, later, patience
from ..errors import to_login
from ..multipart import Upload
from ..rendering import draw
from .registering import WRONG

_ = translator("mooctang_core")
FOR_A_YEAR = "private, max-age=31536000, immutable"
AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def zones():
    """The time zones by their area, for a list that one can walk through."""
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS)
    return [(area, [name for name in names if name.startswith(area + "/")]) for area in AREAS]


@anybody("profile", request_method="GET")
def mine(request):
    return page(request) if request.account is not None else to_login(request)


def page(request, problem="", status=200, **more):
    account = request.account
    values = {
        "problem": problem, "zones": zones(), "named": account.name, "typed": "", "sent": None, "carried": True, "saved": request.GET.get("saved") == "yes",
        "emails": [method.partition(":")[2] for method in account.methods if method.startswith("email:")], **more}
    return Response(draw(request, "mooctang_core", "profile.pt", values), status=status)


@anybody("profile", request_method="POST", uploads=True)
def change(request):
    if request.account is None:
        return to_login(request)
    steps: dict[str, Any] = {"save": save, "picture": bring, "no-picture": take_away, "send": send, "check": check, "usual": usual}
    try:
        return steps.get(request.POST.get("step", ""), page)(request)
    except Refused as refusal:
        wrong_code = request.POST.get("step") == "check"
        return page(request, refusal.message, 422, named=request.POST.get("name", request.account.name), typed=request.POST.get("email", ""),
                    sent=contact_of(request.POST.get("email")) if wrong_code else None)
    except TooMany as not_now:
        return later(page(request, patience(not_now, request), 429, typed=request.POST.get("email", "")), not_now.seconds)


def saved(request):
    return HTTPSeeOther(request.route_path("profile", _query={"saved": "yes"}))


def save(request):
    account = request.account
    account.name = own_name(request.POST.get("name", ""))
    locale, zone = request.POST.get("locale", ""), request.POST.get("timezone", "")
    account.locale = locale if locale in LOCALES else None
    account.timezone = zone if any(zone in names for _area, names in zones()) else None
    return saved(request)


def bring(request):
    upload = request.POST.get("picture")
    if not isinstance(upload, Upload) or not upload.size:
        raise Refused(_("没有收到图片，请重新选择。"))
    upload.file.seek(0)
    request.account.picture = portrait(upload.file.read((2 << 20) + 1))
    return saved(request)


def take_away(request):
    request.account.picture = None
    return saved(request)


# Where reminders go ----------------------------------------------------------------------------------------------------------------

def send(request):
    """An address that is none of mine yet gets a code first, so that nobody has a stranger written to."""
    contact = contact_of(request.POST.get("email"))
    if contact.kind != "email":
        raise Refused(_("这里要填邮箱地址。"))
    if contact.method in request.account.methods:
        request.account.reminders = contact.value
        return saved(request)
    send_code(request, *contact, "reminders")
    return page(request, typed=contact.value, sent=contact, carried=is_carried(request, "email"))


def check(request):
    contact = contact_of(request.POST.get("email"))
    if contact.kind != "email" or not check_code(request, *contact, "reminders", request.POST.get("code", "")):
        raise Refused(WRONG)
    request.account.reminders = contact.value
    return saved(request)


def usual(request):
    request.account.reminders = ""
    return saved(request)


# On the alliance's host --------------------------------------------------------------------------------------------------------------

@view_config(context=Alliance, name="account", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="account.pt")
def account(alliance, request):
    """One's account where nobody has a number; a school's page of it stands with the school's."""
    return {"number": None, "certified": None, "verified": None} if request.account is not None else to_login(request)


# The portrait ----------------------------------------------------------------------------------------------------------------------

def portrait_url(request, account):
    """Where a person's portrait is; None when there is none. The address holds its fingerprint, so that only who sees the page knows it."""
    picture = account.picture if account is not None else None
    return request.route_path("portrait", aid=account.aid, hash=picture.hash) if picture is not None else None


@anybody("portrait", request_method="GET")
def show(request):
    account = request.alliance.accounts.get(request.matchdict["aid"])
    picture = account.picture if account is not None else None
    if picture is None or picture.hash != request.matchdict["hash"]:
        raise HTTPNotFound()
    response = Response(body=picture.data, content_type=picture.type)
    response.headers.update({"Cache-Control": FOR_A_YEAR, "Content-Security-Policy": "sandbox"})
    return response


def includeme(config):
    config.add_route("profile", "/account/profile")
    config.add_route("portrait", "/portraits/{aid}/{hash}")
    config.add_request_method(portrait_url)
