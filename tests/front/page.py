"""Just enough of a request to draw pages and forms without a store: the real templates, the real catalogues."""

import functools
import types
from datetime import UTC, datetime, timedelta
from pathlib import Path

import colander
import deform

from mooctang_core import charts
from mooctang_core.parts import Link
from mooctang_core.tables import Cell, Column, Table
from mooctang_core.web import forms, furniture, qr
from mooctang_core.web.cells import square
from mooctang_core.web.drawings import drawn
from mooctang_core.web.rendering import Templates
from mooctang_core.web.themes import Themes
from mooctang_core.words import Catalogues

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 21, 1, 41, tzinfo=UTC)


class Registry(dict):
    """What Pyramid's registry is here: a place for attributes."""

    __hash__ = object.__hash__
    host = None


@functools.cache
def registry():
    made = Registry()
    made.catalogues = Catalogues().add("mooctang_core").add("mooctang_core", "colander").add("mooctang_core", "deform")
    made.catalogues.add("mooctang_core", "mooctang_core", ROOT / "mooctang_core/locale")
    made.themes = Themes([ROOT / "themes"])
    made.templates = Templates(made.themes, made.catalogues)
    return made


class Request(types.SimpleNamespace):
    """A GET of a page."""

    def translate(self, message, **mapping):
        return self.registry.catalogues.translate(message, self.locale_name, mapping=mapping or None)


def request(locale="zh_CN", mode="light", contrast=False, theme="default", color="#2746b8", path="/", **more):
    house = types.SimpleNamespace(theme=theme, brand={"color": color, "logo": None, "short": "江海大学", "slogan": "在线课程中心"}, timezone=UTC)
    return Request(
        registry=registry(),
        house=house,
        school=None,
        locale_name=locale,
        color_mode=mode,
        contrast=contrast,
        path=path,
        now=NOW,
        form_token="t0ken",
        in_stream=False,
        host="localhost",
        matchdict={},
        **more,
    )


def asset(name):
    return f"/s/x/{name}" if name.startswith("vendor/") else f"/s/x/mooctang_core/{name}"


def room(made, **more):
    """The variables that every template may name."""

    def icon(name, label=None, size=""):
        speak = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
        return furniture.Html(f'<svg class="i {size}" {speak}><use href="/s/x/vendor/icons.svg#{name}"/></svg>')

    return {
        "request": made,
        "square": functools.partial(square, made.translate, made.house.timezone),
        "school": made.house,
        "alliance": None,
        "house": made.house,
        "brand": made.house.brand,
        "me": None,
        "nav": types.SimpleNamespace(sides=lambda: [item("学生端", "/", here=False), item("管理端", "/manage", here=True)]),
        "asset": asset,
        "icon": icon,
        "drawn": drawn,
        "charts": charts,
        "_": made.translate,
        "live_url": None,
        "draw": lambda name, **values: furniture.Html(draw(made, name, **values)),
        "brand_css_url": "/brand.css",
        "theme_css_url": None,
        **more,
    }


def draw(made, name, **values):
    return made.registry.templates.render("mooctang_core", name, made.house.theme, made.locale_name, {**room(made), **values})


def draw_file(made, path, **values):
    """Draw a template that belongs to the tests."""
    templates = made.registry.templates
    return templates._draw(templates._compile(path, "mooctang_core"), "mooctang_core", made.house.theme, made.locale_name, {**room(made), **values})


def draw_components(made, failed=True, **values):
    return draw_file(made, Path(__file__).parent / "templates/components.pt", c=components(made, failed), **values)


class Row(colander.MappingSchema):
    name = colander.SchemaNode(colander.String(), title="姓名")
    score = colander.SchemaNode(colander.Integer(), title="得分", missing=0)


class Rows(colander.SequenceSchema):
    row = Row(title="学生")


class Words(colander.SequenceSchema):
    word = colander.SchemaNode(colander.String(), title="答案")


PAIRS = (("a", "单选"), ("b", "多选"), ("c", "填空"))


class Everything(colander.MappingSchema):
    """One field for each widget."""

    title = colander.SchemaNode(colander.String(), title="名称", description="学生会看到它。", validator=colander.Length(max=40))
    mail = colander.SchemaNode(colander.String(), title="邮箱", validator=colander.Email(), missing="")
    text = colander.SchemaNode(colander.String(), title="说明", missing="", widget=deform.widget.TextAreaWidget(rows=3))
    rich = colander.SchemaNode(colander.String(), title="正文", missing="", widget=deform.widget.RichTextWidget())
    seats = colander.SchemaNode(colander.Integer(), title="人数", validator=colander.Range(1, 2000))
    minutes = colander.SchemaNode(colander.Integer(), title="时长", missing=5, widget=forms.NumberWidget(low=1, high=90, step=1, unit="分钟"))
    money = colander.SchemaNode(colander.Decimal(), title="金额", missing=None, widget=deform.widget.MoneyInputWidget())
    kind = colander.SchemaNode(colander.String(), title="题型", widget=deform.widget.SelectWidget(values=PAIRS))
    kinds = colander.SchemaNode(colander.Set(), title="题型（多选）", missing=(), widget=deform.widget.SelectWidget(values=PAIRS, multiple=True))
    group = colander.SchemaNode(
        colander.String(), title="分组", missing="a", widget=deform.widget.SelectWidget(values=(deform.widget.OptGroup("一", *PAIRS),))
    )
    one = colander.SchemaNode(colander.String(), title="方式", widget=deform.widget.RadioChoiceWidget(values=PAIRS), description="选一种。")
    some = colander.SchemaNode(colander.Set(), title="内容", missing=(), widget=deform.widget.CheckboxChoiceWidget(values=PAIRS, inline=True))
    yes = colander.SchemaNode(colander.Boolean(), title="匿名", missing=False, label="不显示姓名")
    date = colander.SchemaNode(colander.Date(), title="日期")
    moment = colander.SchemaNode(colander.DateTime(), title="截止", missing=None, widget=deform.widget.DateTimeInputWidget())
    hour = colander.SchemaNode(colander.Time(), title="开始", missing=None)
    parts = colander.SchemaNode(colander.Date(), title="出生年月", missing=None, widget=deform.widget.DatePartsWidget())
    secret = colander.SchemaNode(colander.String(), title="密码", missing="", widget=deform.widget.PasswordWidget())
    again = colander.SchemaNode(colander.String(), title="新密码", missing="", widget=deform.widget.CheckedPasswordWidget())
    twice = colander.SchemaNode(colander.String(), title="新邮箱", missing="", widget=deform.widget.CheckedInputWidget())
    auto = colander.SchemaNode(colander.String(), title="班级", missing="", widget=deform.widget.AutocompleteInputWidget(values=["一班", "二班"]))
    upload = colander.SchemaNode(deform.FileData(), title="文件", missing=None)
    hidden = colander.SchemaNode(colander.String(), missing="", widget=deform.widget.HiddenWidget())
    rows = Rows(title="名单", missing=(), widget=deform.widget.SequenceWidget(min_len=1, orderable=True))
    words = Words(title="可接受的答案", missing=(), widget=deform.widget.SequenceWidget(min_len=2, max_len=4))
    more = Row(title="更多", widget=deform.widget.MappingWidget(template="mapping_accordion"), missing=None)


