"""/manage/plugins: which activities a school uses, how they are doing, and the one path that deletes."""

from typing import Any, NamedTuple

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ...activity import Refused
from ...flows import auditing, switching, taking_out
from ...model.schools import School
from ...permissions import MANAGE
from ...tables import as_xlsx
from ...words import translator
from ..downloads import download

_ = translator("mooctang_core")


EXPORT_GOOD_S = 86_400


class Line(NamedTuple):
    """One plugin on the page."""

    name: str
    title: str
    version: str
    on: bool
    resting: bool
    health: Any
    stored: int
    export: str


@view_config(route_name="manage_plugins", context=School, permission=MANAGE, request_method="GET", renderer="plugins.pt")
def show(school, request):
    """Every installed plugin with its switch and health, and those that could not be loaded."""
    rows = [line(request, *row) for row in switching.overview(school, request.plugins)]
    return {"rows": rows, "quarantined": list(request.plugins.quarantined.values())}


def line(request, plugin, on, health, stored):
    named = getattr(plugin.module, "title", None)
    titles = [request.translate(title) for title in ([named] if named else [request.plugins.kinds[kind][1].title for kind in plugin.kinds])]
    export = request.route_path("export_plugin", _query={"plugin": plugin.name})
    return Line(plugin.name, " · ".join(titles) or plugin.name, plugin.version, on, on and health.resting(), health, stored, export)


@view_config(route_name="export_plugin", context=School, permission=MANAGE, request_method="GET")
def export(school, request):
    """Everything one plugin's activities hold in this school, as a workbook. Whoever has it may forget the data for a day."""
    name = request.GET.get("plugin", "")
    tables = taking_out.tables(school, request.plugins, name)
    request.registry.store.scratch.put("exported", f"{school.slug}:{name}", True, ttl=EXPORT_GOOD_S)
    return download(request, as_xlsx(tables, request.translate, school.timezone), f"{school.slug}-{name}.xlsx")


@view_config(route_name="manage_plugins", context=School, permission=MANAGE, request_method="POST")
def switch(school, request):
    """On, off, try again, or forget."""
    name, step = request.POST.get("plugin", ""), request.POST.get("step", "")
    steps = {"on": switching.switch_on, "off": switching.switch_off, "wake": switching.wake}
    if step == "forget":
        _forget(school, request, name)
    elif step in steps:
        was_on = name in school.enabled_plugins
        steps[step](school, request.plugins, name)
        if was_on != (name in school.enabled_plugins):
            auditing.log(school, request.aid, f"plugin-{step}", name, request.now)
    return HTTPSeeOther(request.route_path("manage_plugins"))


def _forget(school, request, name):
    if request.POST.get("typed", "").strip() != name:
        raise Refused(_("请输入插件的名字来确认。什么都没有删除。"))
    if not request.registry.store.scratch.get("exported", f"{school.slug}:{name}"):
        raise Refused(_("请先导出它的数据，再来删除。什么都没有删除。"))
    switching.forget(school, request.plugins, name)
    auditing.log(school, request.aid, "plugin-forgotten", name, request.now)


def includeme(config):
    config.add_route("manage_plugins", "/manage/plugins")
    config.add_route("export_plugin", "/manage/plugins/export")
