"""A plugin that knows from the door's card reader who was there; whoever passed it more than ten minutes late was late."""

from datetime import timedelta

from mooctang_core.api import hookimpl

LATE = timedelta(minutes=10)


@hookimpl
def absences(session):
    passed = session.peek_shelf("door")  # {aid: when}, written by the card reader
    if not passed:
        return None
    missing = {aid: "absent" for aid in session.people_then if aid not in passed}
    return missing | {aid: "late" for aid, when in passed.items() if when > session.started + LATE}


def test_who_never_passed_the_door_was_absent(campus):
    with campus.writing() as school:
        session = school["courses"]["physics"]["2026-fall"]["r7"]["sessions"]["1"]
        session.shelf("door").update({campus.aid("s1"): session.started, campus.aid("s2"): session.started + 2 * LATE})
    campus.end()
    with campus.reading() as school:
        session = school["courses"]["physics"]["2026-fall"]["r7"]["sessions"]["1"]
        assert campus.host.first(school, "absences", session=session) == {campus.aid("s2"): "late", campus.aid("s3"): "absent"}
