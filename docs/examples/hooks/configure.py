"""Everything that Pyramid can be told: routes of your own, subscribers, tweens. `config.add_room_face` adds a live part to class pages."""

from mooctang_core.api import VIEW, Response, hookimpl, view_config


@hookimpl
def configure(config):
    config.add_route("example_bell", "/bell")


@view_config(route_name="example_bell", permission=VIEW, request_method="GET")
def bell(request):
    return Response(f"{request.school.title}：{request.now:%H:%M} UTC")


def test_the_page_is_there_while_the_plugin_is_on(campus):
    assert "东湖大学：02:00" in campus.get("manager", "/bell")
    with campus.writing() as school:
        school.enabled_plugins.remove("example")
    campus.get("manager", "/bell", status=404)
