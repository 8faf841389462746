"""计入统计 / 不计入统计: one tap on an activity's page, for every type."""

from pyramid.view import view_config

from ...activity import Activity
from ...flows.counting import count as let_count
from ...permissions import TEACH
from .activity import back


@view_config(context=Activity, name="count", permission=TEACH, request_method="POST")
def count(activity, request):
    """`counted` is yes or no."""
    let_count(activity, request.school, request.POST.get("counted") == "yes")
    return back(activity, request)
