"""学生管理: who is in a classroom, searched, sorted and taken out as a file."""

from urllib.parse import parse_qs, urlsplit

from pyramid.view import view_config

from ...flows import membership
from ...flows.gradebook import heads, values_of
from ...flows.last_active import last_active
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
               Column(_("加入时间"), kind="time"), Column(_("最近活动"), kind="time"), *heads(said.own))
    people, active = sorted(classroom.present(), key=lambda member: (member.number, member.name)), last_active(classroom)
    rows = [(m.number, Cell(m.name, href=to(m.aid), duty=membership.PEOPLE) if to else m.name, m.cohort, *values_of(said.groups, m.aid), certified(m), m.spans[-1][0],
             active.get(m.aid), *values_of(said.own, m.aid)) for m in people]
    return Table("roster", columns, rows, title=_("学生名单"))


def certified(member):
    return _("已认证") if member.certified else Cell(_("未认证"), kind="warn")


@view_config(context=Classroom, name="roster", permission=TEACH, request_method="GET", renderer="roster.pt")
def show(classroom, request):
    """The list, with boxes to tick for a message or to take somebody out; below it who is here no longer."""
    said = beside(classroom, request)
    made = table(classroom, said, lambda aid: request.resource_path(classroom, "member", query={"person": aid}))
    screen = Screen(request, made, request.resource_path(classroom, "roster.csv"), request.resource_path(classroom, "roster.xlsx"))
    line = request.translate(_("${room}，${n} 名学生", room=classroom.title, n=len(made.rows)))
    may_change = membership.may_do(classroom, request.aid, membership.PEOPLE)
    return {"room": classroom, "here": "roster", "screen": screen, "lines": lines(screen), "line": line, "missing": said.missing, "back": request.resource_path(classroom),
            "may_change": may_change, "gone": membership.former(classroom) if may_change else [], "done": done(classroom, request), "can_put_back": membership.can_put_back}


def lines(screen):
    """(the member's id, the cells) of each row of this page: the id stands in the link of the name."""
    hrefs = [next(cell.href for cell in row if getattr(cell, "href", None)) for row in screen.table.rows]
    return [(parse_qs(urlsplit(href).query)["person"][0], row) for href, row in zip(hrefs, screen.table.rows, strict=True)]


def done(classroom, request):
    """(sentence, whom 撤销 puts back) after a press; None otherwise."""
    word, member = request.GET.get("done", ""), classroom.member(request.GET.get("person", ""))
    if word == "written":
        return _("消息已发给 ${n} 人。", n=request.GET.get("n", "")[:6]), None
    if word == "removed" and member is not None and not member.active:
        return _("已把${name}移出课堂，记录都保留。", name=member.name), member if membership.can_put_back(member, request.now) else None
    sentence = {"removed": _("已移出课堂，记录都保留。"), "back": _("已放回课堂。"), "let-in": _("现在可以用课堂码重新加入了。")}.get(word)
    return (sentence, None) if sentence else None


@view_config(context=Classroom, name="roster.csv", permission=TEACH, request_method="GET")
def csv(classroom, request):
    made = table(classroom, beside(classroom, request))
    return download(request, as_csv(made, request.translate, request.school.timezone), f"{classroom.title}-{request.translate(made.title)}.csv")


@view_config(context=Classroom, name="roster.xlsx", permission=TEACH, request_method="GET")
def xlsx(classroom, request):
    made = table(classroom, beside(classroom, request))
    return download(request, as_xlsx([made], request.translate, request.school.timezone), f"{classroom.title}-{request.translate(made.title)}.xlsx")
