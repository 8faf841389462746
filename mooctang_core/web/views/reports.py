"""学情统计: the tables that the plugins of a school make of one classroom, each to look at and to take away."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ...model.classrooms import Classroom
from ...permissions import TEACH
from ...tables import Table, as_csv, as_xlsx
from ...words import translator
from ..downloads import download
from .tabling import Screen, readable

_ = translator("mooctang_core")
SHOWN = 20


def tables(classroom, request):
    """({plugin.name: table}, the plugins that could not make theirs)"""
    answers = request.ask("reports", classroom=classroom, request=request)
    found: dict[str, Table] = {}
    missing = list(answers.failed)
    for plugin, made in answers:
        if isinstance(made, (list, tuple)) and all(isinstance(table, Table) for table in made):
            found.update((f"{plugin}.{table.name}", table) for table in made)
        else:
            request.plugins.failed(request.school, plugin, "reports", TypeError(f"reports() must return a list of Table, not {made!r}"))
            missing.append(plugin)
    return found, missing


def named(classroom, request):
    """(the word, the table) that the address asks for."""
    word = request.GET.get("name", "")
    found, _missing = tables(classroom, request)
    if word not in found:
        raise HTTPNotFound()
    return word, found[word]


def file_name(classroom, request, table, ending):
    return f"{classroom.title}-{request.translate(table.title or table.name)}.{ending}"


@view_config(context=Classroom, name="reports", permission=TEACH, request_method="GET", renderer="reports.pt")
def show(classroom, request):
    """Every table with its first rows."""
    found, missing = tables(classroom, request)
    return {"room": classroom, "missing": missing, "reports": [on_page(classroom, request, word, table) for word, table in found.items()]}


def on_page(classroom, request, word, table):
    def to(view):
        return request.resource_path(classroom, view, query={"name": word})

    return {"screen": readable(request, table, table.rows[:SHOWN]), "count": len(table.rows), "href": to("report"),
            "csv": to("report.csv"), "xlsx": to("report.xlsx")}


@view_config(context=Classroom, name="report", permission=TEACH, request_method="GET", renderer="table_page.pt")
def one(classroom, request):
    """One table with search, sorting and pages."""
    word, table = named(classroom, request)
    csv, xlsx = (request.resource_path(classroom, view, query={"name": word}) for view in ("report.csv", "report.xlsx"))
    return {"room": classroom, "here": "reports", "screen": Screen(request, table, csv, xlsx, kept=[("name", word)]),
            "line": classroom.title, "back": request.resource_path(classroom, "reports")}


@view_config(context=Classroom, name="report.csv", permission=TEACH, request_method="GET")
def csv(classroom, request):
    _word, table = named(classroom, request)
    return download(request, as_csv(table, request.translate, request.school.timezone), file_name(classroom, request, table, "csv"))


@view_config(context=Classroom, name="report.xlsx", permission=TEACH, request_method="GET")
def xlsx(classroom, request):
    _word, table = named(classroom, request)
    return download(request, as_xlsx([table], request.translate, request.school.timezone), file_name(classroom, request, table, "xlsx"))
