"""Who is in the room. Others ask with `present_now(classroom, school, host, now)`, which leaves out who is no member (any more)."""

from mooctang_core.api import hookimpl, present_now


@hookimpl
def classroom_present(classroom, now):
    seen = classroom.peek_shelf("example").get("seen", {})
    return {person_id for person_id, moment in seen.items() if (now - moment).total_seconds() < 60} if seen else None


def test_who_was_seen_lately_is_here(campus):
    with campus.writing() as school:
        room = school["courses"]["physics"]["2026-fall"]["r7"]
        assert present_now(room, school, campus.host, campus.clock()) is None
        room.shelf("example")["seen"] = {campus.aid("s1"): campus.clock(), campus.aid("outsider"): campus.clock()}
        assert present_now(room, school, campus.host, campus.clock()) == {campus.aid("s1")}
