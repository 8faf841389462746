"""Forms: every widget, drawn clean, in both languages, with its label, its help and its error."""

import re
from html.parser import HTMLParser

import colander
import deform
import pytest
from pyramid.request import Request as WebRequest

from mooctang_core.web import forms
from tests.front import page

FORBIDDEN = re.compile(r"<script|\son[a-z]+\s*=|\sstyle\s*=|javascript:", re.IGNORECASE)
# Of all names that deform's widgets ask for, those we have no use for.
UNUSED = {"readonly/moneyinput"}


class Inputs(HTMLParser):
    """The inputs of some markup, every id in it, and what points where."""

    def __init__(self, markup):
        super().__init__()
        self.inputs, self.ids, self.labels, self.wrapped = [], [], set(), 0
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label":
            self.labels.add(given.get("for"))
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.inputs.append(given)


def widgets(markup):
    """The markup without the prototypes of rows, which are quoted."""
    return re.sub(r'data-proto="[^"]*"', "", markup)


@pytest.mark.parametrize("locale", ("zh_CN", "en"))
@pytest.mark.parametrize("failed", (False, True))
def test_every_widget_is_drawn_without_script_or_style(locale, failed):
    assert not FORBIDDEN.search(page.form(page.request(locale), failed))


def test_every_row_to_come_is_clean_too():
    from urllib.parse import unquote

    protos = re.findall(r'data-proto="([^"]*)"', page.form(page.request()))
    assert protos and not any(FORBIDDEN.search(unquote(proto)) for proto in protos)


def test_each_input_has_a_label_and_points_at_what_exists():
    for failed in (False, True):
        found = Inputs(widgets(page.form(page.request(), failed)))
        assert len(found.ids) == len(set(found.ids)), "an id twice"
        for given in found.inputs:
            assert given["id"] in found.labels or given.get("aria-label"), given
            for target in (given.get("aria-describedby") or "").split():
                assert target in found.ids, f"{given['id']} is described by {target}, which is not there"


def test_every_template_that_deform_asks_for_is_ours():
    for widget in vars(deform.widget).values():
        for attribute in ("template", "readonly_template", "item_template", "readonly_item_template"):
            name = isinstance(widget, type) and issubclass(widget, deform.widget.Widget) and getattr(widget, attribute, None)
            if name and name not in UNUSED:
                assert (forms.TEMPLATES / f"{name}.pt").exists(), f"{widget.__name__}.{attribute} = {name}"


def test_the_templates_themselves_are_clean():
    for path in forms.TEMPLATES.rglob("*.pt"):
        assert not FORBIDDEN.search(path.read_text("utf-8")), path.name


def test_errors_are_summed_up_with_links_and_said_at_the_field():
    html = page.form(page.request(), failed=True)
    assert "data-autofocus" in html and 'role="alert"' in html
    targets = re.findall(r'<a href="#([^"]+)">', html)
    assert targets and set(targets) <= set(Inputs(widgets(html)).ids)
    assert "请填写这一项" in html and "邮箱地址不对" in html and "9999 太大，不能大于 2000" in html
    assert 'aria-invalid="true"' in html


def test_errors_speak_english_to_those_who_read_it():
    html = page.form(page.request("en"), failed=True)
    assert "Required" in html and "请填写" not in html


def test_a_row_that_is_wrong_says_so_in_the_row():
    html = page.form(page.request(), failed=True)
    row = html[html.index("data-seq-item") :]
    assert "“x”不是数字" in row


def test_what_was_typed_is_still_there():
    html = page.form(page.request(), failed=True)
    assert 'value="x"' in html and 'value="9999"' in html


def test_the_form_carries_token_and_key():
    html = page.form(page.request())
    assert 'name="csrf_token" value="t0ken"' in html and re.search(r'name="idem" value="[\w-]{16}"', html)