class Store(dict):
    """Where deform keeps uploads between two tries."""

    def preview_url(self, _uid):
        return None


def schema():
    made = Everything()
    made["upload"].widget = deform.widget.FileUploadWidget(Store(), accept=".xlsx")
    return made


def form(made, failed=False):
    drawn = forms.make_form(schema(), made, buttons=(("save", "保存"), ("preview", "预览")), action="/here")
    if not failed:
        return drawn.render({"title": "动量守恒", "some": {"a"}, "one": "b", "rows": [{"name": "林知远", "score": 9}]})
    try:
        drawn.validate(
            [
                ("title", ""),
                ("mail", "x"),
                ("seats", "9999"),
                ("__start__", "rows:sequence"),
                ("__start__", "row:mapping"),
                ("name", ""),
                ("score", "x"),
                ("__end__", "row:mapping"),
                ("__end__", "rows:sequence"),
            ]
        )
    except deform.ValidationFailure as failure:
        return failure.render()
    raise AssertionError("the form should have been refused")


def item(label, href="#", icon="house", **more):
    return types.SimpleNamespace(label=label, href=href, icon=icon, **more)


def components(made, failed=True):
    """Examples for components.pt."""
    days = ["9/2", "9/9", "9/16", "9/23", "9/30", "10/14", "10/21", "10/28"]
    names = (
        ("周子涵", "2023110417", "连续缺课 3 次", "bad"),
        ("马思远", "2023110432", "练习 4 次未交", "warn"),
        ("陈一诺", "2023110405", "正确率 41%", "warn"),
    )
    return types.SimpleNamespace(
        nav=[
            item("课堂首页", icon="house"),
            item("备课与上课", icon="calendar3"),
            item("学情统计", "/", "bar-chart"),
            item("平时成绩", icon="trophy"),
            item("学生与分组", icon="people", badge="3"),
            item("题库与问卷", icon="journal-text"),
            item("资料", icon="folder2"),
            item("课堂设置", icon="gear"),
        ],
        foot=[Link("退出", "#", "box-arrow-right")],
        ends=NOW + timedelta(seconds=72),
        qr=qr.svg("https://x.example/j/7KM4QX", "加入课堂的二维码"),
        tabs=[item("全部", here=True), item("练习", badge="3"), item("讨论")],
        kpi=[
            item("平均出勤", None, value=92, unit="%", note="上次课 93%"),
            item("练习正确率", "#", value=72, unit="%", note="比上月高 6 个百分点", change="up", tone="ok"),
            item("讨论参与", "#", value=64, unit="%", note="比上月低 5 个百分点", change="down", tone="bad"),
            item("视频完成", None, value=81, unit="%", note="6 人未看第八讲"),
        ],
        line=charts.line(
            days, [("出勤", [96, 94, 95, 91, 88, 92, 90, 93]), ("正确", [62, 68, 71, 66, 74, 73, 79, 81])], columns=("课次", "出勤", "正确"), unit="%"
        ),
        bars=charts.bars([("<60", 6, "low"), ("60–69", 9), ("70–79", 14), ("80–89", 20), ("90+", 9)], columns=("分数", "人数")),
        strip=charts.strip([("签到", 50, "ok"), ("迟到", 3, "warn"), ("请假", 1, "none"), ("缺课", 4, "bad")], columns=("状态", "人数")),
        options=charts.option_bars([("A", 7), ("B", 32, True), ("C", 5), ("D", 2)], right="正确答案", columns=("选项", "人数")),
        words=charts.words([("动量", 30), ("守恒", 22), ("碰撞", 17), ("冲量", 9), ("质心", 4), ("火箭", 1)]),
        watch=Table(
            "watch",
            ("学生", "原因", Column("操作")),
            [(Cell(n, note=number), Cell(why, kind=tone), Cell("查看", href="#")) for n, number, why, tone in names],
            title="需要关注的学生",
        ),
        scores=Table(
            "scores",
            (Column("姓名"), Column("学号", "id"), Column("出勤率", "percent"), Column("总评", "number")),
            [(f"学生{n}", f"20231104{n:02}", 0.9 + n / 200, 80 + n) for n in range(8)],
            title="平时成绩",
        ),
        form=form(made, failed),
        readonly=None,
    )
