"""The smallest plugin there is: one field to answer. Form, buttons, live page, gradebook and export come with it."""

from mooctang_core.api import Activity, colander, hookimpl


class Mood(Activity):
    kind = "mood"
    title = "心情"

    class Answer(colander.MappingSchema):
        mood = colander.SchemaNode(colander.String(), title="今天怎么样？", validator=colander.OneOf(("好", "一般")))


@hookimpl
def activity_types():
    return [Mood]


def test_an_answer_is_kept(campus):
    url = campus.open(Mood)
    campus.post("s1", url, "submit", mood="好")
    assert campus.record("s1", url)[2] == {"mood": "好"}
