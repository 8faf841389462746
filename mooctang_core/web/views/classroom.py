"""A classroom: its home for student and teacher, the running class, joining by code, the code full screen."""

from collections import Counter

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from ... import words
from ...flows import catching_up, membership, once, tasks, teaching, undoing
from ...flows.console import console_facts
from ...flows.looking import own_facts, room_facts, short_id, summary
from ...flows.rooms import ensure_code, refuse_archived, rooms_of
from ...model.base import path_of
from ...model.classrooms import Classroom
from ...permissions import TEACH, VIEW
from ...words import translator
from ..alike import is_ours, look_of, told_by
from ..faces import draw_face
from ..furniture import Html
from ..nav import Nav
from ..qr import svg
from ..rendering import draw
from ..said import said, say
from ..streams import stream
from ..submissions import idem
from .activity import back
from .introducing import who_asks
from .portal import panels

_ = translator("mooctang_core")


def draw_room(request, classroom, person_id, privacy):
    """What is going on now, the same for every student: drawn once for all of them."""
    facts = room_facts(classroom, request.plugins, request.school)
    return draw(request, "mooctang_core", "room.pt", {
        "room": classroom, "short_id": short_id, "person_id": person_id, **facts})


def draw_mine(request, classroom, person_id, privacy):
    """What one student has done in the running class; those who stand alike have it drawn once."""
    common = request.once(("room", path_of(classroom)), lambda: room_facts(classroom, request.plugins, request.school))
    facts = {**common, **own_facts(common["shown"], common["cards"], person_id)}

    def drawn():
        return draw(request, "mooctang_core", "mine_now.pt", {"room": classroom, **facts})

    if not is_ours(request, "mine_now.pt") or any(row.activity.node._p_changed for row in facts["mine"]):
        return drawn()
    return request.registry.alike.get((*look_of(request), *(standing(request, row) for row in facts["mine"])), drawn)


def standing(request, row):
    """Everything that a student's own line is made of."""
    activity = row.activity
    return (type(activity), path_of(activity.node), activity.node._p_serial, row.open, row.took_part, words.clock(row.at, request.school.timezone) if row.at else "",
            told_by(row.word), row.score, row.asked, told_by(row.nudge))


def draw_console(request, classroom, person_id, privacy):
    """The teacher's remote control: the activity in hand, live counts, what comes next."""
    facts = console_facts(classroom, request.plugins, request.school, request.now)
    face = draw_face(request, facts["current"], "teacher") if facts["current"] is not None else None
    return draw(request, "mooctang_core", "console.pt", {"room": classroom, "face": face, "card": card_of(facts), **facts})


def draw_presence(request, classroom, person_id, privacy):
    """How long the class runs and how many phones are connected: small, for it is drawn whenever one comes or goes."""
    session = classroom["sessions"].running
    seconds = int((request.now - session.started).total_seconds()) if session is not None else 0
    return draw(request, "mooctang_core", "presence.pt", {
        "session": session, "elapsed": f"{seconds // 60:02d}:{seconds % 60:02d}", "members": classroom.number_present(),
        **request.registry.hub.presence(request.school.slug, path_of(classroom)),
    })


def own_time(classroom, request):
    """Whoever was given more time reads their own clocks; for all others the card is drawn once."""
    return request.aid if "time" in classroom.care_of(request.aid) else None


def card_of(facts):
    """The id by which a student's page finds the card of the activity in hand."""
    return short_id(facts["current"]) if facts["current"] is not None else None


def includeme(config):
    for word, drawer in (("room", draw_room), ("mine", draw_mine), ("console", draw_console), ("presence", draw_presence)):
        config.add_room_face(word, drawer)


@view_config(context=Classroom, permission=VIEW, request_method="GET")
def home(classroom, request):
    """The class page: the console or the desk for a teacher, the class for a student."""
    values = {
        "room": classroom, "course": Nav(request).course_of(classroom).title, "live_url": request.resource_path(classroom, "live"),
        "panels": panels(request, classroom),
    }
    return teacher_home(classroom, request, values) if request.may(TEACH) else student_home(classroom, request, values)


def teacher_home(classroom, request, values):
    types = request.plugins.types(request.school, "session")
    duties = membership.duties_of(classroom, request.aid)
    values.update(
        said=said(request, classroom), limited=None if duties is None or len(duties) == len(membership.DUTIES) else [membership.DUTIES[word] for word in duties],
        console=Html(draw_console(request, classroom, None, "names")), presence=Html(draw_presence(request, classroom, None, "names")),
        types=types, tools=handy(classroom, types))
    return Response(draw(request, "mooctang_core", "classroom_teacher.pt", values))


