"""Do something as an activity opens, whichever plugin it belongs to."""

from mooctang_core.api import hookimpl


@hookimpl
def activity_published(activity, school, now):
    shelf = activity.classroom.shelf("example")
    shelf["kinds"] = (*shelf.get("kinds", ()), activity.kind)


def test_what_was_published_is_noted(campus):
    url = campus.add(campus.host.kinds["mood"][1])
    campus.post("teacher", url, "publish")
    with campus.reading() as school:
        assert school["courses"]["physics"]["2026-fall"]["r7"].peek_shelf("example")["kinds"] == ("mood",)
