"""A column beside each name, in the student list, the gradebook and their files: pairs of a Column and a value for each account id."""

from mooctang_core.api import Column, hookimpl


@hookimpl
def roster_columns(classroom, request):
    seats = classroom.peek_shelf("example").get("seats", {})
    return [(Column("座位", note="学期初登记"), seats)]


def test_the_seat_is_beside_the_name(campus):
    with campus.writing() as school:
        room = school["courses"]["physics"]["2026-fall"]["r7"]
        room.shelf("example")["seats"] = {campus.aid("s1"): "3 排 2 座"}
    assert "3 排 2 座" in campus.get("teacher", campus.room + "/roster")
    assert "3 排 2 座" in campus.browser("teacher").app.get(campus.room + "/gradebook.csv").text
