"""Fields: what a schema can ask for. The teacher writes the dishes; so what students are asked depends on the settings."""

from mooctang_core.api import Activity, colander, hookimpl, translator, widget

_ = translator("mooctang_lunch")


class Lunch(Activity):
    kind = "lunch"
    title = _("午餐调查")

    class Settings(colander.MappingSchema):
        @colander.instantiate(title=_("菜"), validator=colander.Length(min=2, max=8))
        class dishes(colander.SequenceSchema):
            dish = colander.SchemaNode(colander.String(), title=_("一道菜"), validator=colander.Length(max=20))

        hint = colander.SchemaNode(colander.String(), title=_("提示"), missing="", validator=colander.Length(max=200),
                                   widget=widget.TextAreaWidget(rows=3), description=_("显示在菜单上面。"))

    @property
    def Answer(self):
        dishes = self.settings["dishes"]

        class Asked(colander.MappingSchema):
            likes = colander.SchemaNode(
                colander.Set(), title=_("喜欢的菜"), widget=widget.CheckboxChoiceWidget(values=[(dish, dish) for dish in dishes]),
                validator=colander.All(colander.ContainsOnly(dishes), colander.Length(min=1)))
            place = colander.SchemaNode(
                colander.String(), title=_("在哪里吃"), validator=colander.OneOf(("in", "out")), labels={"in": _("食堂"), "out": _("带走")})
            stars = colander.SchemaNode(colander.Integer(), title=_("打几分"), validator=colander.Range(1, 5))
            spicy = colander.SchemaNode(colander.Boolean(), title=_("吃辣"), missing=False)
            words = colander.SchemaNode(colander.String(), title=_("想说的话"), missing="", validator=colander.Length(max=300))

        return Asked


@hookimpl
def activity_types():
    return [Lunch]
