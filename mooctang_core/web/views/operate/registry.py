"""The plugins of the installation: which there are, in which version, how they are doing, and which schools use them."""

from typing import NamedTuple

from ....flows import operating
from ....packages import about
from . import operators


class Line(NamedTuple):
    """One plugin on the page."""

    name: str
    title: str
    version: str
    summary: str
    brings: tuple
    schools: list
    calls: int
    failures: int
    slow: int
    troubles: list
    """[(school, whether it rests there, the last error)]"""


@operators("operate_plugins", renderer="operate_plugins.pt")
def show(alliance, request):
    """Every plugin that is installed, those that could not be loaded, and those that a school wants and nobody has."""
    titles = {slug: request.open_school(slug).title for slug in alliance.schools}
    on = {slug: set(request.open_school(slug).enabled_plugins) for slug in titles}
    found = operating.plugins.registry(request.plugins, on)
    return {"rows": [line(request, one, titles) for one in found["loaded"]], "quarantined": found["quarantined"],
            "missing": [(name, [titles[slug] for slug in slugs]) for name, slugs in found["missing"]],
            "themes": sorted(request.registry.themes.problems.items()), "schools": len(titles)}


def line(request, one, titles):
    plugin, health = request.plugins.plugins[one["name"]], one["health"]
    named = getattr(plugin.module, "title", None)
    kinds = [request.translate(request.plugins.kinds[kind][1].title) for kind in plugin.kinds]
    said = [request.translate(named)] if named else kinds
    return Line(
        plugin.name, " · ".join(said) or plugin.name, plugin.version, about(plugin.package), tuple(kinds), [titles[slug] for slug in one["schools"]],
        *(sum(each[word] for each in health.values()) for word in ("calls", "failures", "slow")),
        [(titles.get(slug, slug), each["resting"], each["last"]) for slug, each in health.items() if each["resting"] or each["last"]])
