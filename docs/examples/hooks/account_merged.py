"""Join what two accounts of one person hold on a shelf. Ids are replaced without you, as keys and inside plain values; where both
accounts have something under their id, dictionaries and lists are put together and of anything else the kept account's stays. Say it
here when something else is right: these are points, and they are added up."""

from mooctang_core.api import hookimpl


@hookimpl
def account_merged(place, old, new, school, now):
    points = place.shelf("example").many("points")
    if old in points and new in points:
        points[new] = points[new] + points[old]
        del points[old]


def test_points_are_added_up(campus):
    with campus.writing() as school:
        room = school["courses"]["physics"]["2026-fall"]["r7"]
        room.shelf("example").many("points")[campus.aid("s1")] = 3
        room.shelf("example").many("points")[campus.aid("s2")] = 4
    campus.merge("s1", into="s2")
    with campus.reading() as school:
        room = school["courses"]["physics"]["2026-fall"]["r7"]
        assert dict(room.peek_many("example", "points")) == {campus.aid("s2"): 7}
