"""The gradebook on the screen and as a file."""

from pyramid.view import view_config

from ...flows import gradebook
from ...model.classrooms import Classroom
from ...permissions import TEACH
from ...tables import as_csv, as_xlsx
from ...words import translator
from ..downloads import download
from .beside import beside
from .tabling import Screen

_ = translator("mooctang_core")


@view_config(context=Classroom, name="gradebook", permission=TEACH, request_method="GET", renderer="gradebook.pt")
def show(classroom, request):
    """One page of it: with 2,000 students and a whole term the rest is not worked out."""
    said = beside(classroom, request)

    def cut(_table, sort, find, number, **spoken):
        return gradebook.screen(classroom, request.plugins, request.school, sort, find, number, said.groups, said.own + said.online, **spoken)

    screen = Screen(request, None, request.resource_path(classroom, "gradebook.csv"), request.resource_path(classroom, "gradebook.xlsx"), cut=cut)
    activities = len(screen.table.columns) - len(gradebook.PEOPLE) - sum(map(len, said[:3]))
    line = request.translate(_("${n} 名学生，${of} 项记录", n=len(classroom.present()), of=activities))
    return {"room": classroom, "screen": screen, "line": line, "texts": 1 + len(said.groups), "missing": said.missing}


def made(classroom, request):
    """(the gradebook, what plugins put beside the names)"""
    said = beside(classroom, request)
    return gradebook.table(classroom, request.plugins, request.school, said.groups, said.own + said.online), said


@view_config(context=Classroom, name="gradebook.csv", permission=TEACH, request_method="GET")
def csv(classroom, request):
    table, _said = made(classroom, request)
    return download(request, as_csv(table, request.translate, request.school.timezone), f"{classroom.title}-{request.translate(table.title)}.csv")


@view_config(context=Classroom, name="gradebook.xlsx", permission=TEACH, request_method="GET")
def xlsx(classroom, request):
    table, _said = made(classroom, request)
    return download(request, as_xlsx([table], request.translate, request.school.timezone), f"{classroom.title}-{request.translate(table.title)}.xlsx")
