"""A plugin for the tests of the pages: one tap, one question with a deadline, one that breaks, one with nothing of its own."""

from datetime import timedelta

import colander
import deform

from mooctang_core.api import Activity, Link, Panel, hookimpl, translator

_ = translator("mooctang_play")


class Hello(Activity):
    """One tap on the class page."""

    kind = "playhello"
    title = _("报到")
    icon = "person-check"
    one_tap = True
    statuses = {"present": _("准时"), "absent": _("缺席")}

    def absent_status(self):
        return "absent"


class Choice(colander.MappingSchema):
    choice = colander.SchemaNode(
        colander.String(), title=_("你的选择"), validator=colander.OneOf("AB"), widget=deform.widget.RadioChoiceWidget(values=[("A", "A"), ("B", "B")])
    )


class AskSettings(colander.MappingSchema):
    minutes = colander.SchemaNode(colander.Integer(), title=_("分钟"), missing=5, default=5, validator=colander.Range(1, 60))


class Ask(Activity):
    """A question with a deadline and a score."""

    kind = "playask"
    title = _("提问")
    icon = "pencil-square"
    reusable = True
    Settings, Answer = AskSettings, Choice
    statuses = {"done": _("已作答")}

    def on_publish(self, now):
        self.deadline = now + timedelta(minutes=self.settings["minutes"])

    def submit(self, person_id, answer, now):
        return self.save(person_id, "done", score=1.0 if answer["choice"] == "B" else 0.0, at=now, **answer)


class Broken(Activity):
    """Every one of its faces raises."""

    kind = "playbroken"
    title = _("坏的")

    def student(self, person_id):
        raise RuntimeError("broken for the student")

    def teacher(self):
        raise RuntimeError("broken for the teacher")

    def took_part(self, record):
        raise RuntimeError("broken in between")


class Note(Activity):
    """Nothing of its own at all."""

    kind = "playnote"
    title = _("便条")


class Work(Activity):
    """Something to do at home."""

    kind = "playwork"
    title = _("课后作业")
    places = ("task",)

    class Answer(colander.MappingSchema):
        text = colander.SchemaNode(colander.String(), title=_("你写的"))


@hookimpl
def activity_types():
    return [Hello, Ask, Broken, Note, Work]


@hookimpl
def links(context, request):
    return [Link(_("便条本"), request.resource_path(context), "journal-text")]


@hookimpl
def panels(context, request):
    return [Panel("play", _("最近便条"), template="notes.pt", values={"notes": ("one", "two")})]
