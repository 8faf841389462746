"""学生管理: who is in a classroom, searched, sorted and taken out as a file."""

from pyramid.view import view_config

from ...flows.gradebook import heads, values_of
from ...model.classrooms import Classroom
from ...permissions import TEACH
from ...tables import Cell, Column, Table, as_csv, as_xlsx
from ...words import translator
from ..downloads import download
from .beside import beside
from .tabling import Screen

_ = translator("mooctang_core")


def table(classroom, said, to=None):
    """A row a student of today, with what plugins put beside the names; `to(aid)` is where a name leads."""
    columns = (Column(_("学号"), kind="id"), Column(_("姓名")), Column(_("行政班")), *heads(said.groups), Column(_("认证")),
               Column(_("加入时间"), kind="time"), *heads(said.own))
    people = sorted(classroom.present(), key=lambda member: (member.number, member.name))
    rows = [(m.number, Cell(m.name, href=to(m.aid)) if to else m.name, m.cohort, *values_of(said.groups, m.aid), _("已认证") if m.certified else _("未认证"), m.spans[-1][0],
             *values_of(said.own, m.aid)) for m in people]
    return Table("roster", columns, rows, title=_("学生名单"))


@view_config(context=Classroom, name="roster", permission=TEACH, request_method="GET", renderer="table_page.pt")
def show(classroom, request):
    said = beside(classroom, request)
    made = table(classroom, said, lambda aid: request.resource_path(classroom, "member", query={"person": aid}))
    screen = Screen(request, made, request.resource_path(classroom, "roster.csv"), request.resource_path(classroom, "roster.xlsx"))
    line = request.translate(_("${room}，${n} 名学生", room=classroom.title, n=len(made.rows)))
    return {"room": classroom, "here": "roster", "screen": screen, "line": line, "missing": said.missing, "back": request.resource_path(classroom)}


@view_config(context=Classroom, name="roster.csv", permission=TEACH, request_method="GET")
def csv(classroom, request):
    made = table(classroom, beside(classroom, request))
    return download(request, as_csv(made, request.translate, request.school.timezone), f"{classroom.title}-{request.translate(made.title)}.csv")


@view_config(context=Classroom, name="roster.xlsx", permission=TEACH, request_method="GET")
def xlsx(classroom, request):
    made = table(classroom, beside(classroom, request))
    return download(request, as_xlsx([made], request.translate, request.school.timezone), f"{classroom.title}-{request.translate(made.title)}.xlsx")
