"""Plugins on and off in one school: a set on the school, asked live. Off never deletes; forget does."""

from ..activity import Refused
from ..changes import changed
from ..model.activities import ActivityNode
from ..model.base import Folder, Place
from ..words import translator

_ = translator("mooctang_core")


def overview(school, host):
    """[(plugin, on?, health, how many stored activities)] for a school."""
    stored = counts(school)
    rows = []
    for name, plugin in sorted(host.plugins.items()):
        kept = sum(stored.get(kind, 0) for kind in plugin.kinds)
        rows.append((plugin, name in school.enabled_plugins, host.health_of(school, name), kept))
    return rows


def switch_on(school, host, name):
    if name not in host.plugins:
        raise Refused(_("这个插件没有安装，或者不能加载。请联系运营方。"))
    school.enabled_plugins.add(name)
    _all_pages(school)


def switch_off(school, host, name):
    if name in school.enabled_plugins:
        school.enabled_plugins.remove(name)
    _all_pages(school)


def wake(school, host, name):
    """Close the breaker: ask the plugin again now."""
    host.health_of(school, name).wake()
    _all_pages(school)


def forget(school, host, name):
    """Delete everything that one plugin kept in this school. Only for one that is switched off."""
    if name in school.enabled_plugins:
        raise Refused(_("请先停用这个插件，再删除它的数据。"))
    kinds = host.plugins[name].kinds if name in host.plugins else (name,)
    removed = 0
    for place in list(everything(school)):
        place.drop_shelf(name)
        if isinstance(place, ActivityNode) and place.kind in kinds:
            del place.__parent__[place.__name__]
            removed += 1
    _all_pages(school)
    return removed


def counts(school):
    """kind -> number of stored activities."""
    found = {}
    for place in everything(school):
        if isinstance(place, ActivityNode):
            found[place.kind] = found.get(place.kind, 0) + 1
    return found


def everything(place):
    """Every resource below a place, the place itself first."""
    yield place
    rooms = [getattr(place, name) for name in place.rooms] if isinstance(place, Place) else []
    items = list(place.values()) if isinstance(place, Folder) else []
    for child in (*rooms, *items):
        if hasattr(child, "__parent__"):
            yield from everything(child)


def _all_pages(school):
    """Every open page of the school looks different now."""
    changed(school, "", "room")
