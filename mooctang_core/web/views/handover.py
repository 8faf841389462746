"""From one host to another without typing the password again: three redirects, one ticket, and no cookie that two hosts share.

`/enter` on the host one wants to be on marks this browser, `/handover` on the host where one is signed in gives the ticket,
and `/arrive` back on the first takes it. `/arrive` is a landing view: the one GET here that may write.
"""

from datetime import UTC, datetime
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response

from ...identity import devices, totp
from ...identity.csrf import visitor_of
from ...identity.handover import give, mark, safe_path, take
from ...identity.login import SignedIn
from ..admitting import remember
from ..doors import anybody, let_in, onward, where_to
from ..errors import to_login
from ..gates import landing
from ..rendering import draw
from ..roots import address, best_host, may_hand_over

KEPT = "mooctang.arrived"
PAGES = {"enter": "/enter", "handover": "/handover", "arrive": "/arrive", "switch": "/switch"}


@anybody("switch", request_method="GET")
def switch(request):
    """The schools one belongs to and the alliance, each one tap away."""
    if request.account is None:
        return to_login(request)
    schools = [request.open_school(slug) for slug in request.account.certifications if slug in request.alliance.schools]
    places = [(school.title, school.brand, switch_url(request, school.slug)) for school in schools if school.slug != slug_here(request)]
    if request.school is not None:
        places.insert(0, (request.alliance.title, request.alliance.brand, switch_url(request, "")))
    return Response(draw(request, "mooctang_core", "switch.pt", {"places": places}))


def switch_url(request, slug, path="/"):
    """A link to a school ("" is the alliance) that takes one's sign-in along."""
    host = best_host(request.alliance.hosts_of(slug), request.host)
    return address(request, host, "/enter?" + urlencode({"from": request.host.lower(), "next": path}))


def slug_here(request):
    return request.school.slug if request.school is not None else ""


def known_host(request, host):
    """A host of this alliance as the browser can reach it; 404 for any other, so that nothing leads out of the house."""
    host = (host or "").lower()
    if not host or not may_hand_over(request.alliance, host, request.host.lower()):
        raise HTTPNotFound()
    return host


@anybody("enter", request_method="GET")
def start(request):
    """Send this browser for a ticket, with a mark only it can redeem."""
    if request.GET.get("from"):
        source = known_host(request, request.GET["from"])
    else:
        source = best_host(request.alliance.hosts_of(""), request.host)
    here = request.host.lower()
    asked = {"host": here, "browser": mark(request.registry.secret, here, visitor_of(request, request.registry.jar)), "next": where_to(request)}
    return onward(request, address(request, source, "/handover?" + urlencode(asked)))


@anybody("handover", request_method="GET")
def hand_over(request):
    """Give the ticket to whoever is signed in here; who is not, signs in first and comes back to this step."""
    target = known_host(request, request.GET.get("host"))
    if request.account is None:
        return to_login(request)
    device = request.account.devices[request.device[1]]
    second = device.get("second")
    ticket = give(request.registry.store.scratch, request.registry.secret, request.aid, target,
                  request.GET.get("browser", "")[:64], request.GET.get("next"), second and second.timestamp(), device["kept"], request.device[1])
    return onward(request, address(request, target, "/arrive?" + urlencode({"ticket": ticket})))


@anybody("arrive", request_method="GET")
def arrive(request):
    """Take the ticket: this device is signed in here. A ticket that is not good leads to the ordinary sign-in."""
    if request.method != "GET":
        raise HTTPNotFound()
    if KEPT not in request.environ:
        # Good once, however often the request is run again.
        request.environ[KEPT] = take(request.registry.store.scratch, request.registry.secret, request.GET.get("ticket", ""), request.host.lower(),
                                     visitor_of(request, request.registry.jar))
    taken = request.environ[KEPT]
    account = request.alliance.accounts.get(taken.aid) if taken else None
    # Whoever logged out there meanwhile is not signed in here.
    if account is None or account.disabled or taken.device not in account.devices:
        return HTTPSeeOther(request.route_path("login"))
    path = safe_path(taken.path)
    if request.account is account:
        return HTTPSeeOther(path)
    landing(request)
    if taken.keep:
        remember(request, account)
    cookie = devices.open(account, request.host.lower(), devices.label_of(request.user_agent), request.now, taken.keep,
                          devices.chain_of(account, taken.device))
    if taken.second:
        totp.prove(account, cookie.split(".")[1], datetime.fromtimestamp(taken.second, UTC))
    response = let_in(request, SignedIn(account, cookie))
    response.location = path
    return response


def includeme(config):
    for name, path in PAGES.items():
        config.add_route(name, path)
