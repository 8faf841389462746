"""What the running application registered: every view and route, the plugins' too, as one word each."""

from typing import Any, NamedTuple


class View(NamedTuple):
    """One registered view for one method."""

    word: str
    """"Classroom/history GET", or "@login POST" for one that hangs on a route."""
    context: str
    name: str
    route: str
    path: str
    method: str
    permission: str
    module: str

    @property
    def safe(self):
        return self.method in ("GET", "HEAD")


def views_of(registry):
    """Every view of an application that answers people (error pages are drawn in place of one and have no address)."""
    found = registry.introspector.get_category("views")
    return [view for each in found for view in _views(registry, each) if not each["introspectable"].get("exception_only")]


def _views(registry, found):
    facts = found["introspectable"]
    if getattr(facts["callable"], "__module__", "").startswith("pyramid.httpexceptions"):
        return
    methods = facts["request_methods"] or ("GET", "POST")
    for method in (methods,) if isinstance(methods, str) else methods:
        if method != "HEAD":
            yield _view(registry, facts, method, _permission(found))


def _view(registry, facts, method, permission):
    context, name, route = getattr(facts["context"], "__name__", "") or "", facts["name"], facts["route_name"] or ""
    word = f"@{route} {method}" if route else f"{context}{'/' if name else ''}{name} {method}"
    return View(word, context, name, route, _path(registry, route), method, permission, facts["callable"].__module__)


def _permission(found) -> Any:
    related = [each.discriminator for each in found["related"] if each.category_name == "permissions"]
    return str(related[0]) if related else "nobody"


def _path(registry, route):
    return registry.introspector.get("routes", route)["pattern"] if route else ""
