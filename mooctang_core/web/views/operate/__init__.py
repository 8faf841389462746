"""/operate/…: what whoever runs the installation does in a browser, on the alliance's host."""

from functools import partial

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ....model.alliance import Alliance
from ....permissions import OPERATE

PAGES = {
    "operate": "/operate",
    "operate_new": "/operate/schools/new",
    "operate_school": "/operate/schools/{slug}",
    "operate_look": "/operate/schools/{slug}/look",
    "operate_alliance": "/operate/look",
    "manage_look": "/manage/look",
    "operate_plugins": "/operate/plugins",
    "operate_visits": "/operate/visits",
    "manage_visits": "/manage/visits",
    "visit_end": "/visit/end",
    "operate_suitcases": "/operate/suitcases",
    "operate_suitcase_file": "/operate/suitcases/{slug}.tar",
    "operate_figures": "/operate/figures",
    "operate_figures_file": "/operate/figures.{ending:csv|xlsx}",
    "operate_courses": "/operate/courses",
    "operate_course": "/operate/courses/{course}",
    "operate_log": "/operate/log",
    "operate_log_file": "/operate/log.{ending:csv|xlsx}",
}


def operators(page, method="GET", **options):
    """A page of the operators'; on a school's host it is not there."""
    return view_config(route_name=page, context=Alliance, permission=OPERATE, request_method=method, **options)


operators_post = partial(operators, method="POST")


def school_of(request):
    """The school that the address names."""
    slug = request.matchdict["slug"]
    if slug not in request.alliance.schools:
        raise HTTPNotFound()
    return request.open_school(slug)


def includeme(config):
    for name, path in PAGES.items():
        config.add_route(name, path)
