"""The smallest plugin that is of use: one question, one choice. Everything else comes with it."""

from mooctang_core.api import Activity, colander, hookimpl, translator

_ = translator("mooctang_mood")


class Mood(Activity):
    kind = "mood"
    title = _("心情")

    class Answer(colander.MappingSchema):
        mood = colander.SchemaNode(
            colander.String(), title=_("今天怎么样？"), validator=colander.OneOf(("good", "fair")),
            labels={"good": _("好"), "fair": _("一般")})


@hookimpl
def activity_types():
    return [Mood]
