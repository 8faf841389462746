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
    info.registry.__dict__.setdefault("held_views", set()).add((info.options.get("context"), name))

    def asked(context, request):
        wanted = wanted_for(context, name, request.method)
        if wanted:
            refuse_without(above(getattr(context, "node", context), Classroom), request.aid, wanted)
        return view(context, request)

    return asked


def wanted_for(context, name, method):
    return (OF_ROOM if isinstance(context, Classroom) else OF_ACTIVITIES).get(name, CLASS if method == "POST" else "")


dutiful.options = ("permission", "name")


def refuse_without(room, aid, duty):
    """Refused in words when an assistant of this room was not allowed it."""
    duties = duties_of(room, aid) if room is not None else None
    if duties is not None and duty not in duties:
        raise Refused(_("老师没有让助教在这个课堂${what}。需要的话，请与任课老师联系。", what=DUTIES[duty]))


def behind(request, context, name):
    """The duty that a button needs which posts to this view, or None: the page of somebody who has it not leaves the button out."""
    held = request.registry.__dict__.get("held_views", ())
    return next((wanted_for(context, name, "POST") or None for cls in type(context).__mro__ if (cls, name) in held), None)


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
