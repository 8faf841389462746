"""The member schools as their operator sees them: the list, and one school with its addresses, its managers and what can be done for it."""

from typing import NamedTuple

from pyramid.httpexceptions import HTTPSeeOther

from ....activity import Refused
from ....flows import auditing
from ....identity.login import masked
from ....words import translator
from . import operators, operators_post, school_of
from .addresses import FOUND, addresses
from .making import appoint, host_problem

_ = translator("mooctang_core")


class Line(NamedTuple):
    """A school in the list."""

    slug: str
    title: str
    brand: object
    hosts: list
    courses: int
    people: int
    href: str


class Manager(NamedTuple):
    """Somebody who runs a school."""

    aid: str
    name: str
    login: str


@operators("operate", renderer="operate.pt")
def schools(alliance, request):
    """Every member school, where it lives, and what is wrong in the installation."""
    rows = [line(request, request.open_school(slug)) for slug in alliance.schools]
    troubles = len(request.plugins.quarantined) + len(request.registry.themes.problems)
    return {"rows": rows, "accounts": len(alliance["accounts"]), "troubles": troubles}


def line(request, school):
    hosts = request.alliance.hosts_of(school.slug)
    href = request.route_path("operate_school", slug=school.slug)
    return Line(school.slug, school.title, school.brand, hosts, len(school["courses"]), len(school["people"]), href)


@operators("operate_school", renderer="operate_school.pt")
def show(alliance, request):
    """One school; with `?dns=look` the DNS is asked about its addresses."""
    return page(request, school_of(request))


def page(request, school, new=None):
    return {
        "one": school, "addresses": addresses(request, school.slug, request.GET.get("dns") == "look"), "found": FOUND,
        "managers": managers(request, school), "new": new, "home": request.school_url(school.slug), "facts": line(request, school),
        "asked": request.GET.get("dns") == "look",
    }


def managers(request, school):
    accounts = request.alliance.accounts
    known = [accounts[aid] for aid in school.managers if aid in accounts]
    return [Manager(one.aid, one.name, masked(one.methods[0]) if one.methods else "") for one in known]


@operators_post("operate_school", renderer="operate_school.pt")
def change(alliance, request):
    """A host more or less, a manager more or less."""
    school, step = school_of(request), request.POST.get("step", "")
    if step == "manager-add":
        return page(request, school, _appointed(request, school))
    if step in STEPS:
        STEPS[step](request, school)
    return HTTPSeeOther(request.route_path("operate_school", slug=school.slug))


def _appointed(request, school):
    """(name, login, one-time password) to be shown once."""
    name, login = request.POST.get("name", "").strip()[:40], request.POST.get("login", "").strip()
    if not name or not login:
        raise Refused(_("管理员的姓名和登录名要一起填。"))
    made, password = appoint(request, school, name, login)
    return made, login, password


def _add_host(request, school):
    host = request.POST.get("host", "").strip().lower().rstrip(".")
    problem = host_problem(request.alliance, host, school.slug)
    if problem:
        raise Refused(problem)
    if host not in request.alliance.hosts:
        request.alliance.hosts[host] = school.slug
        _log(request, school, "host-added", host)


def _drop_host(request, school):
    host, hosts = request.POST.get("host", ""), request.alliance.hosts_of(school.slug)
    if host not in hosts:
        return
    if len(hosts) == 1:
        raise Refused(_("这是学校唯一的网址，去掉以后谁也进不来。请先加一个。"))
    del request.alliance.hosts[host]
    _log(request, school, "host-removed", host)


def _drop_manager(request, school):
    aid = request.POST.get("aid", "")
    if aid in school.managers:
        school.managers.remove(aid)
        account = request.alliance.accounts.get(aid)
        auditing.log(school, request.aid, "manager-gone", aid, request.now, name=account.name if account is not None else aid)


def _log(request, school, deed, about):
    """What is done to a school is in its own log and in the alliance's."""
    for place in (request.alliance, school):
        auditing.log(place, request.aid, deed, about, request.now, school=school.title)


STEPS = {"host-add": _add_host, "host-gone": _drop_host, "manager-gone": _drop_manager}
