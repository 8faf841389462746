"""A person's own pages beside their classrooms: 消息 and 账号."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...flows.looking import lately
from ...model.schools import School
from . import rows
from .portal import rooms_of


@view_config(context=School, name="messages", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="messages.pt")
def messages(school, request):
    """What was published lately in my classrooms, newest first."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/messages"}))
    return {"news": [news(request, room, activity) for room, activity in lately(rooms_of(school, request.aid), request.plugins, school)]}


def news(request, room, activity):
    line = f"{room.__parent__.__parent__.title} {rows.when(request, activity.opened)}"
    if room.teachers.get(request.aid):
        return rows.of_class(request, activity)._replace(line=line)
    return rows.of_mine(request, activity, request.aid, line)


@view_config(context=School, name="account", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="account.pt")
def account(school, request):
    """Who I am here, where I am signed in, language and colours."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/account"}))
    return {"number": request.account.number_at(school.slug)}
