"""My classrooms: the list with its terms, a new one, and the terms that one may be linked to."""

from typing import Any, NamedTuple

import colander
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...activity import Refused
from ...flows import once
from ...flows import rooms as making
from ...flows.membership import ROLES
from ...identity.names import one_line
from ...model.base import above, find, path_of
from ...model.classrooms import Classroom
from ...model.courses import Course, Term
from ...model.schools import School
from ...permissions import LEAD, MANAGE
from ...words import translator
from ..forms import form_key
from ..nav import Nav
from ..rendering import draw
from ..said import say
from ..submissions import idem
from .portal import cloud

_ = translator("mooctang_core")
ARCHIVED = "archived"
SHOWN = 50


class RoomRow(NamedTuple):
    """A classroom among one's own."""

    course: str
    title: str
    teachers: str
    where: str
    times: str
    running: bool
    href: str
    role: Any
    """What one is there, where it is not a matter of course: an assistant."""
    settings: str
    """Where it is renamed and the like; empty for whoever may not."""


class Group(NamedTuple):
    """The classrooms of one course."""

    course: Any
    term: str
    rooms: list


# The list -------------------------------------------------------------------------------------------------------------------

@view_config(context=School, name="my", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="my.pt")
def my(school, request):
    """My classrooms by course, the running ones first, taught and attended apart, with the terms to choose from."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/my"}))
    rooms, wanted = making.rooms_of(school, request.aid), request.GET.get("term", "")
    from .tasks import own

    taught = [room for room in rooms if room.teachers.get(request.aid)]
    attended = [room for room in rooms if room not in taught and room.roles_of(request.aid)]
    return {
        "cloud": cloud(request), "todo": own(request, attended)["todo"] if attended else [], "attends": bool(attended), "terms": terms_of(request, [*taught, *attended], wanted),
        "taught": grouped(request, shown(taught, wanted)), "attended": grouped(request, shown(attended, wanted)),
        "may_make": making.is_approved(school, request.account) or (bool(taught) and making.may_make(school, request.account, request.now)),
        "any": bool(taught or attended), "left": left_room(school, request),
    }


def terms_of(request, rooms, wanted):
    """(label, address, whether it is this one): all, each term of these classrooms with the newest first, and what was put away."""
    titles = sorted({above(room, Term).title for room in rooms if not room.archived}, reverse=True)
    known = [("", request.translate(_("全部学期"))), *((title, title) for title in titles)]
    if any(room.archived for room in rooms):
        known.append((ARCHIVED, request.translate(_("已归档"))))
    return [(label, request.resource_path(request.school, "my", query={"term": word} if word else None), word == wanted) for word, label in known] if len(known) > 2 else []


def shown(rooms, wanted):
    """Those of the chosen term; what was put away only where it is asked for."""
    if wanted == ARCHIVED:
        return [room for room in rooms if room.archived]
    return [room for room in rooms if not room.archived and wanted in ("", above(room, Term).title)]


def grouped(request, rooms):
    """By course and term, in the order in which they come: a course with a class that runs stands first."""
    groups: dict = {}
    for room in rooms:
        groups.setdefault(path_of(room.__parent__), []).append(room)
    return [Group(course_name(request, held[0]), above(held[0], Term).title, [room_row(request, room) for room in held]) for held in groups.values()]


def course_name(request, room):
    """What stands over the classrooms of a course; one's own classrooms belong to no course that people know."""
    course = above(room, Course)
    return request.translate(_("独立课堂")) if course.hidden else course.title


def room_row(request, room):
    role = room.teachers.get(request.aid)
    settings = request.resource_path(room, "settings") if request.may(MANAGE, room) else ""
    return RoomRow(course_name(request, room), room.title, Nav(request).teaching(room), room.where, room.times, room["sessions"].running is not None, request.resource_path(room),
                   ROLES[role] if role == "assistant" else None, settings)


def left_room(school, request):
    """The name of the classroom that somebody has just left; None for whatever else the address says."""
    room = find(school, request.GET.get("left", ""))
    member = room.member(request.aid) if isinstance(room, Classroom) else None
    return room.title if member is not None and not member.active else None


