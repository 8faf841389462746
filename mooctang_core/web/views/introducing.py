"""Who somebody is, asked once at the first entry into a class, over the page that goes on below."""

from pyramid.view import view_config

from ...flows import certifying, introducing
from ...model.base import path_of
from ...model.classrooms import Classroom
from ...permissions import PARTICIPATE
from ..answers import moved
from ..submissions import later, refuse, run
from .joining import Who


def who_asks(classroom, request):
    """What this page asks of somebody who is not certified: "sheet" (who are you?), "row" (they would say it later), "certify"; or nothing."""
    member = classroom.member(request.aid)
    if member is None or member.certified or member.simulated:
        return ""
    if introducing.unknown(classroom, request.aid):
        return "row" if introducing.was_asked(classroom, request.aid) else "sheet"
    return "certify" if certifying.offered(request.school) else ""


@view_config(context=Classroom, name="introduce", permission=PARTICIPATE, request_method="POST")
def introduce(classroom, request):
    """Number and name, once; the page one was on stays."""
    given = {"later": True} if request.POST.get("later") else dict(Who(unknown="ignore").deserialize(dict(request.POST)))
    outcome, where = run(request, "introduce", path_of(classroom), "core", given), request.resource_path(classroom)
    if outcome is None:
        return later(request, lambda: where)
    # Said twice, or on another device: the page knows it already.
    return moved(where) if outcome.state in ("done", "closed") else refuse(request, outcome)
