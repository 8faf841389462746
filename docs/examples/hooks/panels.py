"""A card on a home page: links, a Table, or a template of yours with values. `context` says whose home it is."""

from mooctang_core.api import Classroom, Link, Panel, hookimpl


@hookimpl
def panels(context, request):
    if isinstance(context, Classroom):
        return [Panel("books", "参考书", links=(Link("《大学物理》第 3 版", "https://example.org/physics"),))]


def test_it_is_on_the_class_page(campus):
    assert "《大学物理》第 3 版" in campus.get("s1", campus.room)
    assert "参考书" not in campus.get("s1", "/")
