"""What a plugin keeps of one person in a classroom, for the file that everybody can take away."""

from mooctang_core.api import hookimpl


@hookimpl
def personal_data(classroom, person_id):
    return {"wishes": classroom.peek_shelf("example").get("wishes", {}).get(person_id)}


def test_somebodys_file_has_their_own_wish_only(campus):
    from mooctang_core.flows.belongings import of_school

    with campus.writing() as school:
        room = school["courses"]["physics"]["2026-fall"]["r7"]
        room.shelf("example")["wishes"] = {campus.aid("s1"): "A window seat.", campus.aid("s2"): "The first row."}
    with campus.reading("alliance") as alliance, campus.reading() as school:
        held = of_school(school, campus.host, alliance.accounts[campus.aid("s1")])
    said = str(held["classrooms"][0]["plugins"])
    assert "A window seat." in said and "The first row." not in said
