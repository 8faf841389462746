"""The gradebook on the screen and as a file."""

from pyramid.view import view_config

from ...flows import gradebook
from ...model.classrooms import Classroom
from ...permissions import TEACH
from ...tables import as_csv, as_xlsx
from ..downloads import download


@view_config(context=Classroom, name="gradebook", permission=TEACH, request_method="GET", renderer="gradebook.pt")
def show(classroom, request):
    asked = request.GET
    number = int(asked["page"]) if asked.get("page", "").isdigit() else 1
    spoken = {"translate": request.translate, "tz": request.school.timezone}
    shown = gradebook.screen(
        classroom, request.plugins, request.school, asked.get("sort", ""), asked.get("find", ""), number, **spoken
    )
    return {"room": classroom, "table": shown.table, "page": shown, "sort": shown.sort, "find": shown.find}


@view_config(context=Classroom, name="gradebook.csv", permission=TEACH, request_method="GET")
def csv(classroom, request):
    table = gradebook.table(classroom, request.plugins, request.school)
    return download(request, as_csv(table, request.translate, request.school.timezone), f"{classroom.title}-{request.translate(table.title)}.csv")


@view_config(context=Classroom, name="gradebook.xlsx", permission=TEACH, request_method="GET")
def xlsx(classroom, request):
    table = gradebook.table(classroom, request.plugins, request.school)
    return download(request, as_xlsx([table], request.translate, request.school.timezone), f"{classroom.title}-{request.translate(table.title)}.xlsx")
