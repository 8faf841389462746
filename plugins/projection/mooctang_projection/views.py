"""What the teacher does to the wall, from the phone."""

from mooctang_core.api import (
    NO_PERMISSION_REQUIRED,
    TEACH,
    Classroom,
    Refused,
    Response,
    changed,
    draw,
    find,
    not_found,
    path_of,
    see_other,
    stream,
    translator,
    view_config,
)

from . import screens, wall
from .codes import DAY_S, PER_ROOM, codes_of, normal
from .faces import PACKAGE, draw_remote
from .looks import own

_ = translator("mooctang_projection")


def teaching(name, method="POST"):
    return view_config(context=Classroom, name=name, permission=TEACH, request_method=method)


def page(classroom, request, problem=None):
    """The remote control, with a sentence about what went wrong."""
    values = {"room": classroom, "problem": problem, "live_url": request.resource_path(classroom, "projection-live"),
              "own_asset": own(request), "remote": draw_remote(request, classroom, None, "names")}
    return Response(draw(request, PACKAGE, "remote_page.pt", values), status=422 if problem else 200)


def again(classroom, request):
    return see_other(request.resource_path(classroom, "projection"))


@teaching("projection", "GET")
def remote(classroom, request):
    return page(classroom, request)


@teaching("projection-live", "GET")
def remote_live(classroom, request):
    return stream(request, classroom, [["remote", path_of(classroom), "remote", None]], "teacher")


@teaching("wall-start")
def start(classroom, request):
    """Switch it on and show six digits."""
    wall.start(classroom, request.school, request.now)
    _code(classroom, request, codes_of(request).give)
    return again(classroom, request)


@teaching("wall-code")
def another(classroom, request):
    """Six digits more: for one more screen, or because the old ones were seen by somebody."""
    if wall.state_of(classroom).on:
        _code(classroom, request, codes_of(request).renew)
    return again(classroom, request)


def _code(classroom, request, make):
    codes, state = codes_of(request), wall.state_of(classroom)
    if not codes.may_make("wall", f"{request.school.slug}{path_of(classroom)}", PER_ROOM):
        raise Refused(_("换得太快了，请过几分钟再试。"))
    make("wall", state.epoch, request.now, school=request.school.slug, path=path_of(classroom), epoch=state.epoch)
    changed(request.school, path_of(classroom), "record")


@teaching("wall-pair")
def pair(classroom, request):
    """The digits that a screen shows, typed or scanned: that screen shows this wall from now on."""
    codes, code = codes_of(request), normal(request.POST.get("code", ""))
    if not codes.may_make("pair", request.aid, PER_ROOM):
        raise Refused(_("试得太多了，请过几分钟再试。"))
    facts = codes.at("screen", code, request.now) if code else None
    if facts is None or _leads_elsewhere(facts, classroom, request):
        return page(classroom, request, _("没有屏幕显示这组数字。请看一下屏幕上的 6 位数字，过期了屏幕会换一组。"))
    wall.start(classroom, request.school, request.now)
    there = screens.Standing(None, request.school, classroom, wall.state_of(classroom))
    to = screens.target(there, facts["owner"], request.now.timestamp() + DAY_S)
    codes.answer(code, request.now, to)
    screens.enter(request, to, facts["label"])
    changed(request.school, path_of(classroom), "record")
    return again(classroom, request)


def _leads_elsewhere(facts, classroom, request):
    """Digits lead to one wall and to no second, though the screen may still ask for them."""
    to = facts.get("to")
    return to is not None and (to["school"], to["path"]) != (request.school.slug, path_of(classroom))


@teaching("wall-look")
def look(classroom, request):
    """How much it tells, and light or dark."""
    choice = {name: request.POST[name] for name in ("privacy", "mode") if name in request.POST}
    wall.look(classroom, request.school, **choice)
    return again(classroom, request)


@teaching("wall-rest")
def rest(classroom, request):
    """Take results off it that were opened: it shows again what the class has in hand."""
    wall.follow(classroom, request.school, None)
    return again(classroom, request)


@teaching("wall-stop")
def stop(classroom, request):
    """Withdraw: every screen leaves at once, no code is good any more."""
    codes_of(request).drop("wall", wall.state_of(classroom).epoch)
    wall.stop(classroom, request.school)
    return again(classroom, request)


# The phone's own camera read a screen's picture -------------------------------------------------------------------------

@view_config(route_name="wall_scan", permission=NO_PERMISSION_REQUIRED, request_method="GET", everywhere=True)
def scanned(request):
    """Which class shall that screen show? On the alliance's host first: of which school."""
    if request.school is None:
        return _choose_school(request)
    if screens.PLUGIN not in request.school.enabled_plugins:
        raise not_found()
    if request.aid is None:
        return see_other(request.route_path("login", _query={"next": request.path}))
    elsewhere = request.alliance_url(f"{request.path}?school=") if len(request.alliance.schools) > 1 else None
    return Response(draw(request, PACKAGE, "scanned.pt", {"rooms": _taught(request), "code": request.matchdict["code"], "elsewhere": elsewhere}))


def _taught(request):
    """The classrooms one teaches here, those with a running class first."""
    rooms = [find(request.school, path) for path in request.school.places.get(request.aid, ())]
    rooms = [room for room in rooms if isinstance(room, Classroom) and not room.archived and request.may(TEACH, room)]
    return sorted(rooms, key=lambda room: room["sessions"].running is None)


def _choose_school(request):
    path, slugs = request.path, [slug for slug in request.alliance.schools if request.alliance.hosts_of(slug)]
    chosen = request.GET["school"] if "school" in request.GET else request.registry.jar.get(request, "wall-school")
    if chosen in slugs:
        response = see_other(request.school_url(chosen, path))
        request.registry.jar.put(response, "wall-school", chosen, max_age=180 * DAY_S)
        return response
    schools = [(slug, request.open_school(slug)) for slug in slugs]
    return Response(draw(request, PACKAGE, "which_school.pt", {"schools": schools, "path": path}))
