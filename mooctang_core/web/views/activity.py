"""An activity: show, submit, edit, publish, close, correct, tables: the same for every kind."""

import math
from functools import partial
from urllib.parse import urlencode

import colander
from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ...activity import Activity, MissingActivity, Refused
from ...attached import takes_files
from ...flows import teaching
from ...identity.handover import safe_path
from ...model.activities import CLOSED, DRAFT, OPEN
from ...permissions import PARTICIPATE, TEACH, VIEW
from ...tables import as_csv, as_xlsx
from ...words import translator
from ..answers import moved
from ..downloads import download
from ..faces import draw_face, draw_part, way_up
from ..forms import make_form
from ..sheets import draw_sheet, keep_late
from ..streams import stream
from ..submissions import answer, later, read_answer, run, sent_with
from ..uploads import brings_files
from .tabling import Screen, readable

_ = translator("mooctang_core")
SHOWN = 20
SCORE_MOST = 100_000


def way_back(place, request):
    """The page the person came from, when it is one of ours; else the place itself."""
    return safe_path(request.POST.get("back", ""), request.resource_path(place))


def back(place, request):
    """After a post: a redirect to where the person was."""
    return moved(way_back(place, request))


@view_config(context=Activity, permission=VIEW, renderer="activity.pt", request_method="GET")
def show(activity, request):
    """A student sees their own face, a teacher the results."""
    if request.may(TEACH):
        return teacher_page(activity, request)
    live = None if activity.state not in (OPEN, "paused", CLOSED) else request.resource_path(activity, "live")
    face = draw_face(request, activity, "student", request.aid)
    return {"activity": activity, "face": face, "sheet": draw_sheet(request, activity, request.aid), "as_teacher": False, "live_url": live, **around(activity, request)}


def teacher_page(activity, request):
    tables = [] if activity.state == DRAFT else tables_of(activity, request)
    return {
        "activity": activity, "sheet": "", "as_teacher": True, "live_url": request.resource_path(activity, "live"), **around(activity, request),
        "face": draw_face(request, activity, "teacher"), "acts": draw_part(request, activity, "acts"),
        "tables": [on_page(table, activity, request) for table in tables],
    }


def around(activity, request):
    """Where the page leads back to, its live head, and whether its plugin is away."""
    return {"up": way_up(request, activity), "head": draw_part(request, activity, "head", own_time(activity, request)), "sealed": isinstance(activity, MissingActivity), "tables": []}


def own_time(activity, request):
    """The reader, where their clock is not everybody's; a shared head is drawn once for all the others."""
    return request.aid if activity.deadline_of(request.aid) != activity.deadline else None


def on_page(table, activity, request):
    """(the table, its first rows as people read them, the page with all, the csv)"""
    query = {"name": table.name}
    return (table, readable(request, table, table.rows[:SHOWN]), request.resource_path(activity, "table", query=query),
            request.resource_path(activity, "table.csv", query=query))


def tables_of(activity, request):
    """The activity's tables; one that its plugin cannot make says so and the page stands."""
    try:
        return activity.tables()
    except Exception as error:
        request.registry.host.failed(request.school, request.registry.host.plugin_of(activity), "tables", error)
        return []


@view_config(context=Activity, name="live", permission=VIEW, request_method="GET")
def live(activity, request):
    """The stream of this page."""
    path = activity.path
    if request.may(TEACH):
        return stream(request, activity, [["face", path, "teacher", None], ["head", path, "head", None], ["acts", path, "acts", None]], "teacher")
    return stream(request, activity, [["face", path, "student", request.aid], ["head", path, "head", own_time(activity, request)]], "student")


@view_config(context=Activity, name="shown", permission=TEACH, request_method="POST")
def shown(activity, request):
    """A teacher has this results page open (its script says so): a wall that follows shows it."""
    request.tell("activity_shown", activity=activity, classroom=activity.classroom, school=request.school, now=request.now)
    return Response(status=204)


@view_config(context=Activity, name="submit", permission=PARTICIPATE, request_method="POST", uploads=True)
def submit(activity, request):
    """A student's answer, through the committer."""
    if "mooctang.outcome" in request.environ:
        given = {}
    else:
        if brings_files(request):
            refuse_files(activity, request)
        given = read_answer(request, activity)
    plugin = request.registry.host.plugin_of(activity)
    outcome = run(request, "submit", activity.path, plugin, given, sent_with(request, activity))
    if outcome is None:
        return later(request, partial(way_back, activity, request))
    if outcome.state == "closed":
        keep_late(activity, request)
    return answer(request, outcome, lambda: fragment(request, activity), way_back(activity, request))


