"""The member schools as their operator sees them: the list, and one school with its addresses and what can be done for it."""

from typing import NamedTuple

from . import operators


class Line(NamedTuple):
    """A school in the list."""

    slug: str
    title: str
    brand: object
    hosts: list
    theme: str
    courses: int
    people: int
    href: str


@operators("operate", renderer="operate.pt")
def schools(alliance, request):
    """Every member school, where it lives, and what is wrong in the installation."""
    rows = [line(request, request.open_school(slug)) for slug in alliance.schools]
    troubles = len(request.plugins.quarantined) + len(request.registry.themes.problems)
    return {"rows": rows, "accounts": len(alliance["accounts"]), "troubles": troubles}


def line(request, school):
    hosts = request.alliance.hosts_of(school.slug)
    return Line(school.slug, school.title, school.brand, hosts, school.theme, len(school["courses"]), len(school["people"]), request.school_url(school.slug))
