"""Whatever is stored, in whatever shape: a merge leaves no trace of the old id, and taken back it is as it was."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mooctang_core.flows.merging import Task, undo_school
from mooctang_core.flows.merging.joining import spans
from mooctang_core.flows.merging.names import Names, put_back
from mooctang_core.flows.merging.school import do_place, do_school, places_of
from mooctang_core.model.activities import ActivityNode
from mooctang_core.model.classrooms import Classroom
from mooctang_core.model.courses import Course, Term
from mooctang_core.model.people import RosterEntry
from mooctang_core.model.schools import School
from mooctang_core.model.sessions import Session
from mooctang_core.plugins import PluginHost

from .photograph import differences, mentions, photograph

OLD, NEW, OTHER, LONGER = "a1", "a2", "a3", "a11"
NOW = datetime(2026, 9, 7, 2, tzinfo=UTC)
PEOPLE = st.sampled_from((OLD, NEW, OTHER, LONGER))
WORDS = st.one_of(PEOPLE, st.builds("{}|{}".format, PEOPLE, PEOPLE), st.builds("/x?with={}".format, PEOPLE), st.sampled_from(("", "q1", "done")))
PLAIN = st.recursive(st.one_of(WORDS, st.integers(0, 9), st.none(), st.booleans()),
                     lambda inner: st.one_of(st.lists(inner, max_size=3), st.lists(inner, max_size=3).map(tuple), st.dictionaries(WORDS, inner, max_size=3)), max_leaves=8)
DATA = st.dictionaries(WORDS, PLAIN, max_size=4)
MOMENTS = st.integers(0, 9).map(lambda hours: NOW + timedelta(hours=hours))
RECORDS = st.dictionaries(PEOPLE, st.tuples(st.sampled_from((None, "done", "late")), st.none() | st.integers(0, 9), MOMENTS, st.none() | PEOPLE, DATA), max_size=4)


class Everything(PluginHost):
    """No plugins: what is renamed without anybody's help."""


def school_of(members, activities, shelf, many, places):
    school = School("east", "East")
    course = school["courses"]["c"] = Course("C", lead=OTHER)
    room = _room(course, members)
    session = room["sessions"].add(Session(NOW, OTHER))
    for records, store, seal in activities:
        _activity(session, records, store, seal)
    for place in (room, school):
        place.shelf("x").update(shelf)
        for key, value in many.items():
            place.shelf("x").many("m")[key] = value
    for aid in places:
        school.remember_place(aid, "/courses/c/t/r")
    school.managers.update(places)
    for number, aid in enumerate((OLD, NEW), 1):
        school["people"][str(number)] = RosterEntry(str(number), "N", aid=aid)
    return school


def _room(course, members):
    term = course["t"] = Term("T")
    room = term["r"] = Classroom("R", "CODE22")
    for aid, since in {OLD: 0, **members}.items():
        room.set_member(aid, name=aid.upper(), number=aid, spans=((NOW + timedelta(hours=since), None),))
    return room


def _activity(session, records, store, seal):
    node = session.add(ActivityNode("gone", "", {}, "open"))
    for aid, (status, score, at, by, data) in records.items():
        record = node.records.writable(aid)
        record.status, record.score, record.at, record.by, record.data = status, score, at, by, data
        record.history = ((at, by or aid, (None, None), (status, score), ""),)
    for key, value in store.items():
        node.store[key] = value
    if seal:
        node.seal()


SCHOOLS = st.builds(school_of, st.dictionaries(PEOPLE, st.integers(0, 9), max_size=3), st.lists(st.tuples(RECORDS, DATA, st.booleans()), max_size=3), DATA, DATA, st.sets(PEOPLE))


def merged(school):
    task = Task("m1", NOW, {"aid": OLD, "name": "O", "number": "1"}, {"aid": NEW, "name": "N", "number": "2"}, "2")
    host, paths = Everything(), places_of(school, OLD)
    do_school(school, host, task)
    for path in paths:
        do_place(school, host, task, path)


@settings(max_examples=30, deadline=None)
@given(SCHOOLS)
def test_a_merge_and_its_undoing_leave_everything_as_it_was(school):
    before = photograph(school)
    merged(school)
    left = [path for path in mentions(photograph(school), OLD) if not _is_longer(path, photograph(school))]
    assert not left
    again = photograph(school)
    merged(school)
    assert differences(photograph(school), again) == [], "done twice is done once"
    undo_school(school, "m1")
    assert differences(photograph(school), before) == []


def _is_longer(path, photo):
    """A word that only begins like the id is somebody else's."""
    for step in path:
        if isinstance(step, str) and OLD in step:
            return OLD not in step.replace(LONGER, "")
        photo = photo[step] if not isinstance(photo, dict) or step in photo else {}
    return isinstance(photo, str) and OLD not in photo.replace(LONGER, "")


@settings(max_examples=100, deadline=None)
@given(PLAIN, PLAIN)
def test_a_renamed_value_goes_back_and_what_came_since_stays(value, since):
    renamed = Names(OLD, NEW)(value)
    assert put_back(value, renamed, renamed) == value
    if isinstance(value, list):
        assert put_back(value, renamed, [*renamed, since]) == [*value, since]
    if isinstance(value, dict) and "since" not in renamed:
        assert put_back(value, renamed, {**renamed, "since": since})["since"] == since


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=4), st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=4))
def test_whoever_was_there_under_either_account_was_there(mine, theirs):
    def times(found):
        return tuple((NOW + timedelta(hours=start), NOW + timedelta(hours=start + long)) for start, long in found)

    both = spans(times(mine), times(theirs))
    for hour in range(31):
        moment = NOW + timedelta(hours=hour, minutes=30)
        assert any(since <= moment < until for since, until in both) == any(since <= moment < until for since, until in (*times(mine), *times(theirs)))
    assert list(both) == sorted(both)
