"""Which videos and tests there are online, and who has done them in a span of time. The example keeps when each was watched."""

from datetime import UTC, datetime

from mooctang_core.api import Unit, hookimpl


@hookimpl
def learning_units(course, people, since, until):
    found = []
    for title, times in course.peek_shelf("example").get("times", {}).items():
        done = {aid: 1.0 for aid, at in times.items() if (since is None or since <= at) and (until is None or at < until)}
        found.append(Unit("video", title, done))
    return found


def test_the_statistics_say_who_has_watched_in_a_span(campus):
    with campus.writing() as school:
        school["courses"]["physics"].shelf("example")["times"] = {"第一讲": {campus.aid("s1"): datetime(2026, 9, 8, tzinfo=UTC)}}
    app = campus.browser("teacher").app
    assert "学生1,一班,是" in app.get(campus.room + "/online.csv?kind=video").text
    assert "学生1,一班,否" in app.get(campus.room + "/online.csv?kind=video&from=2026-09-09").text
