"""Welcome somebody who joined a classroom, by code, by link or because a teacher put them in."""

from mooctang_core.api import hookimpl


@hookimpl
def member_joined(classroom, person_id, school, now):
    shelf = classroom.shelf("example")
    shelf["joined"] = (*shelf.get("joined", ()), person_id)


def test_who_joined_is_noted(campus):
    campus.post("outsider", "/join", code="PHY234", name="新同学", number="2026999")
    with campus.reading() as school:
        room = school["courses"]["physics"]["2026-fall"]["r7"]
        assert room.peek_shelf("example")["joined"] == (campus.aid("outsider"),)
