"""What assistants were not allowed in a classroom: asked at one place for every view, the plugins' too."""

from ..activity import Refused
from ..flows.membership import CLASS, DUTIES, MARKS, PEOPLE, duties_of
from ..model.base import above
from ..model.classrooms import Classroom
from ..permissions import TEACH
from ..words import translator

_ = translator("mooctang_core")
OF_ROOM = {
    **dict.fromkeys((
        "gradebook", "gradebook.csv", "gradebook.xlsx", "why", "rules", "add-column", "remove-column", "fill-column", "grade", "undo-grading",
        "reports", "report", "report.csv", "report.xlsx", "online", "online.csv", "online.xlsx"), MARKS),
    **dict.fromkeys(("roster.csv", "roster.xlsx", "care", "remove", "put-back", "let-in", "write", "warn"), PEOPLE),
    # Looking on, and being seen looking on, is free.
    **dict.fromkeys(("shown", "simulate", "unsimulate"), ""),
}
OF_ACTIVITIES = {**dict.fromkeys(("correct", "mark", "marking", "rekey", "paper", "confirm"), MARKS), "allow": PEOPLE, "shown": ""}
"""The duty that a view belongs to by its name, on the classroom and on what stands in it; every other write is part of holding a class."""


def dutiful(view, info):
    if info.exception_only or info.options.get("permission") != TEACH:
        return view
    name = info.options.get("name") or ""
    _hold(info.registry, (info.options.get("context"), name), info.options.get("request_method"))

    def asked(context, request):
        wanted = wanted_for(context, name, request.method)
        if wanted:
            refuse_without(above(getattr(context, "node", context), Classroom), request.aid, wanted)
        return view(context, request)

    return asked


def wanted_for(context, name, method):
    return (OF_ROOM if isinstance(context, Classroom) else OF_ACTIVITIES).get(name, CLASS if method == "POST" else "")


dutiful.options = ("permission", "name")


def _hold(registry, view, methods):
    """Note that assistants may be refused this view, and by which method it is asked."""
    held = registry.__dict__.setdefault("held_views", {})
    held[view] = held.get(view, frozenset()) | ({methods} if isinstance(methods, str) else set(methods or ("GET", "POST")))


def refuse_without(room, aid, duty):
    """Refused in words when an assistant of this room was not allowed it."""
    duties = duties_of(room, aid) if room is not None else None
    if duties is not None and duty not in duties:
        raise Refused(_("老师没有让助教在这个课堂${what}。需要的话，请与任课老师联系。", what=DUTIES[duty]))


def duty(request, view, on=None):
    """The duty that this view of `on` (the context when left out) asks of assistants, for `data-duty`; None where it asks for none.

    It is that of what the view does; that of looking at it where it does nothing."""
    context = on if on is not None else request.context
    if above(getattr(context, "node", context), Classroom) is None:
        return None
    held = request.registry.__dict__.get("held_views", {})
    methods = frozenset().union(*(held.get((cls, view), ()) for cls in type(context).__mro__))
    return wanted_for(context, view, "POST" if "POST" in methods else "GET") or None if methods else None


def without_duties(request):
    """The duties that whoever asks was not given in the classroom of this page, or None. Live parts of it are drawn once
    for all who teach, so the page says it and its style hides the buttons."""
    context = getattr(request, "context", None)
    room = above(getattr(context, "node", context), Classroom) if request.aid is not None and context is not None else None
    duties = duties_of(room, request.aid) if room is not None else None
    return None if duties is None else " ".join(word for word in DUTIES if word not in duties) or None


def includeme(config):
    config.add_request_method(without_duties, reify=True)
    config.add_view_deriver(dutiful, name="dutiful", under="csrf_view", over="texts_only")
