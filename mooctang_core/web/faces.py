"""The faces of an activity and of a classroom, as HTML: the same function draws them in a page and for a live stream."""

from functools import partial

from transaction.interfaces import TransientError

from ..activity import Activity, MissingActivity
from ..flows import preparing
from ..flows.due import is_task
from ..flows.looking import counted
from ..model.activities import ActivityNode
from ..model.base import Desk, find
from ..words import translator
from .furniture import Html, file_at, post
from .privacy import Covered, shown_as
from .rendering import draw
from .rich import rich
from .statics import asset_url

_ = translator("mooctang_core")
FACES = ("student", "teacher", "projection")
PARTS = {"head": "activity_head.pt", "acts": "activity_acts.pt"}


def draw_face(request, activity, face, person_id=None, privacy="names"):
    """One face of an activity. A plugin that raises leaves a calm card in its place; the page stands.

    A wall that hides names gets them covered, also from an activity whose author never thought of it.
    """
    request.on_wall = face == "projection"
    activity.veil = partial(Covered, request, privacy) if face == "projection" and privacy != "names" else None
    try:
        values = _values(activity, face, person_id)
        html = _render(request, activity, face, values, person_id, privacy)
        return Html(html if face != "student" or not activity.drafts else _with_sheet_word(request, activity, person_id, html))
    except TransientError:
        raise
    except Exception as error:
        request.registry.host.failed(request.school, request.registry.host.plugin_of(activity), face, error)
        return Html(draw(request, "mooctang_core", "face_broken.pt", {"activity": activity}))
    finally:
        activity.veil, request.on_wall = None, False


def _with_sheet_word(request, activity, person_id, html):
    # The sheet is no part of what lives; its script reads here whether it is still asked for.
    return f'<div data-sheet="{"open" if activity.wants(person_id, request.now) else "over"}">{html}</div>'


def _values(activity, face, person_id):
    if isinstance(activity, MissingActivity):
        return {}
    word, *ways = face.split(":")
    values = activity.student(person_id) if face == "student" else getattr(activity, word)(*ways)
    if not isinstance(values, dict):
        raise TypeError(f"{face}() of {activity.kind} must return a dict, not {type(values).__name__}")
    return values


def _render(request, activity, face, values, person_id, privacy):
    package = type(activity).__module__.split(".")[0]
    name = f"{face.partition(':')[0]}.pt"
    if isinstance(activity, MissingActivity) or request.registry.templates.find(package, name, request.house.theme) is None:
        package, name = "mooctang_core", f"face_{'missing' if isinstance(activity, MissingActivity) else face}.pt"
    given = {
        **part_values(request, activity, package, person_id),
        "who": partial(shown_as, request, privacy),
        "form": partial(answer_form, request, activity),
        "rich": lambda text, inline=False: rich(text, partial(file_at, request, activity), inline),
        "privacy": privacy,
        "face": face,
    }
    if package == "mooctang_core":
        return draw(request, package, name, {**values, **given, **plain_facts(activity, face, given["mine"], request.now)}, context=activity)
    # In its own template an activity's word wins: student() may well call something "mine".
    return draw(request, package, name, {**given, **values}, context=activity)


def part_values(request, activity, package, person_id):
    """What stands in every template that draws a part of an activity."""
    return {
        "activity": activity,
        "mine": activity.record_of(person_id) if person_id else None,
        "person_id": person_id,
        "post": partial(post, request, on=activity),
        "asset": partial(asset_url, request, package),
    }


def own_facts(activity, mine, now):
    """Whether this student has taken part, and whether their time is over."""
    return {"took_part": mine is not None and activity.took_part(mine), "over": mine is None or activity.over_for(mine.person_id, now)}


def plain_facts(activity, face, mine, now):
    """What the core's own faces show for a type that has no template for this one."""
    if isinstance(activity, MissingActivity):
        return {}
    return own_facts(activity, mine, now) if face == "student" else {"count": counted(activity)}


def draw_part(request, activity, part, person_id=None):
    """What the core's own page puts round the faces, live as they are: the state with its clock, and what a teacher may do."""
    deadline = activity.deadline_of(person_id) if person_id else activity.deadline
    values = {"activity": activity, "deadline": deadline, "sealed": isinstance(activity, MissingActivity), "up": way_up(request, activity),
              "lacking": preparing.missing(activity), "shelved": isinstance(activity.node.__parent__, Desk)}
    return Html(draw(request, "mooctang_core", PARTS[part], values))


def way_up(request, activity):
    """The class while it runs, else the session it belonged to."""
    if is_task(activity.node):
        return request.resource_path(activity.__parent__)
    session = activity.session
    place = activity.classroom if session is None or session.running else session
    return request.resource_path(place if place is not None else activity.__parent__)


def answer_form(request, activity, label=None):
    """The generic form made from the Answer schema."""
    from .forms import make_form

    form = make_form(activity.Answer(), request, buttons=(("submit", label or _("提交")),), action=request.resource_path(activity, "submit"))
    form.retry = True
    return Html(form.render())


def has_projection(request, activity):
    """Whether this activity has something to show on a wall."""
    package = type(activity).__module__.split(".")[0]
    return (
        type(activity).projection is not Activity.projection
        or request.registry.templates.find(package, "projection.pt", request.house.theme) is not None
    ) and not isinstance(activity, MissingActivity)


def render_fragment(request, path, face, person_id, privacy):
    """One fragment for a live stream: the face of what stands at a path now; None when it is gone."""
    place = find(request.school, path)
    if place is None:
        return None
    if isinstance(place, ActivityNode):
        activity = request.registry.host.live(place, request.school)
        if face in PARTS:
            return draw_part(request, activity, face, person_id)
        if face == "student" and place.for_teachers:
            return None
        return draw_face(request, activity, face, person_id, privacy)
    drawer = request.registry.room_faces.get(face)
    return drawer(request, place, person_id, privacy) if drawer else None


def add_room_face(config, word, function):
    """A face of a classroom that pages and walls may watch: function(request, classroom, person_id, privacy) -> html."""
    config.registry.room_faces[word] = function


def includeme(config):
    config.registry.room_faces = {}
    config.add_directive("add_room_face", add_room_face, action_wrap=False)
