"""Schools and hosts of an alliance."""

import re

from ...model.alliance import Alliance
from ...model.schools import School
from .. import evolving, suitcases
from .house import Mistake, alliance_in

SLUG = re.compile(r"[a-z][a-z0-9-]{1,30}\Z")
UNIT = re.compile(r"[0-9]{5}\Z")
NAME = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(({NAME}(\.{NAME})*|\[[0-9a-f:]+\])(:[0-9]{{1,5}})?|:[0-9]{{1,5}})\Z")


def listed(house):
    """[{"slug", "title", "database", "hosts", "theme", "plugins", "people", "courses"}]"""
    with house.reading() as root:
        alliance = alliance_in(root)
        known = [(slug, database, alliance.hosts_of(slug)) for slug, database in alliance.schools.items()]
    return [_facts(house, *one) for one in known]


def _facts(house, slug, database, hosts):
    with house.reading(database) as root:
        school = root["schools"][slug]
        return {"slug": slug, "title": school.title, "database": database, "hosts": hosts, "theme": school.theme,
                "plugins": list(school.enabled_plugins), "people": len(school["people"]), "courses": len(school["courses"])}


def create(house, slug, title, unit, hosts=(), theme="default", alliance_title="", alliance_host=""):
    """A school with all installed plugins on; the alliance too when this is the first. Returns its facts."""
    _refuse_words(slug, unit, hosts)
    with house.writing() as root:
        alliance = root.get("alliance") or _begin(house, root, alliance_title or title, alliance_host)
        if slug in alliance.schools:
            raise Mistake(f"There is a school {slug} already: choose another word.")
        _refuse_taken(alliance, [*hosts], slug)
        found(root, house.host, house.clock(), School(slug, title, unit), hosts).theme = theme
    return next(one for one in listed(house) if one["slug"] == slug)


def found(root, host, now, school, hosts=()):
    """Take a new school into the alliance: it is there, with every plugin on, when the transaction commits."""
    alliance = root["alliance"]
    school.timezone = alliance.timezone
    school.enabled_plugins.update(host.plugins)
    evolving.mark_new(school, host, now)
    root["schools"] = {**root.get("schools", {}), school.slug: school}
    alliance.schools[school.slug] = "main"
    alliance.hosts.update(dict.fromkeys(map(str.lower, hosts), school.slug))
    return school


def _begin(house, root, title, host):
    alliance = root["alliance"] = Alliance(title)
    evolving.mark_new(alliance, house.host, house.clock())
    if host:
        alliance.hosts[host.lower()] = ""
    return alliance


def _refuse_words(slug, unit, hosts):
    if not SLUG.match(slug):
        raise Mistake(f"{slug!r} cannot be a school's word: write 2 to 31 small letters, digits or hyphens, a letter first.")
    if not UNIT.match(unit):
        raise Mistake(f"{unit!r} is not a unit code: write the five digits with which the school's complete student numbers begin.")
    for host in hosts:
        _refuse_host(host)


def _refuse_host(host):
    port = host.rpartition(":")[2] if ":" in host and not host.endswith("]") else ""
    if not HOST.match(host.lower()) or (port and not 0 < int(port) < 65536):
        raise Mistake(f"{host!r} is not a host: write a name (law.example.org), a name or number with a port (10.0.0.5:6544), "
                      "or :PORT for any number on that port.")


def hosts(house):
    """[{"host", "school"}]; the school is "" for the alliance itself."""
    with house.reading() as root:
        return [{"host": host, "school": slug} for host, slug in alliance_in(root).hosts.items()]


def add_host(house, host, school=""):
    """Have a host lead to a school, or to the alliance."""
    _refuse_host(host)
    with house.writing() as root:
        alliance = alliance_in(root)
        if school and school not in alliance.schools:
            raise Mistake(f"There is no school {school}: the schools are {', '.join(alliance.schools) or 'none yet'}.")
        _refuse_taken(alliance, [host], school)
        alliance.hosts[host.lower()] = school
    return {"host": host.lower(), "school": school}


def _refuse_taken(alliance, wanted, slug):
    for host in wanted:
        other = alliance.hosts.get(host.lower())
        if other is not None and other != slug:
            raise Mistake(f"The host {host} leads to {other or 'the alliance'} already: remove it there first (`mooctang host remove {host}`).")


def remove_host(house, host):
    with house.writing() as root:
        known = alliance_in(root).hosts
        if host.lower() not in known:
            raise Mistake(f"The host {host} is not in the table: `mooctang host list` shows what is.")
        return {"host": host.lower(), "school": known.pop(host.lower())}


def without_theme(house, known):
    """{slug: theme} of the schools whose theme is not there; they are shown in the default."""
    return {one["slug"]: one["theme"] for one in listed(house) if one["theme"] not in (*known, "default")}


def take_in(house, path, slug=None, database="main", templates=True, alliance_title="", alliance_host=""):
    """A school out of a suitcase, with its accounts; the alliance too when it is the first. Returns what became of everything."""
    with house.writing() as root:
        if root.get("alliance") is None:
            _begin(house, root, alliance_title or "Alliance", alliance_host)
    return suitcases.take_in(house, path, slug, database, templates)
