"""学情统计: how is the class, who needs me, what to teach again; then the tables that plugins make, each to look at and to take away."""

from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ... import charts, words
from ...activity import Refused
from ...flows import statistics
from ...flows.standing import Term
from ...flows.telling import send_notice
from ...model.base import above, path_of
from ...model.classrooms import Classroom
from ...model.courses import Course
from ...parts import Notice, Unit
from ...permissions import TEACH
from ...tables import Column, Table, as_csv, as_xlsx
from ...words import translator
from ..answers import moved
from ..downloads import download
from .beside import progress_beside
from .tabling import Screen, readable

_ = translator("mooctang_core")
SHOWN = 20
WARNED_SHOWN = 12
LARGE = 300
"""In a larger class the tables of plugins are made when somebody asks for them: each is a row a student."""


class Figure(NamedTuple):
    """One number of the strip at the head."""

    label: str
    value: Any
    unit: str = "%"
    note: Any = None
    change: Any = None
    tone: Any = None
    href: Any = None


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


def sheet(classroom, request, table, ending):
    """The table as a file to take away."""
    body = as_csv(table, request.translate, request.school.timezone) if ending == "csv" else as_xlsx([table], request.translate, request.school.timezone)
    return download(request, body, file_name(classroom, request, table, ending))


def file_name(classroom, request, table, ending):
    return f"{classroom.title}-{request.translate(table.title or table.name)}.{ending}"


@view_config(context=Classroom, name="reports", permission=TEACH, request_method="GET", renderer="reports.pt")
def show(classroom, request):
    """The three questions, one type of activity more closely, the online half, and every table with its first rows."""
    later = classroom.number_present() > LARGE and request.GET.get("tables") != "yes"
    found, missing = ({}, []) if later else tables(classroom, request)
    progress, silent = progress_beside(classroom, request)
    term = Term(classroom, request.plugins, request.school, progress=progress)
    used = [part for part in term.parts if part.activities]
    summaries = [statistics.summary(part) for part in used]
    warned = statistics.warned(term)
    return {"room": classroom, "missing": sorted({*missing, *silent}), "reports": [on_page(classroom, request, word, table) for word, table in found.items()],
            "line": _("${n} 名学生，${of} 次课", n=len(term.people), of=len(classroom["sessions"])), "used": used, "later": later,
            "figures": [*(head_figure(request, one) for one in summaries[:3]), *online_figure(request, term)], "trend": trend(request, used, summaries),
            "warned": warned[:WARNED_SHOWN], "many": len(warned), "bands": spread(request, term), "hardest": statistics.hardest(term), "liveliest": statistics.liveliest(term),
            "types": types_chart(request, used), "one": one_type(request, term, used), "online": online(request, term), "round": lambda value: f"{round(100 * value)} %"}


def head_figure(request, one):
    """The mean, and how the last one differs from the one before."""
    say = request.translate
    label = say(_("${what} 正确率", what=one.title) if one.accurate else _("${what} 参与率", what=one.title))
    if one.mean is None:
        return Figure(label, "—", "")
    points = None if one.before is None else round(100 * one.last) - round(100 * one.before)
    note = say(_("最近一次 ${n} %", n=round(100 * one.last))) if not points else say(
        _("比上一次高 ${n} 个百分点", n=points) if points > 0 else _("比上一次低 ${n} 个百分点", n=-points))
    return Figure(label, round(100 * one.mean), note=note, change=None if not points else "up" if points > 0 else "down",
                  tone=None if not points else "ok" if points > 0 else "bad", href=f"?type={one.word}#type")


def online_figure(request, term):
    if not term.progress:
        return []
    values = [value for value in term.shares("online") if value is not None]
    none = len(term.people) - len(values)
    note = request.translate(_("${n} 人还没有开始", n=none)) if none else None
    return [Figure(request.translate(_("线上进度")), round(100 * sum(values) / len(values)) if values else "—", "%" if values else "", note, href="#online")]


def trend(request, used, summaries):
    """Lines over the classes: the parts that weigh most."""
    lines = [(request.translate(one.title), dict(statistics.by_class(part, one.accurate))) for part, one in zip(used, summaries, strict=True)][:3]
    numbers = sorted({number for _name, values in lines for number in values}, key=int)
    if len(numbers) < 2:
        return None
    series = [(name, [None if number not in values else round(100 * values[number]) for number in numbers]) for name, values in lines]
    return charts.line([request.translate(_("第 ${n} 次", n=number)) for number in numbers], series, unit="%", low=0, high=100,
                       columns=(request.translate(_("课次")), *(name for name, _values in series)))


def spread(request, term):
    """平时成绩分布"""
    found = statistics.bands(term.totals())
    if not any(n for _name, n in found):
        return None
    return charts.bars([(name, n, "low" if name.startswith("<") else "b") for name, n in found], request.translate(_("平时成绩分布")),
                       (request.translate(_("分数")), request.translate(_("人数"))))


def types_chart(request, used):
    """How often each type was used."""
    say = request.translate
    return charts.bars([(say(part.title), len(part.activities)) for part in used], say(_("用过的活动")), (say(_("活动")), say(_("次数")))) if used else None


