"""Follow the teacher: which results page is open. This is how a wall knows what to show."""

from mooctang_core.api import hookimpl


@hookimpl
def activity_shown(activity, classroom, school, now):
    classroom.shelf("example")["shown"] = activity.path if activity is not None else None


def test_the_page_that_is_open_is_known(campus):
    url = campus.open(campus.host.kinds["mood"][1])
    campus.post("teacher", url, "shown", status=204)
    with campus.reading() as school:
        room = school["courses"]["physics"]["2026-fall"]["r7"]
        assert room.peek_shelf("example")["shown"] == url.rstrip("/")