def handy(classroom, types):
    """The two types that lie under the thumb: the check-in and the roll call of this classroom, by how often it used them."""
    used = Counter(node.kind for session in classroom["sessions"].in_order()[-5:] for node in session.values())
    known = sorted(types, key=lambda cls: (-used[cls.kind], len(cls.statuses) < 2))
    first = [next((cls for cls in known if cls.one_tap), None), next((cls for cls in known if cls.takes_people), None)]
    return ([cls for cls in first if cls] + [cls for cls in known if cls not in first])[:2]


def student_home(classroom, request, values):
    values.update(
        said=said(request, classroom), pack=catching_up.unopened(classroom, request.aid),
        now=Html(draw_room(request, classroom, own_time(classroom, request), "names")), mine=Html(draw_mine(request, classroom, request.aid, "names")),
        who=who_asks(classroom, request),
        todo=tasks.mine(classroom, request.plugins, request.school, request.aid, request.now)[0],
        teachers=Nav(request).teachers_of(classroom), number=classroom["sessions"].running_number)
    return Response(draw(request, "mooctang_core", "classroom_student.pt", values))


@view_config(context=Classroom, name="live", permission=VIEW, request_method="GET")
def live(classroom, request):
    path = path_of(classroom)
    if request.may(TEACH):
        return stream(request, classroom, [["console", path, "console", None], ["presence", path, "presence", None]], "teacher")
    return stream(request, classroom, [["room", path, "room", own_time(classroom, request)], ["mine", path, "mine", request.aid]], "student")


@view_config(context=Classroom, name="shown", permission=TEACH, request_method="POST")
def shown(classroom, request):
    """The teacher is back at the console: a wall that follows shows what is in hand there."""
    request.tell("activity_shown", activity=None, classroom=classroom, school=request.school, now=request.now)
    return Response(status=204)


@view_config(context=Classroom, name="start", permission=TEACH, request_method="POST")
def start(classroom, request):
    """Begin a class, once: the second tap, a colleague's, and one on a page of yesterday find what is, and say so."""
    sessions, key, here = classroom["sessions"], idem(request), request.resource_path(classroom)
    refuse_archived(classroom)
    if sessions.running is not None:
        return say(request, here, "started" if sessions.running.by == request.aid else "running")
    if once.made_by(sessions, key):
        return say(request, here, "over")
    elsewhere = running_elsewhere(classroom, request)
    if elsewhere and request.POST.get("sure") != "yes":
        return Response(draw(request, "mooctang_core", "classroom_elsewhere.pt", {"room": classroom, "elsewhere": elsewhere, "course_of": Nav(request).course_of}))
    ensure_code(classroom, request.school, request.alliance)
    session = teaching.start_session(classroom, request.school, request.plugins, request.aid, request.now)
    once.remember(sessions, key, session.__name__)
    return say(request, here, "started")


def running_elsewhere(classroom, request):
    """Another class of this teacher that still runs: perhaps it was this one that they meant."""
    return next((room for room in rooms_of(request.school, request.aid)
                 if room is not classroom and room.teachers.get(request.aid) and room["sessions"].running is not None), None)


@view_config(context=Classroom, name="unstart", permission=TEACH, request_method="POST")
def unstart(classroom, request):
    """撤销: it was the wrong class."""
    session = classroom["sessions"].running
    if session is not None:
        undoing.unstart(session, request.school, request.now)
    return back(classroom, request)


@view_config(context=Classroom, name="end", permission=TEACH, request_method="GET", renderer="classroom_end.pt")
def ending(classroom, request):
    """Before 下课: what will be closed."""
    session = classroom["sessions"].running
    if session is None:
        return HTTPSeeOther(request.resource_path(classroom))
    living = [request.plugins.live(node, request.school) for node in teaching.open_nodes(session)]
    still_open = [(activity, summary(activity)) for activity in living]
    return {"room": classroom, "session": session, "still_open": still_open}


@view_config(context=Classroom, name="end", permission=TEACH, request_method="POST")
def end(classroom, request):
    """下课. A page that speaks of an earlier class ends nothing."""
    session = classroom["sessions"].running
    if session is None or request.POST.get("number", session.__name__) != session.__name__:
        return say(request, request.resource_path(classroom), "over")
    teaching.end_session(session, request.school, request.plugins, request.aid, request.now)
    return back(classroom, request)


@view_config(context=Classroom, name="code", permission=VIEW, request_method="GET", renderer="classroom_code.pt")
def code(classroom, request):
    """Join code and QR, large enough for a hall."""
    address = request.school_url(request.school.slug, f"/join/{classroom.code}")
    picture = svg(address, request.translate(_("加入课堂的二维码")))
    return {"room": classroom, "course": Nav(request).course_of(classroom).title, "address": address, "picture": picture}
