"""公布成绩 and 收回成绩: one tap each, for every type whose results are held back."""

from pyramid.view import view_config

from ...activity import Activity
from ...flows import releasing
from ...permissions import TEACH
from .activity import back
from .conducting import another_round, tell


@view_config(context=Activity, name="release", permission=TEACH, request_method="POST")
def release(activity, request):
    if another_round(activity, request):
        return tell(activity, request, "stale")
    releasing.release(activity, request.school, request.registry.host, request.now)
    return back(activity, request)


@view_config(context=Activity, name="unrelease", permission=TEACH, request_method="POST")
def unrelease(activity, request):
    releasing.unrelease(activity, request.school)
    return back(activity, request)
