"""What a teacher says about a piece of homework, and what a student sends."""

from mooctang_core.api import FileField, colander, translator, widget

_ = translator("mooctang_assignment")
TEXT_MOST = 50_000
TEXT, FILES, BOTH = "text", "files", "both"


class Criterion(colander.MappingSchema):
    name = colander.SchemaNode(colander.String(), title=_("看什么"), validator=colander.Length(max=100))
    points = colander.SchemaNode(colander.Integer(), title=_("满分"), validator=colander.Range(1, 100))


class Rubric(colander.SequenceSchema):
    criterion = Criterion(title=_("评分标准"))


class Settings(colander.MappingSchema):
    text = colander.SchemaNode(colander.String(), title=_("要求"), missing="", validator=colander.Length(max=20_000), widget=widget.TextAreaWidget(rows=6),
                               description=_("可以用 Markdown 和公式。"))
    handouts = FileField(title=_("附件"), most=10, missing=())
    takes = colander.SchemaNode(colander.String(), title=_("学生交什么"), missing=BOTH, validator=colander.OneOf((BOTH, TEXT, FILES)),
                                labels={BOTH: _("文字和文件"), TEXT: _("只要文字"), FILES: _("只要文件")})
    most = colander.SchemaNode(colander.Integer(), title=_("最多几个文件"), missing=5, validator=colander.Range(1, 20))
    full = colander.SchemaNode(colander.Integer(), title=_("满分"), missing=100, validator=colander.Range(1, 1000))
    peers = colander.SchemaNode(colander.Integer(), title=_("学生互评：每人评几份"), missing=0, validator=colander.Range(0, 10), description=_("0 就是不互评，由老师批改。"))
    days = colander.SchemaNode(colander.Integer(), title=_("互评几天"), missing=3, validator=colander.Range(1, 60))
    rubric = Rubric(title=_("互评的评分标准"), missing=(), validator=colander.Length(max=12), description=_("不写就只打一个总分。"))


def answer(settings):
    """What is asked for: a text, files, or both."""

    class Answer(colander.MappingSchema):
        if settings["takes"] != FILES:
            text = colander.SchemaNode(colander.String(), title=_("文字"), missing="", validator=colander.Length(max=TEXT_MOST))
        if settings["takes"] != TEXT:
            files = FileField(title=_("文件"), most=settings["most"], missing=())

    return Answer
