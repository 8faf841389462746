"""/tp, the screen's side: no login. Type the phone's digits, or show one's own and wait; then the wall, its stream, its pulse."""

from mooctang_core.api import (
    NO_PERMISSION_REQUIRED,
    Refused,
    Response,
    changed,
    draw,
    not_found,
    path_of,
    see_other,
    stream,
    view_config,
)

from . import screens, wall
from .codes import DAY_S, PER_ADDRESS, Resting, codes_of, normal
from .faces import PACKAGE, draw_wall
from .looks import own, styles_of


def door(name, method="GET", everywhere=False):
    """A view of a screen. It names no permission: the pass in its cookie is looked at inside, and a foreign one finds nothing."""
    options = {"everywhere": True} if everywhere else {}
    return view_config(route_name=name, permission=NO_PERMISSION_REQUIRED, request_method=method, **options)


# Pairing: on every host of the installation -----------------------------------------------------------------------------

@door("wall_door", everywhere=True)
def arrive(request):
    """A machine that was connected today goes on where it was; any other is paired. `?other` pairs it anew."""
    known = screens.standing(request)
    if known is not None and "other" not in request.GET:
        return lead(request, known, known.given._asdict())
    return pairing(request)


def pairing(request, status=200, problem=None):
    """The page with a field for the phone's digits, and digits of its own."""
    machine = screens.machine(request)
    values = {"own": _own_code(request, machine), "problem": problem, "wall_mode": "light", "own_asset": own(request),
              "other": screens.standing(request) is not None, "address": request.alliance_url("/tp").partition("://")[2]}
    response = Response(draw(request, PACKAGE, "pairing.pt", values), status=status)
    request.registry.jar.put(response, screens.MACHINE, machine, max_age=180 * DAY_S)
    return response


def _own_code(request, machine):
    """(digits, until, where their picture leads), or None when too many screens wait: then typing is still there."""
    codes = codes_of(request)
    waiting = codes.waiting("screen", machine, request.now)
    if waiting is None:
        if not codes.may_make("screen", request.remote_addr, PER_ADDRESS):
            return None
        try:
            waiting = codes.renew("screen", machine, request.now, label=screens.label_of(request))
        except Refused:
            return None
    return *waiting, request.route_url("wall_scan", code=waiting[0])


@door("wall_door", "POST", everywhere=True)
def type_code(request):
    """The six digits that the teacher's phone shows."""
    codes, address = codes_of(request), request.remote_addr
    try:
        codes.begin(address)
    except Resting:
        return pairing(request, 429, "resting")
    code = normal(request.POST.get("code", ""))
    if code is None:
        return pairing(request, 422, "digits")
    machine = screens.machine(request)
    facts = codes.take("wall", code, machine, request.now)
    found = screens.look_up(request, facts["school"], facts["path"], facts["epoch"]) if facts else None
    if found is None:
        codes.wrong(address)
        return pairing(request, 422, "wrong")
    codes.right()
    to = screens.target(found, machine, request.now.timestamp() + DAY_S)
    screens.enter(request, to, screens.label_of(request))
    changed(found.school, to["path"], "record")
    return step_over(request, lead(request, found, to))


@door("wall_wait", everywhere=True)
def wait(request):
    """The pairing page asks: has a teacher read my digits? {} no; {"go"} yes; {"over"} they are too old."""
    codes, machine = codes_of(request), screens.machine(request)
    facts = codes.at("screen", normal(request.GET.get("code", "")) or "", request.now)
    if facts is None or facts["owner"] != machine:
        return Response(json_body={"over": True})
    to = facts.get("to")
    # The digits are answered a moment before the teacher's transaction is there: then the next question finds it.
    found = screens.look_up(request, to["school"], to["path"], to["epoch"]) if to else None
    if found is None:
        return Response(json_body={})
    # They stay as long as they would have: an answer that the hall's network lost is asked for again.
    response = lead(request, found, to)
    answer = Response(json_body={"go": response.location})
    return screens.give(request, answer, to)


def lead(request, found, to):
    """Send the browser to its wall: here, or with a ticket to a host of that school. This host remembers for the day."""
    if found.school is request.school:
        where = request.route_path("wall_page")
    else:
        ticket = codes_of(request).ticket(**{name: to[name] for name in screens.Pass._fields})
        where = request.school_url(found.school.slug, request.route_path("wall_way_in", _query={"ticket": ticket}))
    return screens.give(request, see_other(where), to)


def step_over(request, response):
    """A form may not lead to another host, also not by a redirect (form-action 'self'): a page that goes on by itself may."""
    if response.location.startswith("/"):
        return response
    page = Response(draw(request, PACKAGE, "going.pt", {"where": response.location, "wall_mode": "light", "own_asset": own(request)}))
    for cookie in response.headers.getall("Set-Cookie"):
        page.headers.add("Set-Cookie", cookie)
    return page


# The wall: on the host of its school --------------------------------------------------------------------------------------

@door("wall_way_in")
def way_in(request):
    """Take the ticket from the other host; shown twice, it leads to the door."""
    to = codes_of(request).redeem(request.GET.get("ticket", ""), request.school.slug)
    if to is None:
        return see_other(request.route_path("wall_door"))
    return screens.give(request, see_other(request.route_path("wall_page")), to)


@door("wall_page", everywhere=True)
def show(request):
    """The picture. A machine whose pass is no longer good finds the pairing page."""
    found = screens.standing(request)
    if found is None or found.school is not request.school:
        return see_other(request.route_path("wall_door"))
    screens.seen(request, found)
    values = {"stage": draw_wall(request, found.room, None, found.state.privacy), "room": found.room, "wall_mode": found.state.mode,
              "live_url": request.route_path("wall_live"), "styles": styles_of(request), "own_asset": own(request)}
    return Response(draw(request, PACKAGE, "wall_page.pt", values))


def standing_here(request):
    """The wall that this browser's pass is good for on this school's host; else there is no such page."""
    found = screens.standing(request)
    if found is None or found.school is not request.school:
        raise not_found()
    return found


@door("wall_live")
def live(request):
    found = standing_here(request)
    return stream(request, found.room, [["wall", path_of(found.room), "wall", None]], "wall", screen=found.given.screen)


@door("wall_here")
def here(request):
    """The pulse: this screen is still there; and if it should not be, it hears so."""
    screens.seen(request, standing_here(request))
    return Response(status=204)


@door("wall_hide", "POST")
def hide(request):
    """A key at the screen: tell less. Telling more again is the teacher's, on the phone."""
    found = standing_here(request)
    wall.hide_more(found.room, request.school)
    return Response(json_body={"privacy": wall.state_of(found.room).privacy})
