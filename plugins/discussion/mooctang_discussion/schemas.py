"""What a teacher fills in and what a telephone sends."""

from mooctang_core.api import FileField, colander, translator, widget

from .rules import TEXT_MOST

_ = translator("mooctang_discussion")
OPEN, HIDDEN, NAMED = "", "hidden", "named"
ANONYMOUS = {OPEN: _("显示姓名"), HIDDEN: _("对同学匿名"), NAMED: _("对同学匿名，每人一个固定代号")}


class Settings(colander.MappingSchema):
    """One topic."""

    topic = colander.SchemaNode(
        colander.String(), title=_("话题"), validator=colander.Length(max=5000), missing="", default="", widget=widget.TextAreaWidget(rows=4),
        description=_("可以写公式 $…$、代码和列表。"))
    images = FileField(title=_("图片"), most=4, types=("image",), missing=())
    anonymous = colander.SchemaNode(
        colander.String(), title=_("署名"), missing=OPEN, default=OPEN, validator=colander.OneOf(tuple(ANONYMOUS)), labels=ANONYMOUS,
        description=_("老师总是看得到是谁；匿名时同学和大屏幕看不到。"))
    by_group = colander.SchemaNode(
        colander.Boolean(), title=_("按小组讨论"), missing=False, default=False,
        description=_("每个小组一个讨论板，学生只看到自己小组的。"))


class Answer(colander.MappingSchema):
    """A post, a reply to one, or a like (again: no like any more)."""

    text = colander.SchemaNode(colander.String(), title=_("内容"), missing="", validator=colander.Length(max=TEXT_MOST))
    reply = colander.SchemaNode(colander.String(), missing="", validator=colander.Length(max=200))
    like = colander.SchemaNode(colander.String(), missing="", validator=colander.Length(max=200))
