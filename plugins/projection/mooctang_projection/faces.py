"""What the wall shows and what the teacher's phone shows about it, as fragments for page and stream."""

from mooctang_core.api import Course, above, draw, draw_face, has_projection, path_of

from . import screens, wall
from .codes import codes_of

PACKAGE = "mooctang_projection"


def draw_wall(request, classroom, person_id, privacy):
    """The whole picture: the activity in hand with the way in under it, or the way in alone. How much it tells is the room's to say."""
    state = wall.state_of(classroom)
    if not state.on or screens.PLUGIN not in request.school.enabled_plugins:
        return draw(request, PACKAGE, "wall_off.pt", {})
    activity = wall.in_hand(classroom, request.school, request.plugins)
    values = {"state": state, "room": classroom, "activity": activity, **way_in(request, classroom)}
    if activity is None or not has_projection(request, activity):
        return draw(request, PACKAGE, "wall_idle.pt", {**values, "named": activity is not None and not wall.has_gone(activity)})
    values["face"] = draw_face(request, activity, "projection", privacy=state.privacy)
    return draw(request, PACKAGE, "wall.pt", values)


def way_in(request, classroom):
    """The class code and where its picture leads."""
    return {"address": request.school_url(request.school.slug, f"/join/{classroom.code}"), "course": course_of(classroom)}


def course_of(classroom):
    """"大学物理": the course, or the classroom's own name where it has none."""
    course = above(classroom, Course)
    return course.title if course is not None else classroom.title


def draw_remote(request, classroom, person_id, privacy):
    """The teacher's remote control of the wall."""
    return draw(request, PACKAGE, "remote.pt", remote_facts(request, classroom))


def remote_facts(request, classroom):
    state = wall.state_of(classroom)
    found = screens.connected(request, state.epoch)
    return {
        "room": classroom, "state": state, "screens": found, "there": sum(1 for _label, now in found if now),
        "code": codes_of(request).waiting("wall", state.epoch, request.now) if state.on else None,
        "activity": wall.in_hand(classroom, request.school, request.plugins) if state.on else None, "opened": state.on and state.shown is not None,
        "door": request.alliance_url("/tp").partition("://")[2],
        "levels": [(level, wall.LEVELS[level]) for level in wall.ORDER], "path": path_of(classroom),
    }
