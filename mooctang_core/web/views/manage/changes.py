"""学籍信息审核: what students ask to have changed, for the school; and a student's own data with the form to ask."""

from typing import Any, NamedTuple

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ....flows import certifying
from ....flows.people import changing, directory
from ....flows.people.fields import fields_of
from ....identity.private import masked
from ....model.schools import School
from ....permissions import MANAGE
from ....words import translator
from ...nav import MANAGE_COUNTS
from .seeing import private, said, to

_ = translator("mooctang_core")
STATES = {"open": (_("等待审核"), "warn"), "approved": (_("已同意"), "ok"), "declined": (_("没有同意"), "bad"), "withdrawn": (_("已撤回"), "")}
SETTLED_SHOWN = 30

MANAGE_COUNTS["changes"] = lambda request: len(changing.pending(request.school))


class Field(NamedTuple):
    """One field of a request, before and after."""

    title: Any
    before: str
    after: str


class Line(NamedTuple):
    """One request as it is shown."""

    key: str
    name: str
    number: str
    fields: list
    why: str
    at: Any
    state: Any
    tone: str
    reason: str


def line_of(request, one):
    entry = request.school["people"].get(one.number)
    now, titles = (known(request, entry) if entry is not None else {}), fields_of("student")
    fields = [Field(titles[word].title, now.get(word, ""), shown(request, titles[word], value)) for word, value in one.wanted.items()]
    label, tone = STATES[one.state]
    return Line(one.key, entry.name if entry is not None else "", one.number, fields, one.why, one.at, label, tone, one.reason)


def shown(request, field, value):
    return masked(private(request).unseal(value)) if field.secret and value else value


def known(request, entry):
    """{field: what the books say}, a secret one masked."""
    line = directory.line_of(entry)._asdict()
    return {**line, "id_number": private(request).id_of(entry.details)}


@view_config(route_name="manage_changes", context=School, permission=MANAGE, request_method="GET", renderer="manage_changes.pt")
def queue(school, request):
    """Those that wait, and the last that were answered."""
    everything = changing.every(school)
    settled = [one for one in everything if one.state in ("approved", "declined")][-SETTLED_SHOWN:]
    return {"waiting": [line_of(request, one) for one in everything if one.state == "open"], "settled": [line_of(request, one) for one in reversed(settled)], "said": said(request)}


@view_config(route_name="manage_changes", context=School, permission=MANAGE, request_method="POST")
def answer(school, request):
    """Yes, or why not."""
    key, step = request.POST.get("key", ""), request.POST.get("step", "")
    if step == "approve":
        changing.approve(school, request.alliance, request.plugins, key, request.aid, request.now, private(request))
    elif step == "decline":
        changing.decline(school, request.plugins, key, request.POST.get("reason", ""), request.aid, request.now)
    else:
        raise HTTPNotFound()
    return to(request, "manage_changes", "answered")


# A student's own ---------------------------------------------------------------------------------------------------------------

def own_entry(request):
    """The entry of whoever asks; nobody else's is ever there."""
    entry = certifying.entry_of(request.school, request.account)
    if entry is None:
        raise HTTPNotFound()
    return entry


@view_config(context=School, name="record", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="record.pt")
def record(school, request):
    """What the school's books say of me."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/record"}))
    return page(request, own_entry(request))


def page(request, entry, typed=None, wrong=None):
    now, titles = known(request, entry), fields_of("student")
    facts = [(field.title, now.get(word, "")) for word, field in titles.items() if now.get(word) and word not in ("code", "unit")]
    inputs = [(word, titles[word].title, (typed or {}).get(word, ""), (wrong or {}).get(word)) for word in changing.ASKABLE]
    asked = [line_of(request, one) for one in changing.mine(request.school, request.aid)]
    return {"facts": facts, "inputs": inputs, "asked": asked, "open": next((one for one in asked if one.state == STATES["open"][0]), None), "wrong": wrong or {}, "why": (typed or {}).get("why", ""),
            "asked_now": request.GET.get("said") == "asked"}


@view_config(context=School, name="record", permission=NO_PERMISSION_REQUIRED, request_method="POST", renderer="record.pt")
def ask(school, request):
    """Ask for a change, or take the question back."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/record"}))
    entry = own_entry(request)
    if request.POST.get("step") == "withdraw":
        one = next((one for one in changing.mine(school, request.aid) if one.state == "open"), None)
        if one is not None:
            changing.withdraw(school, one.key, request.aid, request.now)
        return HTTPSeeOther("/record")
    typed = {word: request.POST.get(word, "")[:200] for word in (*changing.ASKABLE, "why")}
    wrong = changing.ask(school, request.account, entry, typed, typed["why"], request.now, private(request))
    if not wrong:
        return HTTPSeeOther("/record?said=asked")
    request.response.status_int = 422
    return page(request, entry, typed, wrong)