def one_type(request, term, used):
    """One type more closely: its trend, its red and its black list."""
    part = next((part for part in used if part.word == request.GET.get("type")), used[0] if used else None)
    if part is None:
        return None
    say, taking, right = request.translate, statistics.participation(term, part), statistics.accuracy(term, part)
    series = [(say(_("参与率")), statistics.by_class(part, False))] + ([(say(_("正确率")), statistics.by_class(part, True))] if right else [])
    numbers = sorted({number for _name, values in series for number, _value in values}, key=int)
    lines = [(name, [None if (value := dict(values).get(number)) is None else round(100 * value) for number in numbers]) for name, values in series]
    chart = charts.line([say(_("第 ${n} 次", n=number)) for number in numbers], lines, unit="%", low=0, high=100,
                        columns=(say(_("课次")), *(name for name, _values in lines))) if numbers else None
    boards = [(_("红榜：参与"), statistics.red(taking)), (_("黑榜：参与"), statistics.black(taking))]
    boards += [(_("红榜：正确率"), statistics.red(right)), (_("黑榜：正确率"), statistics.black(right))] if right else []
    return {"word": part.word, "title": say(part.title), "chart": chart, "boards": boards}


# The online half ----------------------------------------------------------------------------------------------------------------

def online(request, term):
    """How far they are, and the way to the lists of videos and tests; None where the school has no online half."""
    if not term.progress and not request.plugins.has(request.school, "learning_units"):
        return None
    values = [100 * value for value in term.shares("online") if value is not None] if term.progress else []
    names = [(name, sum(low <= value < below for value in values)) for low, below, name in ((0, 25, "0–24"), (25, 50, "25–49"), (50, 75, "50–74"), (75, 101, "75–100"))]
    chart = charts.bars(names, request.translate(_("线上进度分布")), (request.translate(_("进度")), request.translate(_("人数")))) if values else None
    return {"chart": chart, "units": request.plugins.has(request.school, "learning_units")}


def units_table(classroom, request):
    """A row a student, a column a video (or test): who has, and who has not, in a span of time."""
    kind = "test" if request.GET.get("kind") == "test" else "video"
    since, until = day_of(request, "from"), day_of(request, "to", 1)
    people = sorted(classroom.present(), key=lambda member: (member.number, member.name))
    answer = request.plugins.first(request.school, "learning_units", course=above(classroom, Course), people=tuple(m.aid for m in people), since=since, until=until)
    units = [unit for unit in (answer if isinstance(answer, (list, tuple)) else ()) if isinstance(unit, Unit) and unit.kind == kind]
    title = _("测验完成情况") if kind == "test" else _("视频观看情况")
    columns = (Column(_("学号"), "id"), _("姓名"), _("行政班"), *(Column(unit.title, note=_("${n} / ${of} 人", n=sum(m.aid in unit.done for m in people), of=len(people))) for unit in units))
    rows = [(m.number, m.name, m.cohort, *(said_of(unit, m.aid) for unit in units)) for m in people]
    return kind, Table(kind, columns, rows, title=title)


def said_of(unit, aid):
    return unit.done[aid] if unit.kind == "test" and aid in unit.done else aid in unit.done


def day_of(request, name, later=0):
    """The beginning of a day that the address names, in the school's zone."""
    try:
        day = datetime.strptime(request.GET.get(name, ""), "%Y-%m-%d").date() + timedelta(days=later)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(day, time(), words.zone(request.school.timezone)).astimezone(request.now.tzinfo)


@view_config(context=Classroom, name="online", permission=TEACH, request_method="GET", renderer="table_page.pt")
def online_table(classroom, request):
    kind, table = units_table(classroom, request)
    kept = [("kind", kind), *((name, request.GET[name]) for name in ("from", "to") if day_of(request, name))]
    csv, xlsx = (f"{request.resource_path(classroom, view)}?{urlencode(kept)}" for view in ("online.csv", "online.xlsx"))
    return {"room": classroom, "here": "reports", "screen": Screen(request, table, csv, xlsx, kept=kept), "line": classroom.title,
            "back": request.resource_path(classroom, "reports")}


@view_config(context=Classroom, name="online.csv", permission=TEACH, request_method="GET")
def online_csv(classroom, request):
    return sheet(classroom, request, units_table(classroom, request)[1], "csv")


@view_config(context=Classroom, name="online.xlsx", permission=TEACH, request_method="GET")
def online_xlsx(classroom, request):
    return sheet(classroom, request, units_table(classroom, request)[1], "xlsx")


# Early warning ------------------------------------------------------------------------------------------------------------------

@view_config(context=Classroom, name="warn", permission=TEACH, request_method="POST")
def warn(classroom, request):
    """A message to those who are ticked, each with their own reasons; two taps on one day are one."""
    (progress, _silent), wanted = progress_beside(classroom, request), set(request.POST.getall("person"))
    term = Term(classroom, request.plugins, request.school, progress=progress)
    chosen = [each for each in statistics.warned(term) if each.member.aid in wanted]
    if not chosen:
        raise Refused(_("请先勾选要提醒的学生。"))
    text, day = request.POST.get("text", "").strip()[:500], request.now.date().isoformat()
    for each in chosen:
        reasons = "；".join(request.translate(reason) for _tone, reason in each.reasons)
        title = _("${room}：请留意你的学习情况（${reasons}）", room=classroom.title, reasons=reasons)
        send_notice(request.school, request.plugins, Notice(title, text, f"{path_of(classroom)}/results", (each.member.aid,), "reminder",
                                                            f"warn {path_of(classroom)} {day}"), request.now)
    return moved(request.resource_path(classroom, "reports", query={"told": len(chosen)}))


# Tables of plugins --------------------------------------------------------------------------------------------------------------

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
    return sheet(classroom, request, named(classroom, request)[1], "csv")


@view_config(context=Classroom, name="report.xlsx", permission=TEACH, request_method="GET")
def xlsx(classroom, request):
    return sheet(classroom, request, named(classroom, request)[1], "xlsx")
