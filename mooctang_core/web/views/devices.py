"""Where I am signed in, and how pages look on each of my devices."""

import logging
from datetime import UTC, datetime

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from ...identity import devices
from ...identity.cookies import LANGUAGE, MODE, YEAR_S
from ...store import trouble
from ..doors import anybody, sign_out, where_to
from ..errors import to_login
from ..rendering import draw
from ..roots import slug_of
from ..speech import LOCALES, MODES

log = logging.getLogger("mooctang.web")


@anybody("devices", request_method="GET")
def my_devices(request):
    """Where I am signed in."""
    if request.account is None:
        return to_login(request)
    values = {"devices": [{"device": one, "seen": seen_at(request, one.id), "here": one.id == request.device[1], "place": place_of(request, one.host)}
                          for one in devices.devices_of(request.account, request.now)]}
    return Response(draw(request, "mooctang_core", "devices.pt", values))


@anybody("devices", request_method="POST")
def close_device(request):
    """Sign one of my devices out."""
    if request.account is None:
        return to_login(request)
    sign_out(request, request.account, request.POST.get("device", ""))
    return HTTPSeeOther(request.route_path("devices"))


def place_of(request, host):
    """What stands at a host, as people call it."""
    slug = slug_of(request.alliance, host)
    return host if slug is None else request.open_school(slug).title if slug else request.alliance.title


def seen_at(request, device):
    moment = request.registry.last_seen.of(device)
    return datetime.fromtimestamp(moment, UTC) if moment else None


def touch(event):
    """When a device was last here, for the list of devices."""
    known = event.request.__dict__.get("device")
    if not known:
        return
    try:
        event.request.registry.last_seen.touch(known[1], event.request.now)
    except Exception as error:
        # A full disk must not take away the pages one can still read.
        if trouble(error) is None:
            raise
        log.warning("last seen was not kept: %s", trouble(error))


@anybody("language", request_method="POST")
def choose_language(request):
    chosen = request.POST.get("locale", "")
    response = HTTPSeeOther(where_to(request))
    if chosen in LOCALES:
        request.registry.jar.put(response, LANGUAGE, chosen, YEAR_S)
        if request.account is not None and request.visit is None:
            request.account.locale = chosen
    return response


@anybody("appearance", request_method="POST")
def choose_appearance(request):
    mode, contrast = request.POST.get("mode", "auto"), request.POST.get("contrast") == "more"
    response = HTTPSeeOther(where_to(request))
    if mode in MODES:
        request.registry.jar.put(response, MODE, mode + ("+contrast" if contrast else ""), YEAR_S)
        if request.account is not None and request.visit is None:
            request.account.mode, request.account.contrast = mode, contrast
    return response
