"""Hear of every answer and every correction. Look at this one record only: two thousand may answer at once."""

from mooctang_core.api import hookimpl


@hookimpl
def record_saved(activity, record, school, now):
    if record.data.get("mood") == "一般":
        activity.save(record.person_id, asked_how=True)


def test_the_answer_carries_the_note(campus):
    url = campus.open(campus.host.kinds["mood"][1])
    campus.post("s1", url, "submit", mood="一般")
    assert campus.record("s1", url)[2] == {"mood": "一般", "asked_how": True}