def test_what_a_developer_adds_cannot_break_the_policy():
    class Sly(colander.MappingSchema):
        name = colander.SchemaNode(
            colander.String(),
            widget=deform.widget.TextInputWidget(
                style="color:red", attributes={"onclick": "x()", "style": "a", "placeholder": "例", "autocomplete": "name"}
            ),
        )

    html = forms.make_form(Sly(), page.request(), buttons=[deform.Button("go", "走", attributes={"onclick": "x()", "data-x": "1"})]).render()
    assert not FORBIDDEN.search(html) and 'placeholder="例"' in html and 'data-x="1"' in html


def test_titles_and_values_are_escaped():
    class Plain(colander.MappingSchema):
        name = colander.SchemaNode(colander.String(), title="<b>x</b>", description='"<i>')

    html = forms.make_form(Plain(), page.request()).render({"name": '"><script>alert(1)</script>'})
    assert "<b>x" not in html and "<script" not in html and "<i>" not in html


def test_a_filled_form_comes_back_as_it_was():
    """What a browser sends from this markup is what the schema understands."""
    drawn = Inputs(widgets(page.form(page.request())))
    assert {"text", "file", "date", "time", "password", "checkbox", "radio", "number", "email"} <= {given.get("type", "") for given in drawn.inputs}

    class Small(colander.MappingSchema):
        day = colander.SchemaNode(colander.Date())
        kinds = colander.SchemaNode(colander.Set(), widget=deform.widget.CheckboxChoiceWidget(values=page.PAIRS))
        one = colander.SchemaNode(colander.String(), widget=deform.widget.RadioChoiceWidget(values=page.PAIRS))
        rows = page.Rows()

    form = forms.make_form(Small(), page.request())
    fields = re.findall(r'<input type="hidden" name="(__start__|__end__)" value="([^"]+)"', form.render())
    assert ("__start__", "kinds:sequence") in fields and ("__start__", "day:mapping") in fields and ("__start__", "one:rename") in fields
    values = form.validate(
        [
            ("__start__", "day:mapping"),
            ("date", "2026-11-21"),
            ("__end__", "day:mapping"),
            ("__start__", "kinds:sequence"),
            ("checkbox", "a"),
            ("checkbox", "c"),
            ("__end__", "kinds:sequence"),
            ("__start__", "one:rename"),
            ("whatever-n1", "b"),
            ("__end__", "one:rename"),
            ("__start__", "rows:sequence"),
            ("__start__", "row:mapping"),
            ("name", "林"),
            ("score", "9"),
            ("__end__", "row:mapping"),
            ("__end__", "rows:sequence"),
        ]
    )
    assert (
        values["day"].isoformat() == "2026-11-21"
        and values["kinds"] == {"a", "c"}
        and values["one"] == "b"
        and values["rows"] == [{"name": "林", "score": 9}]
    )


def test_the_same_form_may_be_only_read():
    form = forms.make_form(page.schema(), page.request())
    html = form.render(
        {"title": "动量守恒", "one": "b", "some": {"a", "c"}, "kinds": {"b"}, "minutes": 5, "rows": [{"name": "林", "score": 9}]}, readonly=True
    )
    assert "动量守恒" in html and "多选" in html and not FORBIDDEN.search(html)
    assert "<input" not in html and "<textarea" not in html


def test_a_live_form_posts_with_htmx_and_a_plain_one_does_not():
    class Plain(colander.MappingSchema):
        name = colander.SchemaNode(colander.String())

    assert "hx-post" not in forms.make_form(Plain(), page.request(), action="/x").render()
    live = forms.make_form(Plain(), page.request(), action="/x", live=True).render()
    assert 'hx-post="/x"' in live and 'hx-target="this"' in live and 'action="/x"' in live


def test_a_real_request_can_make_a_form():
    request = WebRequest.blank("/")
    for name, value in vars(page.request()).items():
        if name not in ("path", "host", "matchdict"):
            setattr(request, name, value)
    request.translate = page.request().translate
    assert "form" in forms.make_form(page.schema(), request).render()
