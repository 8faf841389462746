"""Which plugins there are, how they are doing, and in which schools they are on."""

from .. import switching
from .house import Mistake


def overview(house):
    """{"loaded": [{"name", "version", "kinds", "schools", "health"}], "quarantined": [{"name", "version", "message", "trace"}], "missing": [name]}"""
    schools = _schools(house) if house.store is not None else {}
    found = registry(house.host, {slug: _enabled(house, slug, database) for slug, database in schools.items()})
    return {**found, "missing": [name for name, _slugs in found["missing"]]}


def registry(host, on):
    """The same for whoever has looked already which plugins are `on` in each school; missing is [(name, the schools that want it)]."""
    loaded = [
        {"name": plugin.name, "version": plugin.version, "kinds": list(plugin.kinds),
         "schools": [slug for slug, names in on.items() if plugin.name in names], "health": _health(host, plugin.name)}
        for _name, plugin in sorted(host.plugins.items())]
    missing = sorted(set().union(*on.values()) - set(host.plugins)) if on else []
    return {"loaded": loaded, "quarantined": [problem._asdict() for problem in host.quarantined.values()],
            "missing": [(name, [slug for slug, names in on.items() if name in names]) for name in missing]}


def _schools(house):
    with house.reading() as root:
        return dict(root["alliance"].schools) if "alliance" in root else {}


def _enabled(house, slug, database):
    with house.reading(database) as root:
        return set(root["schools"][slug].enabled_plugins)


def _health(host, name):
    """What this process has seen of a plugin, for each school where anything happened."""
    return {slug: {"calls": health.calls, "failures": health.failures, "slow": health.slow, "resting": health.resting(),
                   "last": f"{health.last_error[0]}: {health.last_error[1]}" if health.last_error else ""}
            for (slug, plugin), health in host.health.items() if plugin == name and health.calls}


def switch(house, school, name, on):
    """Tick or untick a plugin in a school; its data stays."""
    if on and name not in house.host.plugins:
        raise Mistake(_cannot_be_on(house, name))
    with house.writing(house.database_of(school)) as root:
        found = root["schools"][school]
        (switching.switch_on if on else switching.switch_off)(found, house.host, name)
    return {"school": school, "plugin": name, "on": on}


def _cannot_be_on(house, name):
    if name in house.host.quarantined:
        return f"The plugin {name} could not be loaded ({house.host.quarantined[name].message}): mend or update it, then start the server again."
    return f"There is no plugin {name} here: install its package, then start the server again; installed are {', '.join(sorted(house.host.plugins)) or 'none'}."
