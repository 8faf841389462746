"""An entry in a menu. Show it only to those who may open what it leads to."""

from mooctang_core.api import TEACH, Classroom, Link, hookimpl


@hookimpl
def links(context, request):
    if isinstance(context, Classroom) and request.may(TEACH, context):
        return [Link("座位表", request.resource_path(context, "seats"), "people", badge="新")]


def test_only_teachers_see_it(campus):
    assert "座位表" in campus.get("teacher", campus.room + "/history")
    assert "座位表" not in campus.get("s1", campus.room + "/history")
