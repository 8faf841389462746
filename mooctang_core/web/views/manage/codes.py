"""认证码: made by class, seen once to be printed, renewed for one or many, or brought in from a file. Only hashes are kept."""

import secrets
from typing import NamedTuple

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from ....activity import Refused
from ....flows import certcodes, certifying, codesheet
from ....model.schools import School
from ....permissions import MANAGE
from ....words import translator
from ...multipart import Upload
from ...rendering import draw
from .. import rows

_ = translator("mooctang_core")
SPACE = "codes-read"
READ_S = 1800
SHOWN_FAULTS = 200


class Cohort(NamedTuple):
    """An administrative class in the list."""

    name: str
    title: str
    size: int


class Student(NamedTuple):
    """One student of a class with how it stands with their code."""

    number: str
    name: str
    since: str
    has: bool
    certified: bool


@view_config(route_name="manage_codes", context=School, permission=MANAGE, request_method="GET")
def show(school, request):
    """The classes; with one named, its students."""
    return page(request)


def page(request, problem=None, status=200, **more):
    school, name = request.school, str(request.params.get("cohort", ""))
    held = school["cohorts"].get(name)
    classes = [Cohort(key, cohort.title, len(cohort.on(request.now))) for key, cohort in school["cohorts"].items()]
    values = {
        "cohort": name if held is not None else "", "klass": held.title if held is not None else "", "problem": problem, "faults": None, "good": 0, "ticket": "",
        "classes": sorted((one for one in classes if one.size), key=lambda one: one.title),
        "students": [student(request, entry) for entry in certcodes.students_of(school, name, request.now)] if held is not None else [],
        "taken": int(request.GET["taken"]) if request.GET.get("taken", "").isdigit() else None, "offered": certifying.offered(school), **more}
    return Response(draw(request, "mooctang_core", "manage_codes.pt", values), status=status)


def student(request, entry):
    at = entry.details.get("code_at")
    holder = certifying.holder_of(request.alliance, entry)
    certified = holder is not None and not certifying.never_used(holder, entry.number)
    return Student(entry.number, entry.name, rows.when(request, at) if at else "", certcodes.has_code(entry), certified)


@view_config(route_name="manage_codes", context=School, permission=MANAGE, request_method="POST", uploads=True)
def act(school, request):
    step = STEPS.get(str(request.POST.get("step", "")))
    if step is None:
        raise HTTPNotFound()
    try:
        return step(school, request)
    except Refused as refusal:
        return page(request, refusal.message, 422)


# Made and renewed ------------------------------------------------------------------------------------------------------------------

def make(school, request, renew=False):
    """Codes for whole classes or for the students that were ticked; the answer is the paper, and the only time they are seen."""
    names = [name for name in dict.fromkeys(request.POST.getall("class")) if isinstance(name, str) and name in school["cohorts"]]
    chosen = [school["people"][number] for number in dict.fromkeys(request.POST.getall("number")) if isinstance(number, str) and number in school["people"]]
    entries = chosen or [entry for name in names for entry in certcodes.students_of(school, name, request.now)]
    if not entries:
        raise Refused(_("请先选择班级或学生。"))
    about = "、".join(school["cohorts"][name].title for name in names) if not chosen else "、".join(entry.number for entry in chosen[:3])
    slips = certcodes.make(school, entries, request.registry.secret, request.now, request.aid, renew, about[:200])
    if not slips:
        raise Refused(_("这些学生都有认证码了。丢了的话，请用“更换”。"))
    return Response(draw(request, "mooctang_core", "codes_paper.pt", {"groups": by_class(slips), "count": len(slips), "address": request.host_url + "/certify"}))


def renew(school, request):
    return make(school, request, renew=True)


def by_class(slips):
    """[(class, [Slip])], each to be begun on a paper of its own."""
    groups: dict = {}
    for slip in slips:
        groups.setdefault(slip.cohort, []).append(slip)
    return sorted(groups.items())


# From a file -----------------------------------------------------------------------------------------------------------------------

def read(school, request):
    """A dry run: what would be taken, and every line that cannot be. What waits for the second step are hashes."""
    upload, text = request.POST.get("file"), request.POST.get("text", "")
    data = upload.file.read(codesheet.BYTES_MAX + 1) if isinstance(upload, Upload) and upload.size else str(text).encode("utf-8", "replace")
    if not data.strip():
        raise Refused(_("请选择一个文件，或者粘贴学号和认证码。"))
    good, faults = certcodes.read_rows(school, codesheet.rows_in(data), request.registry.secret)
    ticket = secrets.token_urlsafe(18)
    if good:
        request.registry.store.scratch.put(SPACE, ticket, {"by": request.aid, "school": school.slug, "codes": good}, ttl=READ_S)
    return page(request, status=200 if not faults else 422, faults=faults[:SHOWN_FAULTS], more=max(0, len(faults) - SHOWN_FAULTS), good=len(good), ticket=ticket)


def take(school, request):
    """The good lines, when the manager says so."""
    ticket = str(request.POST.get("ticket", ""))[:64]
    kept = request.registry.store.scratch.get(SPACE, ticket) or {}
    if kept.get("by") != request.aid or kept.get("school") != school.slug:
        raise Refused(_("这一步等得太久了，请重新选择文件。"))
    # Only when it is committed: a run that met another is run again, with the same ticket.
    request.tm.get().addAfterCommitHook(lambda done: done and request.registry.store.scratch.delete(SPACE, ticket))
    count = certcodes.take_in(school, kept["codes"], request.now, request.aid)
    return HTTPSeeOther(request.route_path("manage_codes", _query={"taken": count}))


STEPS = {"make": make, "renew": renew, "read": read, "take": take}
