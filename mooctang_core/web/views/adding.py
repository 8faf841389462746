"""A new activity in a running class: pick a type, keep or change its settings, publish with one tap."""

from deform import Button, ValidationFailure
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from ...activity import Refused
from ...flows import once, teaching
from ...model.classrooms import Classroom
from ...model.sessions import Session
from ...permissions import TEACH
from ...plain import thawed
from ...words import translator
from ..rendering import draw
from ..said import say
from ..submissions import idem
from .activity import settings_form

_ = translator("mooctang_core")


@view_config(context=Session, name="add", permission=TEACH, request_method="GET", renderer="activity_new.pt")
def new(session, request):
    """The form of one type, filled with what this class used last; what has content of its own begins empty."""
    cls = type_named(request, request.GET.get("kind", ""))
    form = form_for(request, session, cls)
    before = dict(cls(Blank(), None).settings) if cls.reusable else last_settings(session, cls)
    return {"session": session, "room": session.__parent__.__parent__, "type": cls, "form": form.render(before)}


@view_config(context=Session, name="add", permission=TEACH, request_method="POST", renderer="activity_new.pt", uploads=True)
def add(session, request):
    """Make it and open it; with remembered settings when the form was left out (one tap)."""
    cls = type_named(request, request.GET.get("kind", "") or request.POST.get("kind", ""))
    if not session.running:
        raise Refused(_("这次课已经结束，不能再添加活动。"))
    key = idem(request)
    if once.made_by(session, key):
        return HTTPSeeOther(request.resource_path(session.__parent__.__parent__))
    if request.POST.get("quick"):
        values = last_settings(session, cls)
    else:
        form = form_for(request, session, cls)
        try:
            values = form.validate(request.POST.items())
        except ValidationFailure as failure:
            request.response.status_int = 422
            return {"session": session, "room": session.__parent__.__parent__, "type": cls, "form": failure.render()}
    title = values.pop("title_", "") or ""
    node = teaching.add(session, cls, values, title, request.aid)
    once.remember(session, key, node.__name__)
    activity, room = request.plugins.live(node, request.school), request.resource_path(session.__parent__.__parent__)
    if request.POST.get("later") == "yes":
        teaching.room_changed(session, request.school)
        return HTTPSeeOther(room)
    teaching.publish(activity, request.school, request.plugins, request.now)
    return say(request, room, "published", activity)


def form_for(request, session, cls):
    """The form of a new activity: open it now, or keep it for later in this class."""
    action = request.resource_path(session, "add", query={"kind": cls.kind})
    return settings_form(request, cls, action, (Button("now", _("发布")), Button("later", _("先存着"), value="yes")))


def type_named(request, kind, place="session"):
    """An activity type that this school has on, by its word."""
    for cls in request.plugins.types(request.school, place):
        if cls.kind == kind:
            return cls
    raise HTTPNotFound()


def last_settings(session, cls):
    """What this classroom used last for this type; the type's defaults the first time."""
    for earlier in reversed(session.__parent__.in_order()):
        for node in reversed(earlier.in_order()):
            if node.kind == cls.kind:
                return {**cls(node, None).settings, **thawed(node.settings)}
    return dict(cls(Blank(), None).settings)


class Blank:
    """A node without settings, to ask a type for its defaults."""

    settings: dict = {}
    # What was put together of them is kept beside them (see Given.settings).
    _settings: dict = settings


@view_config(context=Classroom, name="add", permission=TEACH, request_method=("GET", "POST"), uploads=True)
def in_running(classroom, request):
    """Straight from the class page: to the running session, or a clear word when there is none."""
    session = classroom["sessions"].running
    if session is None:
        raise Refused(_("还没有上课。请先点“开始上课”。"))
    if request.method == "POST":
        answer = add(session, request)
        return answer if isinstance(answer, Response) else Response(draw(request, "mooctang_core", "activity_new.pt", answer), status=422)
    kind = request.GET.get("kind")
    if not kind:
        raise HTTPNotFound()
    return HTTPSeeOther(request.resource_path(session, "add", query={"kind": kind}))