def refuse_files(activity, request):
    """Nothing is kept that nobody will take: files where none is asked for, or after the end."""
    if not takes_files(activity.Answer()):
        raise Refused(_("这里不能交文件。没有保存任何内容。"))
    if activity.over_for(request.aid, request.now) and not activity.takes_late(request.aid, request.now):
        raise Refused(_("已经结束，不能再提交了。刚才的内容没有保存。"))


def fragment(request, activity):
    return draw_face(request, activity, "student", request.aid)


@view_defaults(context=Activity, permission=TEACH)
class Teaching:
    """What a teacher does to an activity."""

    def __init__(self, activity, request):
        self.activity, self.request = activity, request
        self.given = (activity, request.school, request.registry.host)

    @view_config(name="correct", request_method="POST")
    def correct(self):
        """A teacher's word on one record, with the reason."""
        given = Correction(unknown="ignore").deserialize(dict(self.request.POST))
        teaching.correct(
            *self.given, given["person"], given["status"], given["score"], by=self.request.aid, why=given["why"], now=self.request.now
        )
        return back(self.activity, self.request)

    @view_config(name="table", request_method="GET", renderer="table_page.pt")
    def table(self):
        """One table with search, sorting and pages."""
        found, request = self._table(), self.request
        csv = request.resource_path(self.activity, "table.csv", query={"name": found.name})
        screen = Screen(request, found, csv, request.resource_path(self.activity, "tables.xlsx"), kept=[("name", found.name)])
        return {"activity": self.activity, "room": self.activity.classroom, "here": "history", "screen": screen,
                "line": request.translate(self.activity.name), "back": request.resource_path(self.activity)}

    @view_config(name="table.csv", request_method="GET")
    def csv(self):
        found = self._table()
        data = as_csv(found, self.request.translate, self.request.school.timezone)
        return download(self.request, data, f"{self.request.translate(self.activity.name)}-{self.request.translate(found.title or found.name)}.csv")

    @view_config(name="tables.xlsx", request_method="GET")
    def xlsx(self):
        book = as_xlsx(self.activity.tables(), self.request.translate, self.request.school.timezone)
        return download(self.request, book, f"{self.request.translate(self.activity.name)}.xlsx")

    def _table(self):
        wanted = self.request.GET.get("name", "")
        for found in self.activity.tables():
            if wanted in ("", found.name):
                return found
        raise HTTPNotFound()


def a_score(node, value):
    """nan is a float too, and no comparison finds it."""
    if not (math.isfinite(value) and abs(value) <= SCORE_MOST):
        raise colander.Invalid(node, _("得分要是 ${low} 到 ${high} 之间的数。", low=-SCORE_MOST, high=SCORE_MOST))


class Correction(colander.MappingSchema):
    person = colander.SchemaNode(colander.String())
    status = colander.SchemaNode(colander.String(), missing=None)
    score = colander.SchemaNode(colander.Float(), missing=None, validator=a_score)
    why = colander.SchemaNode(colander.String(), missing="", validator=colander.Length(max=200))


def settings_form(request, activity_or_class, action=None, buttons=(("save", _("保存")),)):
    """The teacher's form for an activity: a title, then what its Settings ask for."""
    action = action or request.resource_path(activity_or_class, "edit")
    return with_starts(make_form(settings_schema(activity_or_class), request, buttons=buttons, action=action), request, activity_or_class)


def with_starts(form, request, activity_or_class):
    """The form with the type's ready-made beginnings: a link each, and what the chosen one fills in."""
    starts, chosen, say = activity_or_class.starts, request.GET.get("start", ""), request.translate
    form.starts = [(say(title), "?" + urlencode({**request.GET, "start": word}), word == chosen) for word, (title, _values) in starts.items()]
    if chosen in starts:
        form.begun = {name: say(value) if isinstance(value, str) else value for name, value in starts[chosen][1].items()}
    return form



def settings_schema(activity_or_class):
    """A name, and what the type's Settings ask for."""
    schema = activity_or_class.Settings()
    schema.insert(0, colander.SchemaNode(
        colander.String(), name="title_", title=_("名称"), missing="", validator=colander.Length(max=80),
        description=_("留空就用活动类型的名称。"),
    ))
    return schema
