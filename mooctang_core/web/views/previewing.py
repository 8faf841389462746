"""预览: what students will see of something that is not published yet. It is drawn as if it were open; nothing is written."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config
from transaction.interfaces import TransientError

from ...activity import Activity, MissingActivity, Refused
from ...flows import library, preparing
from ...identity.handover import safe_path
from ...model.activities import OPEN, ActivityNode
from ...model.classrooms import Classroom
from ...model.courses import Library
from ...permissions import TEACH
from ...plain import thawed
from ..faces import draw_face
from ..rendering import draw
from ..sheets import draw_sheet
from .files import asked, send_file

NOBODY = "preview"
"""The account id that a preview is drawn for: nobody has it."""


@view_config(context=Activity, name="preview", permission=TEACH, request_method="GET")
def preview(activity, request):
    """One click from the plan; in a list only the face itself, put under the row."""
    return page(request, activity, request.resource_path(activity.__parent__))


@view_config(context=Classroom, name="peek", permission=TEACH, request_method="GET")
@view_config(context=Library, name="peek", permission=TEACH, request_method="GET")
def peek(place, request):
    """The same for something in the libraries that may be used here, one's own or that of a source."""
    item = request.GET.get("item", "")
    activity = at(place, request, item)
    # What comes from a source has no address of its own: its pictures are asked for here.
    request.peeked = (activity.node, place, item)
    up = (place, "library") if isinstance(place, Classroom) else (place,)
    return page(request, activity, request.resource_path(*up, query={"kind": activity.node.kind}))


@view_config(context=Classroom, name="peek-file", permission=TEACH, request_method="GET")
@view_config(context=Library, name="peek-file", permission=TEACH, request_method="GET")
def peek_file(place, request):
    """A file of what is looked at so: …/peek-file/<item>/<hash>/<name>."""
    item, *rest = request.subpath or ("",)
    activity = at(place, request, item)
    request.subpath = tuple(rest)
    hash, name = asked(request)
    if hash not in activity.all_files():
        raise HTTPNotFound()
    return send_file(request, {"hash": hash, "name": name})


def at(place, request, item):
    """The living activity behind a reference of the libraries; 404 where there is none for this person."""
    node = library.referred(library.library_of(place), item, request.aid)
    activity = request.plugins.live(node, request.school) if node is not None else None
    if activity is None or isinstance(activity, MissingActivity):
        raise HTTPNotFound()
    return activity


def page(request, activity, up):
    lacking = preparing.missing(activity)
    opened = None if lacking else as_if_open(request, activity)
    face, sheet = (draw_face(request, opened, "student", NOBODY), draw_sheet(request, opened, NOBODY)) if opened is not None else ("", "")
    values = {"activity": activity, "face": face, "sheet": sheet, "lacking": lacking, "back": safe_path(request.GET.get("back", ""), up)}
    if request.headers.get("HX-Request"):
        return Response(draw(request, "mooctang_core", "preview_part.pt", values))
    return Response(draw(request, "mooctang_core", "preview.pt", values))


def as_if_open(request, activity):
    """A copy that lies nowhere, opened: whatever its type writes at that is thrown away, for reading commits nothing."""
    if isinstance(activity, MissingActivity):
        return activity
    before = activity.node
    node = ActivityNode(before.kind, before.title, thawed(before.settings), OPEN)
    node.__parent__, node.__name__ = before.__parent__, before.__name__
    node.opened = node.first_opened = request.now
    node.secret = NOBODY
    copy = type(activity)(node, request.school, request.plugins)
    try:
        copy.on_publish(request.now)
    except TransientError:
        raise
    except Refused:
        return copy     # it is not to be published like this; how far it is can be looked at all the same
    except Exception as error:
        request.plugins.failed(request.school, request.plugins.plugin_of(activity), "on_publish", error)
    return copy
