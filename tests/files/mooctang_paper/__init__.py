"""A plugin that takes files, for the tests beside it."""

from mooctang_core.api import Activity, FileField, colander, hookimpl


class Paper(Activity):
    kind = "paper"
    title = "Paper"

    class Settings(colander.MappingSchema):
        handouts = FileField(title="Handouts", most=3, types=("image", "pdf", "text"), missing=(), limit_mb=2)

    class Answer(colander.MappingSchema):
        text = colander.SchemaNode(colander.String(), title="Text", missing="")
        paper = FileField(title="Paper", missing=None)
        photos = FileField(title="Photos", most=2, types=("image",), limit_mb=1, missing=())


@hookimpl
def activity_types():
    return [Paper]