# A new one ------------------------------------------------------------------------------------------------------------------

def line(title, most, missing=colander.required):
    return colander.SchemaNode(colander.String(), title=title, preparer=lambda text: one_line(text) or colander.null, validator=colander.Length(max=most), missing=missing)


class Facts(colander.MappingSchema):
    """What a classroom is called, where and when it meets."""

    title = line(_("课堂名称"), 60)
    where = line(_("地点"), 60, "")
    times = line(_("上课时间"), 80, "")


def given(request):
    """(facts, the problem of each field by its name) of a posted form."""
    fields = {name: request.POST.get(name, "") for name in ("title", "where", "times")}
    try:
        return Facts().deserialize(fields), {}
    except colander.Invalid as error:
        return fields, {name: request.translate(_("请填写课堂名称。") if not fields[name].strip() else message) for name, message in error.asdict().items()}


@view_config(context=School, name="new-classroom", permission=NO_PERMISSION_REQUIRED, request_method="GET")
def blank(school, request):
    """What it is linked to, its name, place and times: on one page."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": request.path_qs}))
    return form(request, {"title": "", "where": "", "times": ""}, request.GET.get("term", ""))


def form(request, facts, chosen, problems=None, status=200):
    terms = making.linkable(request.school, request.account, request.now)
    independent = making.is_approved(request.school, request.account)
    if not terms and not independent:
        return Response(draw(request, "mooctang_core", "room_not_yet.pt", {}))
    own = [each for each in terms if not each.imported]
    imported = [each for each in terms if each.imported]
    known = {each.path for each in terms} | ({""} if independent else set())
    chosen = chosen if chosen in known else own[0].path if own and not independent else "" if independent else terms[0].path
    return Response(draw(request, "mooctang_core", "room_new.pt", {
        "facts": facts, "own": own, "taken": [each for each in imported if each.path == chosen], "more": len(imported), "independent": independent,
        "chosen": chosen, "problems": problems or {}, "dates": dates, "key": form_key(request)}), status=status)


def dates(request, term):
    """From when to when a term goes, as far as anybody said."""
    return " – ".join(day.isoformat() for day in (term.starts, term.ends) if day is not None)


@view_config(context=School, name="new-classroom", permission=NO_PERMISSION_REQUIRED, request_method="POST")
def make(school, request):
    """Make it, once however often the button is pressed; it opens with its code."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/new-classroom"}))
    facts, problems = given(request)
    chosen = request.POST.get("term", "")
    if problems:
        return form(request, facts, chosen, problems, 422)
    path = made_before(request, idem(request))
    if path is None:
        room = making.make(school, request.alliance, request.account, facts, chosen, request.now,
                           request.translate(_("${name}的课堂", name=request.account.name)))
        path = request.resource_path(room)
        once.remember(room.__parent__, idem(request), path)
    return say(request, path, "room-made")


def made_before(request, key):
    """Where the same press led the first time."""
    for room in making.rooms_of(request.school, request.aid):
        found = once.made_by(room.__parent__, key)
        if found is not None:
            return found
    return None


# 查看可关联学期 --------------------------------------------------------------------------------------------------------------

@view_config(context=School, name="linkable-terms", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="linkable_terms.pt")
def linkable_terms(school, request):
    """Every term that a classroom of this person may be linked to, one's own and those that the school imported; searched by course."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": request.path_qs}))
    words = request.GET.get("q", "")[:60].casefold().split()
    terms = [each for each in making.linkable(school, request.account, request.now)
             if all(word in f"{each.course.title} {each.term.title}".casefold() for word in words)]
    if not making.may_make(school, request.account, request.now):
        raise Refused(_("通过教师认证后，这里会列出可以关联的学期。"))
    return {"terms": terms[:SHOWN], "more": max(0, len(terms) - SHOWN), "q": request.GET.get("q", "")[:60], "dates": dates,
            "leads": lambda course: lead_of(request, course), "number": lambda term: len(term.classrooms())}


def lead_of(request, course):
    """The name of who is responsible for a course."""
    leads = [aid for aid, role in course.team.items() if role == LEAD and aid in request.alliance.accounts]
    return request.alliance.accounts[leads[0]].name if leads else ""
