"""The first page of each side: what waits at the school's administration, and what a teacher teaches."""

from typing import NamedTuple

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ....flows.rooms import is_approved, rooms_of
from ....model.schools import School
from ....permissions import MANAGE
from ....words import translator
from ...nav import PLACES, Nav
from ..rooms import room_row
from .courses import STATES

_ = translator("mooctang_core")
DESK = ("prepare", "reports", "gradebook", "roster")


class Figure(NamedTuple):
    """One number of the first page."""

    label: str
    value: int
    href: str | None = None


@view_config(route_name="manage_home", context=School, permission=MANAGE, request_method="GET", renderer="manage_home.pt")
def home(school, request):
    """What waits for somebody, the school in numbers, and every page by its group."""
    items = [item for item in Nav(request).school("overview") if not getattr(item, "here", False)]
    groups: dict = {}
    for item in items:
        groups.setdefault(getattr(item, "group", ""), []).append(item)
    return {"waiting": [item for item in items if item.badge], "groups": list(groups.items()), "figures": figures(school, request)}


def figures(school, request):
    people = [Figure(_("学籍"), len(school["people"])), Figure(_("教师"), len(school.teachers)), Figure(_("行政班"), len(school["cohorts"])),
              Figure(_("课程"), sum(not course.hidden for course in school["courses"].values()))]
    return [figure._replace(label=request.translate(figure.label)) for figure in people]


class Taught(NamedTuple):
    """A classroom with the pages that its teacher works on."""

    row: NamedTuple
    pages: list


@view_config(context=School, name="teach", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="teach_home.pt")
def teach(school, request):
    """教师端: the classrooms that one teaches, each with what is prepared, counted and looked after there."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/teach"}))
    rooms = [room for room in rooms_of(school, request.aid) if request.aid in room.teachers and not room.archived]
    courses = [(course, STATES[course.state]) for course in school["courses"].values() if request.aid in course.team and not course.hidden]
    return {"courses": courses, "rooms": [Taught(room_row(request, room), pages_of(request, room)) for room in rooms], "may_make": is_approved(school, request.account)}


def pages_of(request, room):
    """(label, href, icon) of what a teacher opens most."""
    return [(request.translate(label), request.resource_path(room, view), icon) for label, view, icon in (PLACES[word] for word in DESK)]
