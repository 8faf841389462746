"""The sheet: one person's form, which stands still on the page while the face beside it lives, and whose content is kept as it is filled in."""

from ..activity import MissingActivity
from ..flows.drafting import fits, mark_of
from ..flows.looking import told
from .faces import part_values
from .forms import form_key
from .furniture import Html
from .rendering import draw
from .submissions import own_fields


def draw_sheet(request, activity, person_id):
    """The form as this person may fill it in now; afterwards what they see of their own answers; nothing when there is neither."""
    if isinstance(activity, MissingActivity):
        return ""
    if not told(activity, "wants", lambda: activity.wants(person_id, request.now), False):
        return drawn(request, activity, person_id, "own", told(activity, "own", lambda: activity.own(person_id), None))
    values = told(activity, "sheet", lambda: activity.sheet(person_id), None)
    if values is None:
        return ""
    inner = drawn(request, activity, person_id, "sheet", values)
    return Html(draw(request, "mooctang_core", "sheet_frame.pt", {**values, **facts(request, activity, person_id), "inner": inner}, context=activity))


def drawn(request, activity, person_id, name, values):
    """A template of the activity's own package; nothing for None."""
    if values is None:
        return ""
    package = type(activity).__module__.split(".")[0]
    return Html(draw(request, package, f"{name}.pt", {**part_values(request, activity, package, person_id), **values}, context=activity))


def facts(request, activity, person_id):
    """What the frame and its script need to know: whose it is, until when, and what the server has kept."""
    kept = activity.kept_for(person_id) if activity.drafts else None
    return {
        "activity": activity, "person_id": person_id, "deadline": activity.deadline_of(person_id),
        "left": seconds_left(activity.deadline_of(person_id), request.now),
        "begun": mark_of(activity, person_id, request.now), "kept": kept.at if kept else None, "idem": form_key(request),
    }


def seconds_left(deadline, now):
    return max(0, int((deadline - now).total_seconds())) if deadline is not None else 0


def texts(request):
    return [(name, value) for name, value in own_fields(request) if isinstance(value, str)]


def keep_late(activity, request):
    """An answer that came after the end is not taken, and not thrown away: the teacher finds it beside the others."""
    record, pairs = activity.record_of(request.aid), texts(request)
    if activity.drafts and activity.late_box and activity.over_for(request.aid, request.now) and fits(pairs) and (record.server or not activity.took_part(record)):
        request.registry.host.drafts.keep_late(request.school.slug, activity.path, request.aid, pairs, request.now)
