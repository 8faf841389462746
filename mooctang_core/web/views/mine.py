"""A person's own page beside their classrooms: 账号."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...model.schools import School
from .portal import cloud


@view_config(context=School, name="account", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="account.pt")
def account(school, request):
    """Who I am here, where I am signed in, language and colours."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/account"}))
    return {"number": request.account.number_at(school.slug), "certified": cloud(request)}
