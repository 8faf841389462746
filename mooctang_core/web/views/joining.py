"""Joining a classroom by its code: by hand, by link, by the QR on the wall."""

import unicodedata

import colander
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...activity import Refused
from ...identity.limits import CodeGuesses
from ...model.base import find
from ...model.classrooms import Classroom
from ...model.schools import School
from ...words import translator
from ..submissions import refuse, run

_ = translator("mooctang_core")


def normal(code):
    """A code as it was meant: any case, with spaces, full-width."""
    return "".join(unicodedata.normalize("NFKC", code).upper().split())[:32]


def room_with(request, code):
    """(school slug, classroom path) for a code, or None. Wrong codes are limited, right ones never."""
    return request.alliance.codes.get(normal(code)) if len(code) < 64 else None


@view_config(context=School, name="join", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="join.pt")
def ask(school, request):
    """The field, or the classroom that a link names with its teacher and time, before anything happens."""
    code = request.subpath[0] if request.subpath else request.GET.get("code", "")
    if not code:
        return {"room": None, "code": "", "known": None}
    room = look_up(request, code)
    if isinstance(room, Response):
        return room
    return {"room": room, "code": normal(code), "known": known_person(request, school)}


def look_up(request, code):
    """The classroom of a code; a redirect when it is another school's; Refused in words otherwise."""
    target = room_with(request, code)
    if target is None:
        guesses = CodeGuesses(request.registry.store.scratch)
        who = (request.client_addr, request.browser_word, request.aid)
        guesses.begin(*who)
        guesses.wrong(*who)
        raise Refused(_("没有这个课堂码。请看一下大屏幕，课堂码是 6 位字母和数字。"))
    if target[0] != request.school.slug:
        return HTTPSeeOther(request.school_url(target[0], f"/join/{normal(code)}"))
    room = find(request.school, target[1])
    if not isinstance(room, Classroom) or room.archived:
        raise Refused(_("这个课堂已经结束，不能再加入。"))
    return room


def known_person(request, school):
    """The roster entry this account is certified with at the school, or None."""
    number = request.account.number_at(school.slug) if request.account is not None else None
    return school["people"].get(number) if number else None


class Who(colander.MappingSchema):
    name = colander.SchemaNode(colander.String(), title=_("姓名"), validator=colander.Length(max=40))
    number = colander.SchemaNode(colander.String(), title=_("学号"), validator=colander.Length(max=32))


@view_config(context=School, name="join", permission=NO_PERMISSION_REQUIRED, request_method="POST")
def join(school, request):
    """Become a member; once is enough, and a second time is no error."""
    code = request.POST.get("code", "")
    room = look_up(request, code)
    if isinstance(room, Response):
        return room
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": f"/join/{normal(code)}"}))
    outcome = run(request, "join", request.resource_path(room).rstrip("/"), "core", facts_of(request, school))
    if outcome is None:
        return Response(status=202)
    return HTTPSeeOther(request.resource_path(room)) if outcome.state == "done" else refuse(request, outcome)


def facts_of(request, school):
    """What the classroom's books will say: from the roster for a certified person, else what they write themselves."""
    limit = request.registry.settings_.members_max
    entry = known_person(request, school)
    if entry is not None:
        return {"name": entry.name, "number": entry.number, "cohort": entry.cohort or "", "certified": True, "limit": limit}
    given = Who(unknown="ignore").deserialize(dict(request.POST))
    return {**given, "certified": False, "limit": limit}
