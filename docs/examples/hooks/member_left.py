"""Tidy up after somebody who left a classroom or was taken out. Their records stay."""

from mooctang_core.api import hookimpl


@hookimpl
def member_left(classroom, person_id, school, now):
    classroom.shelf("example")["empty_seat_of"] = person_id


def test_the_seat_is_free(campus):
    campus.leave("s1")
    with campus.reading() as school:
        room = school["courses"]["physics"]["2026-fall"]["r7"]
        assert room.peek_shelf("example")["empty_seat_of"] == campus.aid("s1")
