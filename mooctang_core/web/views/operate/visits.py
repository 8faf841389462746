"""Visits: an operator begins one, sees which there were, and ends it; a school sees those to it, and may end one as well."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ....activity import Refused
from ....flows import visiting
from ....identity.login import find_account
from ....model.schools import School
from ....permissions import MANAGE
from ....words import translator
from ...doors import anybody, onward
from ..handover import switch_url
from . import operators, operators_post

_ = translator("mooctang_core")
MOST = 100


@operators("operate_visits", renderer="operate_visits.pt")
def show(alliance, request):
    """The form, and every visit there was."""
    return page(request)


def page(request, problem="", given=None):
    schools = [(slug, request.open_school(slug).title) for slug in request.alliance.schools]
    return {"rows": visiting.visits(request.alliance)[:MOST], "schools": schools, "titles": dict(schools), "problem": problem, "given": given or {},
            "minutes": visiting.MINUTES, "running": visiting.now_visiting(request.alliance, request.aid, request.now), "own": None,
            "here": request.route_path("operate_visits"), "enter": lambda visit: switch_url(request, visit.school), "now": request.now}


@operators_post("operate_visits", renderer="operate_visits.pt")
def act(alliance, request):
    """Begin one, and go there; or end one."""
    given = request.POST
    slug = given.get("school", "")
    if given.get("step") == "end":
        kept = (alliance.visits or {}).get(given.get("visit", ""))
        if kept is not None and kept["school"] in alliance.schools:
            visiting.end(alliance, request.open_school(kept["school"]), given["visit"], request.aid, request.now)
        return HTTPSeeOther(request.route_path("operate_visits"))
    try:
        if slug not in alliance.schools:
            raise Refused(_("请选择学校。"))
        school, minutes = request.open_school(slug), given.get("minutes", "")
        person = find_account(alliance, school, given.get("login", ""))
        visiting.begin(alliance, school, request.plugins, request.account, person, given.get("reason", ""), int(minutes) if minutes.isdecimal() else 0,
                       given.get("writes") == "yes", request.now)
    except Refused as refusal:
        request.response.status_int = 422
        return page(request, refusal.message, given)
    return onward(request, switch_url(request, slug))


@anybody("visit_end", request_method="POST")
def leave(request):
    """The banner's button: one is oneself again."""
    found = request.visit
    if found is not None:
        visiting.end(request.alliance, request.school, found.id, found.operator, request.now)
    return onward(request, request.alliance_url("/operate/visits")) if found is not None else HTTPSeeOther("/")


@view_config(route_name="manage_visits", context=School, permission=MANAGE, request_method="GET", renderer="operate_visits.pt")
def show_own(school, request):
    """What operators saw and did here in other people's names."""
    rows = visiting.visits(request.alliance, school.slug)[:MOST]
    return {"rows": rows, "schools": [], "titles": {school.slug: school.title}, "problem": "", "given": {}, "minutes": (), "running": None, "own": school,
            "here": request.route_path("manage_visits"), "enter": None, "now": request.now}


@view_config(route_name="manage_visits", context=School, permission=MANAGE, request_method="POST")
def end_own(school, request):
    """A school need not put up with one."""
    visiting.end(request.alliance, school, request.POST.get("visit", ""), request.aid, request.now)
    return HTTPSeeOther(request.route_path("manage_visits"))
