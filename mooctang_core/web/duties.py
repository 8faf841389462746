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

    def asked(context, request):
        wanted = (OF_ROOM if isinstance(context, Classroom) else OF_ACTIVITIES).get(name, CLASS if request.method == "POST" else "")
        if wanted:
            refuse_without(above(getattr(context, "node", context), Classroom), request.aid, wanted)
        return view(context, request)

    return asked


dutiful.options = ("permission", "name")


def refuse_without(room, aid, duty):
    """Refused in words when an assistant of this room was not allowed it."""
    duties = duties_of(room, aid) if room is not None else None
    if duties is not None and duty not in duties:
        raise Refused(_("老师没有让助教在这个课堂${what}。需要的话，请与任课老师联系。", what=DUTIES[duty]))


def includeme(config):
    config.add_view_deriver(dutiful, name="dutiful", under="csrf_view", over="texts_only")
