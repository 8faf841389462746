"""/manage/plugins: which activities a school uses, how they are doing, and the one path that deletes."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ...activity import Refused
from ...flows import switching
from ...model.schools import School
from ...permissions import MANAGE
from ...words import translator

_ = translator("mooctang_core")


@view_config(route_name="manage_plugins", context=School, permission=MANAGE, request_method="GET", renderer="plugins.pt")
def show(school, request):
    """Every installed plugin with its switch and health, and those that could not be loaded."""
    return {"rows": switching.overview(school, request.plugins), "quarantined": request.plugins.quarantined.values()}


@view_config(route_name="manage_plugins", context=School, permission=MANAGE, request_method="POST")
def switch(school, request):
    """On, off, try again, or forget."""
    name, step = request.POST.get("plugin", ""), request.POST.get("step", "")
    steps = {"on": switching.switch_on, "off": switching.switch_off, "wake": switching.wake}
    if step == "forget":
        _forget(school, request, name)
    elif step in steps:
        steps[step](school, request.plugins, name)
    return HTTPSeeOther(request.route_path("manage_plugins"))


def _forget(school, request, name):
    if request.POST.get("typed", "").strip() != name:
        raise Refused(_("请输入插件的名字来确认。什么都没有删除。"))
    switching.forget(school, request.plugins, name)


def includeme(config):
    config.add_route("manage_plugins", "/manage/plugins")
