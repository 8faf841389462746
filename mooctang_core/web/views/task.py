"""One task as its teacher follows it: who did it, who is late, reminding, more time for one, another date for all."""

from datetime import timedelta

import colander
from deform import ValidationFailure
from deform.widget import HiddenWidget
from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from ...activity import Activity
from ...flows import tasks
from ...flows.due import is_task
from ...model.activities import DRAFT
from ...permissions import TEACH
from ...words import translator
from ..answers import moved
from ..duefield import LocalTime, LocalTimeWidget, due_fields, due_values
from ..forms import make_form
from .tabling import whole

_ = translator("mooctang_core")
SHOWN = 60
A_DAY = timedelta(days=1)


@view_defaults(context=Activity, permission=TEACH)
class Task:
    def __init__(self, activity, request):
        self.activity, self.request = activity, request
        self.given = (request.school, request.plugins, request.now)
        if not is_task(activity.node):
            raise HTTPNotFound()

    @view_config(name="progress", request_method="GET", renderer="task_progress.pt")
    def progress(self):
        """A row a student; the address says which sort of them, and who is about to be given more time."""
        person = self.activity.classroom.member(self.request.GET.get("person", ""))
        return self._page(person, self._more_form().render(self._usual(person)) if person is not None else None)

    def _page(self, person=None, form=None):
        wanted, people = self.request.GET.get("state", ""), tasks.everybody(self.activity, self.request.now)
        chosen = [pair for pair in people if wanted not in tasks.WORDS or pair[1].state == wanted]
        found, at = tasks.counts(people), whole(self.request.GET.get("page", ""))
        pages = max(1, -(-len(chosen) // SHOWN))
        at = min(max(at, 1), pages)
        return {
            "activity": self.activity, "room": self.activity.classroom, "counts": found, "words_of": tasks.WORDS, "state": wanted if wanted in tasks.WORDS else "",
            "students": chosen[(at - 1) * SHOWN:at * SHOWN], "total": len(people), "waiting": found[tasks.TODO] + found[tasks.OVERDUE],
            "person": person, "form": form, "told": number_in(self.request, "reminded"), "at": at, "pages": pages,
            "link": lambda n: self.request.resource_path(self.activity, "progress", query={"state": wanted, "page": n})}

    @view_config(name="remind", request_method="POST")
    def remind(self):
        """提醒: everybody who has not done it, in one tap."""
        number = tasks.remind(self.activity, *self.given)
        return moved(self.request.resource_path(self.activity, "progress", query={"reminded": number}))

    @view_config(name="allow", request_method="POST", renderer="task_progress.pt")
    def allow(self):
        """延期 for one student; without a date their own one is taken back."""
        person = self.activity.classroom.member(self.request.POST.get("person", ""))
        try:
            values = self._more_form().validate(self.request.POST.items())
        except ValidationFailure as failure:
            self.request.response.status_int = 422
            return self._page(person, failure.render())
        tasks.allow(self.activity, values["person"], values["until"], *self.given)
        return moved(self.request.resource_path(self.activity, "progress"))

    def _usual(self, person):
        """Their own date, else a day more than all others."""
        node, now = self.activity.node, self.request.now
        return {"person": person.aid, "until": node.extended.get(person.aid) or max(node.due or now, now) + A_DAY}

    def _more_form(self):
        schema = colander.MappingSchema()
        schema.add(colander.SchemaNode(colander.String(), name="person", widget=HiddenWidget()))
        schema.add(colander.SchemaNode(LocalTime(), name="until", title=_("延期到"), missing=None, widget=LocalTimeWidget(), description=_("空着就是收回延期。")))
        return make_form(schema, self.request, (("more", _("延期")),), self.request.resource_path(self.activity, "allow"), formid="more-form")

    @view_config(name="due", request_method="GET", renderer="task_due.pt")
    def due(self):
        """The date for all, and what happens after it."""
        return {"activity": self.activity, "room": self.activity.classroom,
                "form": self._due_form().render(due_values(self.activity.node, self.request.school, self.request.now))}

    @view_config(name="due", request_method="POST", renderer="task_due.pt")
    def set_due(self):
        try:
            values = self._due_form().validate(self.request.POST.items())
        except ValidationFailure as failure:
            self.request.response.status_int = 422
            return {"activity": self.activity, "room": self.activity.classroom, "form": failure.render()}
        tasks.set_due(self.activity, values["due_"], values["late_"], values["remind_"], *self.given)
        return moved(self.request.resource_path(self.activity, *(() if self.activity.state == DRAFT else ("progress",))))

    def _due_form(self):
        schema = colander.MappingSchema()
        for field in due_fields():
            schema.add(field)
        return make_form(schema, self.request, (("save", _("保存")),), self.request.resource_path(self.activity, "due"))


def number_in(request, name):
    """A small number out of the address, or None."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
