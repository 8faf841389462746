"""A plugin for these tests: a question that may be kept in a library, and a note that may only be planned."""

from datetime import timedelta

from mooctang_core.api import Activity, colander, hookimpl, translator

_ = translator("mooctang_bank")


class Question(Activity):
    kind = "bank"
    title = _("练习")
    reusable = True

    class Settings(colander.MappingSchema):
        question = colander.SchemaNode(colander.String(), title=_("题目"), validator=colander.Length(max=2000))
        points = colander.SchemaNode(colander.Integer(), title=_("分值"), missing=5, default=5, validator=colander.Range(1, 100))

        @colander.instantiate(title=_("提示"), missing=())
        class hints(colander.SequenceSchema):
            hint = colander.SchemaNode(colander.String(), title=_("一条提示"))

    class Answer(colander.MappingSchema):
        choice = colander.SchemaNode(colander.String(), title=_("你的选择"), validator=colander.OneOf(("a", "b")))

    def on_publish(self, now):
        self.deadline = now + timedelta(minutes=5)
        self.store["opened"] = now
        self.bump()


class Remark(Activity):
    kind = "remark"
    title = _("便条")
    icon = "journal-text"

    class Settings(colander.MappingSchema):
        text = colander.SchemaNode(colander.String(), title=_("内容"), missing="")


class OnlyInClass(Activity):
    kind = "onlyinclass"
    title = _("只在课上")
    places = ("session",)


@hookimpl
def activity_types():
    return [Question, Remark, OnlyInClass]
