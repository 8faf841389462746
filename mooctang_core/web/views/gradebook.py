"""The gradebook on the screen and as a file: groups of columns, by the rules that stand or by others to try, now or as it was."""

from datetime import datetime, time, timedelta
from urllib.parse import quote, urlencode

from pyramid.view import view_config

from ... import words
from ...activity import Refused
from ...flows import gradebook, weighing
from ...flows.gradebook import View
from ...flows.standing import Term
from ...model.classrooms import Classroom
from ...permissions import TEACH
from ...tables import Table, as_csv, as_xlsx, page
from ...words import translator
from ..downloads import download
from . import rows
from .beside import beside
from .tabling import WHOLE, Screen

_ = translator("mooctang_core")


def view_of(request):
    """What the address asks to see."""
    given = request.GET
    shown = [word for word in given.getall("open") if word and len(word) < 60]
    return View(frozenset(shown) if "open" in given else None, moment_of(request))


def moment_of(request):
    """The end of the day that `asof` names; None for now, and for what is no day."""
    try:
        day = datetime.strptime(request.GET.get("asof", ""), "%Y-%m-%d").date()
    except ValueError:
        return None
    end = datetime.combine(day + timedelta(days=1), time(), words.zone(request.school.timezone)).astimezone(request.now.tzinfo)
    return end if end < request.now else None


def tried(request, term):
    """(weights, policy, what is wrong with them) of the rules to try; (None, None, None) when none are."""
    given = request.GET
    if not any(name.startswith(("w-", "p-")) for name in given):
        return None, None, None
    try:
        weights, policy = weighing.weights_from(given, term.words), weighing.policy_from(given)
    except Refused as error:
        return None, None, error.message
    try:
        weighing.refuse_unless_whole(weights)
    except Refused as error:
        return weights, policy, error.message
    return weights, policy, None


def kept_query(request):
    """What of the address stays when one sorts, pages or takes the file."""
    return [(name, value) for name, value in request.GET.items() if name in ("open", "asof") or name.startswith(("w-", "p-"))]


@view_config(context=Classroom, name="gradebook", permission=TEACH, request_method="GET", renderer="gradebook.pt")
def show(classroom, request):
    """One page of it: with 2,000 students and a whole term the rest is not worked out."""
    said, view, seen = beside(classroom, request), view_of(request), {}
    rules = Term(classroom, request.plugins, request.school, [], view.moment, said.progress)
    weights, policy, wrong = tried(request, rules)
    view = view._replace(weights=weights, policy=policy)

    def cut(_table, sort, find, number, **spoken):
        found, seen["words"], seen["aids"] = gradebook.screen(classroom, request.plugins, request.school, said.columns, view, sort, find, number, **spoken)
        return found

    query = kept_query(request)
    taken = query + [(name, request.GET[name]) for name in ("sort", "find") if request.GET.get(name)]
    csv, xlsx = (request.resource_path(classroom, name) + (f"?{urlencode(taken)}" if taken else "") for name in ("gradebook.csv", "gradebook.xlsx"))
    screen = Screen(request, None, csv, xlsx, kept=query, cut=cut)
    many = sum(len(part.activities) for part in rules.parts)
    line = request.translate(_("${n} 名学生，${of} 项记录", n=classroom.number_present(), of=many))
    return {"room": classroom, "screen": screen, "line": line, "texts": 1 + len(said.groups), "missing": said.missing,
            "why": whys(seen["words"], view), "aids": seen["aids"], "chips": chips(request, rules, view, many), "view": view, "wrong": wrong,
            "rules": form_of(request, rules, weights, policy), "trial": trial(request, classroom, said, weights, policy, wrong),
            "deeds": deeds(request, classroom, rules), "asof": request.GET.get("asof", "") if view.moment else "",
            "own": rules.own, "today": request.now.astimezone(words.zone(request.school.timezone)).date().isoformat()}


def whys(found, view):
    """The end of each column's address of explanation; "" for what needs none."""
    return [f"&amp;of={quote(word, safe='')}" if word and not word.startswith(("own:", "fig:")) else "" for word in found[3:]]


