"""What a plugin keeps of one person in a classroom, for the file that everybody can take away."""

from mooctang_core.api import hookimpl


@hookimpl
def personal_data(classroom, person_id):
    return {"wishes": classroom.peek_shelf("example").get("wishes", {}).get(person_id)}


def test_somebodys_file_has_their_own_wish_only(campus):
    with campus.writing() as school:
        room = school["courses"]["physics"]["2026-fall"]["r7"]
        room.shelf("example")["wishes"] = {campus.aid("s1"): "A window seat.", campus.aid("s2"): "The first row."}
    with campus.reading() as school:
        room = school["courses"]["physics"]["2026-fall"]["r7"]
        held = dict(campus.host.ask(school, "personal_data", classroom=room, person_id=campus.aid("s1")))
    assert {"wishes": "A window seat."} in held.values()
