"""Joining a classroom by its code: by hand, by link, by the QR on the wall."""

import unicodedata

import colander
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...activity import Refused
from ...flows import certifying, enrolling
from ...flows.rooms import is_renewed
from ...identity.limits import CodeGuesses
from ...identity.names import one_line
from ...model.alliance import Alliance
from ...model.base import find
from ...model.classrooms import Classroom
from ...model.schools import School
from ...words import translator
from ..answers import moved
from ..nav import Nav
from ..rendering import draw
from ..said import said_path
from ..submissions import later, refuse, run

_ = translator("mooctang_core")


def normal(code):
    """A code as it was meant: any case, with spaces, full-width."""
    return "".join(unicodedata.normalize("NFKC", code).upper().split())[:32]


def room_with(request, code):
    """(school slug, classroom path) for a code, or None. Wrong codes are limited, right ones never."""
    return request.alliance.codes.get(normal(code)) if len(code) < 64 else None


@view_config(context=School, name="join", permission=NO_PERMISSION_REQUIRED, request_method="GET")
def ask(school, request):
    """The field, or the classroom that a link names with its teacher and time, before anything happens."""
    code = request.subpath[0] if request.subpath else request.GET.get("code", "")
    if not code:
        return form(request)
    try:
        room = look_up(request, code)
    except Refused as refusal:
        return form(request, code, refusal.message, 422)
    if isinstance(room, tuple):
        return elsewhere(request, *room)
    # Whoever belongs to it and scans the code on the wall is in their class at once.
    return moved(request.resource_path(room)) if request.aid and room.roles_of(request.aid) else confirm(school, request, room, code)


@view_config(context=Alliance, name="join", permission=NO_PERMISSION_REQUIRED, request_method="GET")
def ask_alliance(alliance, request):
    """On the alliance's own host a code leads to its school."""
    code = request.subpath[0] if request.subpath else request.GET.get("code", "")
    if not code:
        return form(request)
    try:
        return elsewhere(request, *target_of(request, code))
    except Refused as refusal:
        return form(request, code, refusal.message, 422)


def form(request, code="", problem=None, status=200):
    """The field for a code, with what was wrong with the last one."""
    values = {"room": None, "code": "".join(filter(str.isalnum, normal(code[:64])))[:16], "problem": problem and request.translate(problem)}
    return Response(draw(request, "mooctang_core", "join.pt", values), status=status)


def confirm(school, request, room, code):
    """Which class it is: course, teacher, place and time, so that nobody joins the wrong one."""
    menu = Nav(request)
    return Response(draw(request, "mooctang_core", "join.pt", {
        "room": room, "code": normal(code), "known": known_person(request, school), "said": request.aid and certifying.provisional(school, request.aid), "course": menu.course_of(room).title,
        "teachers": menu.teaching(room), "running": room["sessions"].running is not None, "takes": takes(request, school, room),
    }))


def takes(request, school, room):
    """What joining does beside: "now" takes the linked course, "later" when one is certified; empty where nothing is linked."""
    if enrolling.linked_term(room) is None:
        return ""
    return "now" if enrolling.is_open(room) or known_person(request, school) is not None else "later"


def elsewhere(request, slug, code):
    """A class of another school: a link and no redirect, for a form may not lead to another host, and people should see where they go."""
    school = request.open_school(slug)
    values = {"there": school.title, "code": code, "href": request.school_url(slug, f"/join/{code}")}
    return Response(draw(request, "mooctang_core", "join_elsewhere.pt", values))


def target_of(request, code):
    """(school slug, the code as it is written); Refused in words when nobody has it."""
    guesses, who = CodeGuesses(request.registry.store.scratch), (request.remote_addr, request.browser_word, request.aid)
    # Asked first: a code found by the eleventh guess of a minute is not worth more than the ten before it.
    guesses.begin(*who)
    target = room_with(request, code)
    if target is None:
        guesses.wrong(*who)
        raise Refused(_("没有这个课堂码。请看一下大屏幕，课堂码是 6 位字母和数字。"))
    guesses.right(request.remote_addr, request.aid)
    return target[0], normal(code)


def look_up(request, code):
    """The classroom of a code; (slug, code) when it is another school's; Refused in words otherwise."""
    slug, written = target_of(request, code)
    if slug != request.school.slug:
        return slug, written
    target = room_with(request, code)
    room = find(request.school, target[1])
    if is_renewed(target) and isinstance(room, Classroom):
        raise Refused(_("课堂码已更换，这个不能再用了。请向老师要新的课堂码。"))
    if not isinstance(room, Classroom) or room.archived:
        raise Refused(_("这个课堂已经结束，不能再加入。"))
    return room


def known_person(request, school):
    """The roster entry this account is certified with at the school, or None."""
    return certifying.entry_of(school, request.account)


class Who(colander.MappingSchema):
    name = colander.SchemaNode(colander.String(), title=_("姓名"), preparer=lambda text: one_line(text) or colander.null, validator=colander.Length(max=40))
    number = colander.SchemaNode(colander.String(), title=_("学号"), preparer=lambda text: one_line(text) or colander.null, validator=colander.Length(max=32))


@view_config(context=School, name="join", permission=NO_PERMISSION_REQUIRED, request_method="POST")
def join(school, request):
    """Become a member; once is enough, and a second time is no error."""
    code = request.POST.get("code", "")
    room = look_up(request, code)
    if isinstance(room, tuple):
        return elsewhere(request, *room)
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": f"/join/{normal(code)}"}))
    if room.roles_of(request.aid):
        return moved(said_path(request.resource_path(room), "again"))
    where = said_path(request.resource_path(room), "joined")
    outcome = run(request, "join", request.resource_path(room).rstrip("/"), "core", facts_of(request, school))
    if outcome is None:
        return later(request, lambda: where)
    return moved(where) if outcome.state == "done" else refuse(request, outcome)


def facts_of(request, school):
    """What the classroom's books will say: from the roster for a certified person, else what they once said of themselves; who has not
    is asked in the classroom."""
    limit = request.registry.settings_.members_max
    known = certifying.known_as(school, request.account)
    if known is not None:
        return {**dict(zip(("number", "name", "cohort", "certified"), known, strict=True)), "limit": limit}
    said = "number" in request.POST or "name" in request.POST
    given = Who(unknown="ignore").deserialize(dict(request.POST)) if said else {"name": request.account.name, "number": ""}
    return {**given, "certified": False, "limit": limit}
