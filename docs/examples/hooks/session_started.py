"""Do something as a class begins. What you write is committed with the beginning, or not at all."""

from mooctang_core.api import hookimpl


@hookimpl
def session_started(session, school, now):
    shelf = school.shelf("example")
    shelf["classes"] = shelf.get("classes", 0) + 1


def test_classes_are_counted(campus):
    campus.end()
    campus.post("teacher", campus.room, "/start")
    with campus.reading() as school:
        assert school.peek_shelf("example")["classes"] == 2
