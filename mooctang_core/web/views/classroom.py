"""A classroom: its home for student and teacher, the running class, joining by code, the code full screen."""

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from ...flows import teaching
from ...flows.looking import console_facts, room_facts
from ...model.base import path_of
from ...model.classrooms import Classroom
from ...permissions import TEACH, VIEW
from ...words import translator
from ..faces import draw_face
from ..furniture import Html
from ..rendering import draw
from ..streams import stream
from .activity import back

_ = translator("mooctang_core")


def draw_room(request, classroom, person_id, privacy):
    """What is going on now, the same for every student: drawn once for all of them."""
    return draw(request, "mooctang_core", "room.pt", {"room": classroom, **room_facts(classroom, request.plugins, request.school)})


def draw_mine(request, classroom, person_id, privacy):
    """What one student has done in the running class."""
    return draw(request, "mooctang_core", "mine_now.pt", {"room": classroom, **room_facts(classroom, request.plugins, request.school, person_id)})


def draw_console(request, classroom, person_id, privacy):
    """The teacher's remote control: the activity in hand, live counts, what comes next."""
    facts = console_facts(classroom, request.plugins, request.school)
    facts["face"] = draw_face(request, facts["current"], "teacher") if facts["current"] is not None else None
    facts["presence"] = request.registry.hub.presence(request.school.slug, path_of(classroom))
    return draw(request, "mooctang_core", "console.pt", {"room": classroom, **facts})


def includeme(config):
    config.add_room_face("room", draw_room)
    config.add_room_face("mine", draw_mine)
    config.add_room_face("console", draw_console)


@view_config(context=Classroom, permission=VIEW, request_method="GET")
def home(classroom, request):
    """The class page: the console or the desk for a teacher, the class for a student."""
    teaches = request.may(TEACH)
    values = {"room": classroom, "live_url": request.resource_path(classroom, "live")}
    if teaches:
        values["console"] = Html(draw_console(request, classroom, None, "names"))
        return Response(draw(request, "mooctang_core", "classroom_teacher.pt", {**values, **console_facts(classroom, request.plugins, request.school)}))
    values["now"] = Html(draw_room(request, classroom, None, "names"))
    values["mine"] = Html(draw_mine(request, classroom, request.aid, "names"))
    values.update(room_facts(classroom, request.plugins, request.school, request.aid))
    return Response(draw(request, "mooctang_core", "classroom_student.pt", values))


@view_config(context=Classroom, name="live", permission=VIEW, request_method="GET")
def live(classroom, request):
    path = path_of(classroom)
    if request.may(TEACH):
        return stream(request, classroom, [["console", path, "console", None]], "teacher")
    return stream(request, classroom, [["room", path, "room", None], ["mine", path, "mine", request.aid]], "student")


@view_config(context=Classroom, name="shown", permission=TEACH, request_method="POST")
def shown(classroom, request):
    """The teacher is back at the console: a wall that follows shows what is in hand there."""
    request.tell("activity_shown", activity=None, classroom=classroom, school=request.school, now=request.now)
    return Response(status=204)


@view_config(context=Classroom, name="start", permission=TEACH, request_method="POST")
def start(classroom, request):
    teaching.start_session(classroom, request.school, request.plugins, request.aid, request.now)
    return back(classroom, request)


@view_config(context=Classroom, name="end", permission=TEACH, request_method="GET", renderer="classroom_end.pt")
def ending(classroom, request):
    """Before 下课: what will be closed."""
    session = classroom["sessions"].running
    if session is None:
        return HTTPSeeOther(request.resource_path(classroom))
    still_open = [request.plugins.live(node, request.school) for node in teaching.open_nodes(session)]
    return {"room": classroom, "session": session, "still_open": still_open}


@view_config(context=Classroom, name="end", permission=TEACH, request_method="POST")
def end(classroom, request):
    session = classroom["sessions"].running
    if session is not None:
        teaching.end_session(session, request.school, request.plugins, request.aid, request.now)
    return back(classroom, request)


@view_config(context=Classroom, name="code", permission=VIEW, request_method="GET", renderer="classroom_code.pt")
def code(classroom, request):
    """Join code and QR, large enough for a hall."""
    return {"room": classroom, "address": request.school_url(request.school.slug, f"/join/{classroom.code}")}
