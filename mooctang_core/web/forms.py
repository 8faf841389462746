"""Forms: colander schemas drawn with our own templates, in the reader's language, without script or style in them.

    form = make_form(Schema(), request, buttons=((("save", _("保存")),)))
    try:
        values = form.validate(request.POST.items())
    except deform.ValidationFailure:
        request.response.status = 422            # the page is drawn again: form.render() says what is wrong
"""
import re
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, NamedTuple

import colander
import deform
from deform.template import ZPTTemplateLoader
from deform.widget import CheckboxWidget, FileUploadWidget, RadioChoiceWidget, SelectWidget, TextInputWidget
from translationstring import ChameleonTranslate, TranslationString

from ..words import translator

_ = translator("mooctang_core")

CORE = "mooctang_core"
TEMPLATES = Path(__file__).parent / "deform"
BOOLEANS = frozenset(("checked", "disabled", "readonly", "multiple", "selected", "required", "open", "novalidate"))
NEVER = re.compile(r"on|style$")
OF_LISTS = {
    "Shorter than minimum length ${min}": _("太少，至少 ${min} 项"),
    "Longer than maximum length ${max}": _("太多，最多 ${max} 项"),
}
"""colander has one sentence for texts and lists; but a text has letters, and a list has items."""


class NumberWidget(TextInputWidget):
    """A number with its limits and its unit beside it."""

    template = "number"
    readonly_template = "readonly/number"
    low = high = unit = None
    step = "any"


class Problem(NamedTuple):
    """One thing to correct: where, what it is called, and what is wrong with it."""

    target: str
    title: Any
    message: Any


class Form(deform.Form):
    """A deform form that can name its problems."""

    csrf: str = ""
    idem: str = ""
    live = False
    reshaped = False
    """A press changed the form itself (one more question); nothing is to be saved, and nothing that is missing yet is wrong."""
    retry = False
    """Kept on the phone and sent again with the same key until the network is back."""
    starts = ()
    """Ready-made beginnings, as (label, href, whether it is this one)."""
    begun: dict | None = None
    """What the chosen beginning fills in."""

    def render(self, appstruct=colander.null, **more):
        return super().render({**(appstruct or {}), **self.begun} if self.begun else appstruct, **more)

    @property
    def problems(self) -> list[Problem]:
        return list(problems(self)) if self.error else []

    def validate_pstruct(self, pstruct):
        try:
            values = super().validate_pstruct(pstruct)
        except deform.ValidationFailure:
            if not self.reshaped:
                raise
        if not self.reshaped:
            return values
        forget_errors(self)
        raise deform.ValidationFailure(self, self.cstruct, None)


def make_form(schema, request, buttons=(), action="", live=False, **options) -> Form:
    """A form bound to the request's language and token. `buttons` are (name, label) pairs or deform Buttons;
    with `live` htmx posts it and the view answers with a fragment (422 swaps in place, 2xx too)."""
    schema = schema.bind(request=request, host=request.registry.host, school=request.school)
    give_choices(schema)
    form = Form(schema, action=action, renderer=Renderer(request), translator=request.translate,
                buttons=[button(each) for each in buttons], **options)
    form.csrf, form.idem, form.live = request.form_token, form_key(request), live
    return form


def give_choices(schema):
    """A field that takes one of a few values is a choice, not a text to type: radios for up to six, else a list.

    `labels={"a": _("好")}` on the field says what people read for each value.
    """
    for child in schema.children:
        give_choices(child)
        allowed = child.validator
        if isinstance(allowed, colander.OneOf) and child.widget is None and isinstance(child.typ, colander.String):
            labels = getattr(child, "labels", {})
            values = [(choice, labels.get(choice, choice)) for choice in allowed.choices]
            child.widget = RadioChoiceWidget(values=values) if len(values) <= 6 else SelectWidget(values=values)


def form_key(request) -> str:
    """The key by which a form that is sent twice counts once. A live fragment has none: the page's script gives a fresh one."""
    return "" if request.in_stream else token_urlsafe(12)


def forget_errors(field):
    """As if nobody had looked yet."""
    field.error = None
    for child in getattr(field, "sequence_fields", None) or field.children:
        forget_errors(child)


def button(given) -> deform.Button:
    if isinstance(given, deform.Button):
        return given
    name, label = given
    return deform.Button(name=name, title=label)


