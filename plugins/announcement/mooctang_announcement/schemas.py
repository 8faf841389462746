"""What a teacher writes, and the one word that a student sends back."""

from mooctang_core.api import FileField, colander, translator, widget

_ = translator("mooctang_announcement")
READ, KNOWN = "read", "known"
NOTICE, HOMEWORK, PREVIEW = "notice", "homework", "preview"
SORTS = {NOTICE: _("通知"), HOMEWORK: _("课后作业"), PREVIEW: _("下次课预习")}
MARKED = _("可以用 Markdown：**加粗**、- 列表、$公式$、[文字](链接)。")
LONG = colander.Length(max=20_000)

STARTS = {
    HOMEWORK: (_("课后作业"), {"sort": HOMEWORK, "title_": _("课后作业"), "text": _("**要完成的**\n\n1. \n2. \n\n**提交方式**：\n\n**截止时间**：")}),
    PREVIEW: (_("下次课预习"), {"sort": PREVIEW, "title_": _("下次课预习"), "text": _("**下次课讲**：\n\n**请先看**\n\n- \n\n**想一想**：")}),
    NOTICE: (_("通知"), {"sort": NOTICE, "title_": _("通知"), "text": _("**时间**：\n\n**地点**：\n\n**请注意**：")}),
}


class AnnouncementSettings(colander.MappingSchema):
    """One announcement."""

    sort = colander.SchemaNode(
        colander.String(), title=_("类型"), missing=NOTICE, default=NOTICE, validator=colander.OneOf(tuple(SORTS)), labels=SORTS)
    text = colander.SchemaNode(colander.String(), title=_("内容"), validator=LONG, widget=widget.TextAreaWidget(rows=9), description=MARKED)
    files = FileField(title=_("附件"), most=10, missing=())


class LessonSettings(colander.MappingSchema):
    """One lesson plan."""

    text = colander.SchemaNode(
        colander.String(), title=_("教案内容"), missing="", validator=LONG, widget=widget.TextAreaWidget(rows=12), description=MARKED)
    slides = FileField(
        title=_("课件（PDF）"), types=("pdf",), missing=None, description=_("上课时在大屏幕上一页一页地放，用手机翻页。"))
    files = FileField(title=_("附件"), most=10, missing=())

    def validator(self, node, value):
        if not (value.get("text") or value.get("slides") or value.get("files")):
            raise colander.Invalid(node, _("请写教案内容，或者上传课件或附件。"))


class Answer(colander.MappingSchema):
    """That it was opened, or that it is known; the page says the first by itself, a person the second."""

    mark = colander.SchemaNode(colander.String(), missing=KNOWN, validator=colander.OneOf((READ, KNOWN)))


class Seen(colander.MappingSchema):
    """That it was opened."""

    mark = colander.SchemaNode(colander.String(), missing=READ, validator=colander.OneOf((READ,)))
