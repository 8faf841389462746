"""Do something as a class ends; its activities are closed by now."""

from mooctang_core.api import hookimpl


@hookimpl
def session_ended(session, school, now):
    session.shelf("example")["minutes"] = int((now - session.started).total_seconds() // 60)


def test_the_length_is_noted(campus):
    campus.at("10:45").post("teacher", campus.room, "/end")
    with campus.reading() as school:
        session = school["courses"]["physics"]["2026-fall"]["r7"]["sessions"]["1"]
        assert session.peek_shelf("example")["minutes"] == 45
