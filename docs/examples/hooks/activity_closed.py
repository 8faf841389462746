"""Do something as an activity closes: by hand, at its deadline, or with the class."""

from mooctang_core.api import hookimpl


@hookimpl
def activity_closed(activity, school, now):
    took = [record for record in activity.records.values() if activity.took_part(record)]
    activity.node.shelf("example")["took_part"] = len(took)


def test_how_many_took_part_is_noted(campus):
    url = campus.open(campus.host.kinds["mood"][1])
    campus.post("s1", url, "submit", mood="好")
    campus.post("teacher", url, "close")
    with campus.reading() as school:
        node = school["courses"]["physics"]["2026-fall"]["r7"]["sessions"]["1"]["1"]
        assert node.peek_shelf("example")["took_part"] == 1
