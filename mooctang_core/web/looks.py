"""Whoever teaches and opens a page with students' attendance or marks is noted in the access diary: every view, plugins' too."""

import logging

from ..flows import diary
from ..model.base import above, path_of
from ..model.classrooms import Classroom
from ..permissions import TEACH, VIEW
from ..store.errors import trouble

log = logging.getLogger("mooctang.diary")

OF_ROOM = ("gradebook", "why", "results", "reports", "report", "online", "roster")
"""The pages of a classroom that show them; their files (gradebook.csv …) as well."""
NOT_OF_ACTIVITY = ("edit", "preview", "import", "import-template.xlsx", "due", "live", "file", "code", "code-live", "place", "choose")
"""The teacher's pages of an activity that do not."""


def deriver(view, info):
    """Counts for what is read with the teacher's permission, and for pages that teachers and students share."""
    name, permission = info.options.get("name") or "", info.options.get("permission")
    if permission != TEACH and not (permission == VIEW and name in ("", "results")):
        return view

    def looking(context, request):
        response = view(context, request)
        if request.method == "GET" and response.status_int == 200:
            note(context, request, name)
        return response

    return looking


def note(context, request, name):
    """One look, at one person's or at everybody's records."""
    node = getattr(context, "node", None)
    room = above(node if node is not None else context, Classroom)
    if room is None or not shows(context, node, name) or not request.may(TEACH, context):
        return
    person = request.params.get("person", "")
    whose = person if person in room.members else None
    about = path_of(node) if node is not None else ""
    try:
        diary.look(request.registry.store.scratch, request.school, room, whose, request.visit.operator if request.visit is not None else request.aid, name or "page", about, request.now)
    except Exception as error:
        # What is read is read, also when nothing can be written any more.
        if trouble(error) is None:
            raise
        log.warning("A look at %s could not be noted: %s", path_of(room), error)


def shows(context, node, name):
    """Whether the page shows what somebody did."""
    if node is None:
        return isinstance(context, Classroom) and name.partition(".")[0] in OF_ROOM
    return name not in NOT_OF_ACTIVITY and not name.endswith("-live") and not node.for_teachers


def includeme(config):
    config.add_view_deriver(deriver, name="looks")