def chips(request, rules, view, many):
    """A switch for each group: [(label, number of columns, href, open)]."""
    usual = [part.word for part in rules.parts] if many <= gradebook.ALL_OPEN else []
    open_now, found = set(usual if view.open is None else view.open), []
    kept = [pair for pair in kept_query(request) if pair[0] != "open"]
    for part in rules.parts:
        if part.activities:
            after = sorted(open_now ^ {part.word}) or [""]
            found.append((request.translate(part.title), len(part.activities), "?" + urlencode([*kept, *(("open", word) for word in after)]), part.word in open_now))
    return found


def form_of(request, rules, weights, policy):
    """What stands in the form: each part with its weight, the policy's numbers."""
    weights, policy = weights if weights is not None else rules.weights, policy or rules.policy
    parts = [(word, request.translate(rules.title_of(word)), weights.get(word, 0)) for word in rules.words]
    return {"parts": parts, "sum": sum(weights.get(word, 0) for word in rules.words), "policy": policy, "bounds": weighing.BOUNDS}


def trial(request, classroom, said, weights, policy, wrong):
    """What the rules to try would change, on the real data; None while nothing is tried."""
    if weights is None:
        return None
    term = Term(classroom, request.plugins, request.school, progress=said.progress)
    before, after = term.totals(), term.totals(weights, policy)
    mean = [round(sum(known) / len(known), 1) if known else gradebook.MISSING for known in ([v for v in row if v is not None] for row in (before, after))]
    changed = sum(a != b for a, b in zip(before, after, strict=True))
    fields = [(f"w-{word}", weights.get(word, 0)) for word in term.words] + [(f"p-{name}", value) for name, value in policy._asdict().items()]
    return {"changed": changed, "before": mean[0], "after": mean[1], "warned": len(term.warned(policy)), "was_warned": len(term.warned()), "fields": fields, "ok": wrong is None}


def deeds(request, classroom, rules):
    """What was done in the last day and can be taken back: [(name, sentence, who, when)]."""
    accounts, found = request.alliance.accounts, []
    for deed in (classroom.book.fresh(request.now) if classroom.book is not None else ()):
        title = rules.book.columns.get(deed.column, {}).get("title") or (
            request.translate(_("总评")) if deed.column == "=total" else request.translate(rules.title_of(deed.column[1:])) if deed.column[1:] in rules.words else "")
        sentence = {"rules": _("改了权重和考勤规则"), "column": _("加了一列“${title}”", title=title), "removed": _("删除了“${title}”这一列", title=title)}.get(
            deed.what) or _("在“${title}”改了 ${n} 人的分", title=title, n=len(deed.aids))
        who = accounts[deed.by].name if deed.by in accounts else ""
        found.append((deed.name, request.translate(sentence), who, rows.when(request, deed.at)))
    return found


def made(classroom, request):
    """The table that the screen shows, with all of its rows."""
    said, view = beside(classroom, request), view_of(request)
    weights, policy, _wrong = tried(request, Term(classroom, request.plugins, request.school, [], view.moment, said.progress))
    table = gradebook.table(classroom, request.plugins, request.school, said.columns, view._replace(weights=weights, policy=policy))
    found = page(table, request.GET.get("sort", ""), request.GET.get("find", ""), 1, WHOLE, request.translate, request.school.timezone)
    return Table(table.name, table.columns, found.rows, title=table.title)


def file_name(classroom, request, table, ending):
    day = moment_of(request) and f"-{request.GET['asof']}" or ""
    return f"{classroom.title}-{request.translate(table.title)}{day}.{ending}"


@view_config(context=Classroom, name="gradebook.csv", permission=TEACH, request_method="GET")
def csv(classroom, request):
    table = made(classroom, request)
    return download(request, as_csv(table, request.translate, request.school.timezone), file_name(classroom, request, table, "csv"))


@view_config(context=Classroom, name="gradebook.xlsx", permission=TEACH, request_method="GET")
def xlsx(classroom, request):
    table = made(classroom, request)
    return download(request, as_xlsx([table], request.translate, request.school.timezone), file_name(classroom, request, table, "xlsx"))
