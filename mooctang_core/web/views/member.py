"""One student of a classroom: who they are here, and what was agreed for them."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ...flows import caring, membership
from ...model.classrooms import Classroom
from ...permissions import TEACH
from ...plain import thawed
from .activity import back


@view_config(context=Classroom, name="member", permission=TEACH, request_method="GET", renderer="member.pt")
def show(classroom, request):
    member = classroom.member(request.GET.get("person", ""))
    if member is None or member.simulated:
        raise HTTPNotFound()
    return {"room": classroom, "member": member, "care": thawed(classroom.care_of(member.aid)), "times": caring.TIMES,
            "may_change": membership.may_do(classroom, request.aid, membership.PEOPLE), "can_put_back": membership.can_put_back(member, request.now)}


@view_config(context=Classroom, name="care", permission=TEACH, request_method="POST")
def care(classroom, request):
    """Keep what was agreed; it counts at once, also in a quiz that runs."""
    given = request.POST
    time = next((time for time in caring.TIMES if str(time) == given.get("time", "1")), None)
    caring.agree(classroom, request.school, given.get("person", ""), time, given.get("large") == "yes", given.get("no_speed") == "yes")
    return back(classroom, request)
