"""The front doors: a school's home, the alliance's home, and a person's own classrooms."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...model.alliance import Alliance
from ...model.base import find
from ...model.classrooms import Classroom
from ...model.schools import School


@view_config(context=School, permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="portal.pt")
def school_home(school, request):
    """Courses that run now, and the field for a class code."""
    courses = [course for course in school["courses"].values() if not course.hidden]
    return {"courses": courses, "panels": gathered(request, "panels", school), "links": gathered(request, "links", school)}


@view_config(context=Alliance, permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="alliance.pt")
def alliance_home(alliance, request):
    """The member schools; entering one switches logo and theme."""
    members = [request.open_school(slug) for slug in alliance.schools]
    return {"members": [(school, request.school_url(school.slug)) for school in members]}


@view_config(context=School, name="my", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="my.pt")
def my(school, request):
    """My classrooms: the running ones first, taught and attended apart."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/my"}))
    rooms = [room for path in school.places.get(request.aid, ()) if isinstance(room := find(school, path), Classroom)]
    rooms.sort(key=lambda room: (room["sessions"].running is None, room.title))
    taught = [room for room in rooms if room.teachers.get(request.aid)]
    attended = [room for room in rooms if room not in taught and room.roles_of(request.aid)]
    return {"taught": taught, "attended": attended}


def gathered(request, hook, context):
    """What the plugins give for a place, in order; panels and links alike."""
    found = [part for _name, parts in request.ask(hook, context=context, request=request) for part in parts]
    return sorted(found, key=lambda part: part.order)


