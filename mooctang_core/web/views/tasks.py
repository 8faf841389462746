"""课外任务: the list of a classroom for its students and teachers, one's own over all classrooms, and what one new task asks."""

from typing import Any, NamedTuple

from deform import Button, ValidationFailure
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from ...flows import once, tasks, teaching
from ...flows.rooms import rooms_of
from ...model.activities import DRAFT
from ...model.schools import School
from ...model.sessions import Tasks
from ...permissions import TEACH, VIEW
from ...tables import Cell, Column, Table, as_csv, as_xlsx
from ...words import translator
from ..downloads import download
from ..duefield import due_fields, due_values, put_due
from ..forms import make_form
from ..nav import Nav
from ..rendering import draw
from ..submissions import idem
from .activity import settings_schema, with_starts
from .adding import Blank, type_named
from .tabling import Screen

_ = translator("mooctang_core")


class Line(NamedTuple):
    """One task in a list."""

    activity: Any
    due: Any
    standing: Any = None
    counts: Any = None
    room: Any = None
    course: str = ""


@view_config(context=Tasks, permission=VIEW, request_method="GET")
def show(folder, request):
    """The teacher's list, or one's own."""
    room, template, values = folder.__parent__, "tasks.pt", {}
    if request.may(TEACH):
        template, values = "tasks_taught.pt", taught(room, request)
    else:
        values = own(request, [room])
    around = {"room": room, "course": Nav(request).course_of(room).title, "back": request.resource_path(room)}
    return Response(draw(request, "mooctang_core", template, {**around, **values}))


def own(request, rooms):
    """One person's lines: what is to be done by its date, what is done, what was missed."""
    todo, rest, menu = [], [], Nav(request)
    for room in rooms:
        doing, over = tasks.mine(room, request.plugins, request.school, request.aid, request.now)
        todo += [Line(one.activity, one.due, one, room=room, course=menu.course_of(room).title) for one in doing]
        rest += [Line(one.activity, one.due, one, room=room, course=menu.course_of(room).title) for one in over]
    return {"todo": sorted(todo, key=tasks.by_date), "done": [line for line in rest if line.standing.state != tasks.MISSED],
            "missed": [line for line in rest if line.standing.state == tasks.MISSED]}


def taught(room, request):
    """Every task with how many did it; drafts first, then what is open by its date."""
    living = tasks.tasks_of(room, request.plugins, request.school, drafts=True)
    lines = [Line(a, a.node.due, counts=None if a.state == DRAFT else tasks.counts(tasks.everybody(a, request.now))) for a in living]
    groups = {state: [line for line in reversed(lines) if line.activity.state == state] for state in ("draft", "open", "closed")}
    groups["open"].sort(key=tasks.by_date)
    groups["open"] += [line for line in lines if line.activity.state == "paused"]
    return {**groups, "types": request.plugins.types(request.school, "task")}


@view_config(context=School, name="tasks", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="tasks.pt")
def over_all(school, request):
    """One's own tasks in all classrooms."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/tasks"}))
    return {"room": None, "course": school.title, "back": "/my", **own(request, attended(school, request))}


def attended(school, request):
    return [room for room in rooms_of(school, request.aid) if not room.teachers.get(request.aid) and room.roles_of(request.aid)]


# A new one --------------------------------------------------------------------------------------------------------------------

@view_defaults(context=Tasks, name="add", permission=TEACH, renderer="activity_new.pt")
class Adding:
    """The form of one type: its settings, and when it is due."""

    def __init__(self, folder, request):
        self.folder, self.request, self.room = folder, request, folder.__parent__
        self.cls = type_named(request, request.GET.get("kind", ""), "task")

    @view_config(request_method="GET")
    def new(self):
        settings = dict(self.cls(Blank(), None).settings)
        return self._page(self._form().render({**settings, **due_values(None, self.request.school, self.request.now, self.cls.dated)}))

    @view_config(request_method="POST", uploads=True)
    def add(self):
        key = idem(self.request)
        if once.made_by(self.folder, key):
            return HTTPSeeOther(self.request.resource_path(self.folder))
        try:
            values = self._form().validate(self.request.POST.items())
        except ValidationFailure as failure:
            self.request.response.status_int = 422
            return self._page(failure.render())
        node = self._make(values)
        once.remember(self.folder, key, node.__name__)
        if self.request.POST.get("later") != "yes":
            teaching.publish(self.request.plugins.live(node, self.request.school), self.request.school, self.request.plugins, self.request.now)
        return HTTPSeeOther(self.request.resource_path(self.folder))

    def _make(self, values):
        due = {name: values.pop(name, None) for name in ("due_", "late_", "remind_")}
        node = teaching.add(self.folder, self.cls, values, values.pop("title_", "") or "", self.request.aid)
        put_due(node, due)
        return node

    def _form(self):
        schema = settings_schema(self.cls)
        for number, field in enumerate(due_fields(self.cls.dated)):
            schema.insert(1 + number, field)
        action = self.request.resource_path(self.folder, "add", query={"kind": self.cls.kind})
        form = make_form(schema, self.request, (Button("now", _("发布")), Button("later", _("先存着"), value="yes")), action)
        return with_starts(form, self.request, self.cls)

    def _page(self, form):
        return {"session": self.folder, "room": self.room, "type": self.cls, "form": form, "up": self.request.resource_path(self.folder), "place": "tasks"}


# Who did what, over all tasks -------------------------------------------------------------------------------------------------

def overview(folder, request):
    """A row a student, a column a task: done, late, open."""
    living = tasks.tasks_of(folder.__parent__, request.plugins, request.school)
    people = sorted(folder.__parent__.present(), key=lambda member: (member.number, member.name))
    columns = (Column(_("学号"), kind="id"), Column(_("姓名")), *(Column(activity.name) for activity in living), Column(_("没有完成"), kind="number"))
    rows = [_row(member, living, request.now) for member in people]
    return Table("tasks", columns, rows, title=_("课外任务完成情况"))


def _row(member, living, now):
    found = [tasks.standing(activity, member.aid, now) for activity in living]
    missed = sum(1 for one in found if one.state in (tasks.MISSED, tasks.OVERDUE))
    return (member.number, member.name, *(Cell(one.word, kind=one.tone) for one in found), missed)


@view_config(context=Tasks, name="overview", permission=TEACH, request_method="GET", renderer="table_page.pt")
def overview_page(folder, request):
    made = overview(folder, request)
    screen = Screen(request, made, request.resource_path(folder, "overview.csv"), request.resource_path(folder, "overview.xlsx"))
    line = request.translate(_("${room}，${n} 名学生", room=folder.__parent__.title, n=len(made.rows)))
    return {"room": folder.__parent__, "here": "tasks", "screen": screen, "line": line, "back": request.resource_path(folder)}


@view_config(context=Tasks, name="overview.csv", permission=TEACH, request_method="GET")
def overview_csv(folder, request):
    made = overview(folder, request)
    return download(request, as_csv(made, request.translate, request.school.timezone), f"{folder.__parent__.title}-{request.translate(made.title)}.csv")


@view_config(context=Tasks, name="overview.xlsx", permission=TEACH, request_method="GET")
def overview_xlsx(folder, request):
    made = overview(folder, request)
    return download(request, as_xlsx([made], request.translate, request.school.timezone), f"{folder.__parent__.title}-{request.translate(made.title)}.xlsx")