def problems(field):
    """The problems of a field and of everything under it, in the order of the page."""
    own = getattr(field.widget, "problems", None)
    if own is not None:
        yield from (Problem(*each) for each in own(field))
        return
    message = own_message(field)
    if message:
        yield Problem(target_of(field), field.title, message)
    children = getattr(field, "sequence_fields", None) or field.children
    for child in children:
        if child.error is not None:
            yield from problems(child)


def own_message(field):
    """What is wrong with this very field, not with its children."""
    if field.error is None or field.error.msg is None:
        return None
    return counted(field.schema, field.error.msg[0] if isinstance(field.error.msg, list) else field.error.msg)


def counted(node, message):
    """What colander says of a field; of a list's length in items."""
    if not isinstance(node.typ, (colander.Sequence, colander.Set)) or message not in OF_LISTS:
        return message
    return TranslationString(OF_LISTS[message], mapping=message.mapping)


def target_of(field) -> str:
    """The id of what takes the focus: the input, the first choice of several, else the group."""
    name = type(field.widget).__name__
    if isinstance(field, deform.Form):
        return ""
    if name in ("RadioChoiceWidget", "CheckboxChoiceWidget"):
        return f"{field.oid}-0"
    return f"item-{field.oid}" if name in ("MappingWidget", "SequenceWidget") else field.oid


def described_by(field, error=True) -> str | None:
    """The ids of the help and the error of a field, for aria-describedby."""
    ids = [f"help-{field.oid}"] if field.description else []
    if error and own_message(field):
        ids.append(f"error-{field.oid}")
    return " ".join(ids) or None


def given(part) -> dict:
    """What a developer gave a widget or a button as attributes, without what the security policy forbids."""
    attributes = getattr(part, "attributes", None) or {}
    return {name: value for name, value in attributes.items() if not NEVER.match(name.lower())}


def needed(field) -> bool:
    """Must the person fill it in? A box may stay empty, and so may a file that is here already."""
    if isinstance(field.widget, CheckboxWidget):
        return False
    kept = isinstance(field.widget, FileUploadWidget) and field.cstruct and field.cstruct.get("filename")
    return field.required and not kept


def spoken(field) -> dict:
    """The attributes by which an input belongs to its label, its help and its error."""
    return {
        "required": "required" if needed(field) else None,
        "aria-invalid": "true" if field.error else None,
        "aria-describedby": described_by(field),
        "autofocus": None,
        **typed(field),
        **given(field.widget),
    }


def typed(field) -> dict:
    """The right keyboard and the limits the schema knows."""
    typ, validators = field.schema.typ, [field.schema.validator, *getattr(field.schema.validator, "validators", ())]
    facts = {}
    if isinstance(typ, colander.Integer):
        facts["inputmode"] = "numeric"
    elif isinstance(typ, colander.Number):
        facts["inputmode"] = "decimal"
    for validator in validators:
        if isinstance(validator, colander.Length) and validator.max and validator.max > 0 and isinstance(typ, colander.String):
            facts["maxlength"] = str(validator.max)
        if isinstance(validator, colander.Email):
            facts.update(type="email", autocomplete="email")
    return facts


def grouped(field) -> bool:
    """Several inputs under one name: a fieldset with a legend, not a label."""
    return type(field.widget).__name__ in (
        "RadioChoiceWidget", "CheckboxChoiceWidget", "SequenceWidget", "DatePartsWidget", "DateTimeInputWidget",
        "CheckedInputWidget", "CheckedPasswordWidget")


class Renderer:
    """What deform calls to draw a template: ours, in one language, with the page's icons."""

    def __init__(self, request):
        self.request = request
        self.loader = loader(request.registry, request.locale_name)
        self.icon = icons(request)

    def __call__(self, name, **values):
        return self.loader.load(name)(
            **values, icon=self.icon, spoken=spoken, described_by=described_by, own_message=own_message, grouped=grouped, given=given)


def icons(request):
    from .furniture import icon

    return lambda name: icon(request, name)


def loader(registry, locale):
    """The compiled templates of one language; compiled once a process."""
    kept = registry.__dict__.setdefault("form_templates", {})
    if locale not in kept:
        speak = registry.catalogues.add(CORE, "colander").add(CORE, "deform").speaker(locale)
        kept[locale] = ZPTTemplateLoader(
            search_path=[str(TEMPLATES)], boolean_attributes=BOOLEANS, translate=ChameleonTranslate(speak))
    return kept[locale]
