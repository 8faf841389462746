"""How one logs in: what is bound to the account, binding a number or address with a code, unbinding, and the way out of a conflict."""

from typing import NamedTuple

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from ...activity import Refused
from ...identity.codes import check_code, contact_of, is_carried, send_code
from ...identity.limits import TooMany
from ...identity.login import masked
from ...identity.names import hinted
from ...words import translator
from ..admitting import admit, confirm_first, is_fresh
from ..doors import anybody, external_ways, later, patience, stays, where_to
from ..errors import to_login
from ..rendering import draw
from .registering import WRONG, drop_proof, note_proof, proof

_ = translator("mooctang_core")


class Kind(NamedTuple):
    label: str
    icon: str


KINDS = {
    "phone": Kind(_("手机号"), icon="phone"), "email": Kind(_("邮箱"), icon="envelope"), "user": Kind(_("登录名"), icon="person"),
    "external": Kind(_("外部身份"), icon="box-arrow-right"),
}


class Line(NamedTuple):
    """One way to log in."""

    method: str
    kind: str
    shown: str
    word: str
    """What the form sends for it; the method itself stays on the server."""
    free: bool
    """Whether it can be unbound."""


class Holder(NamedTuple):
    """The account that has a number already, as much of it as may be said."""

    name: str
    methods: tuple
    schools: tuple
    """((school's title, masked number), …)"""


def lines_of(account):
    kinds = [method.partition(":")[0] for method in account.methods]
    return [Line(method, kind, shown(method), str(at), kind != "user" and len(kinds) > 1)
            for at, (method, kind) in enumerate(zip(account.methods, kinds, strict=True))]


def shown(method):
    """One's own method: a user name is read in full, an external identity by who vouches for it."""
    kind, _colon, value = method.partition(":")
    if kind == "user":
        return value
    return masked(method) if kind in ("phone", "email") else value.rpartition(":")[0]


def holder_of(request, account):
    schools = tuple((request.open_school(slug).title, hidden(number)) for slug, number in account.certifications.items() if slug in request.alliance.schools)
    return Holder(hinted(account.name), tuple(masked(method) for method in account.methods if not method.startswith("external:")), schools)


def hidden(number):
    return f"{number[:5]}****{number[-2:]}" if len(number) > 7 else f"****{number[-2:]}"


@anybody("methods", request_method="GET")
def mine(request):
    return page(request) if request.account is not None else to_login(request)


def page(request, problem="", status=200, typed="", sent=None, conflict=None):
    contact = proof(request)
    taken = request.alliance.account_by(contact.method) if contact is not None else None
    if taken is not None and taken is not request.account and conflict is None:
        conflict = taken
    values = {
        "lines": lines_of(request.account), "kinds": KINDS, "problem": problem, "typed": typed, "sent": sent, "proved": contact if taken is None else None,
        "conflict": holder_of(request, conflict) if conflict is not None else None, "contact": contact, "ways": [way for _plugin, way in external_ways(request)],
        "carried": sent is None or is_carried(request, sent.kind), "next": where_to(request, "/account"), "merge": merge_url(request)}
    return Response(draw(request, "mooctang_core", "methods.pt", values), status=status)


def merge_url(request):
    """The guided merge, where it is installed."""
    try:
        return request.route_path("merge")
    except KeyError:
        return None


@anybody("methods", request_method="POST")
def change(request):
    """Send a code, bind, unbind, forget what was proved, or change over to the account that has the number; each after showing who one is."""
    if request.account is None:
        return to_login(request)
    if not is_fresh(request):
        return confirm_first(request, request.route_path("methods", _query={"next": where_to(request, "/account")}))
    steps = {"send": send, "check": check, "bind": bind, "unbind": unbind, "drop": drop, "switch": switch}
    try:
        return steps.get(request.POST.get("step", ""), page)(request)
    except Refused as refusal:
        return page(request, refusal.message, 422, request.POST.get("name", "")[:254], sent_to(request))
    except TooMany as not_now:
        return later(page(request, patience(not_now, request), 429, request.POST.get("name", "")[:254]), not_now.seconds)


def sent_to(request):
    """Where the code went that was wrong."""
    return contact_of(request.POST.get("name")) if request.POST.get("step") == "check" else None


def send(request):
    contact = contact_of(request.POST.get("name"))
    if contact.method in request.account.methods:
        raise Refused(_("${contact} 已经绑定在这个账号上了。", contact=contact.masked))
    send_code(request, *contact, "bind")
    return page(request, typed=request.POST["name"][:254], sent=contact)


def check(request):
    """The code: a number that nobody has is bound, one that somebody has is explained."""
    contact = contact_of(request.POST.get("name"))
    if not check_code(request, *contact, "bind", request.POST.get("code", "")):
        raise Refused(WRONG)
    note_proof(request, contact)
    return bind_proved(request, contact)


def bind(request):
    """Bind what was proved before this login."""
    contact = proof(request)
    if contact is None:
        raise Refused(_("这一步等得太久了。请重新发送验证码。"))
    return bind_proved(request, contact)


def bind_proved(request, contact):
    holder = request.alliance.account_by(contact.method)
    if holder is not None and holder is not request.account:
        return page(request, status=409, conflict=holder)
    request.alliance.bind(request.account, contact.method)
    drop_proof(request)
    return HTTPSeeOther(where_to(request, "/account/methods") if request.POST.get("step") == "bind" else request.route_path("methods"))


def unbind(request):
    line = next((line for line in lines_of(request.account) if line.word == request.POST.get("method", "") and line.shown == request.POST.get("shown", "")), None)
    if line is None:
        return page(request)
    if len(request.account.methods) < 2:
        raise Refused(_("这是唯一的登录方式，不能解绑。请先绑定另一个手机号或邮箱。"))
    if not line.free:
        raise Refused(_("登录名是学校发的，不能解绑。"))
    request.alliance.unbind(request.account, line.method)
    if line.method == f"email:{request.account.reminders}":
        request.account.reminders = ""
    return HTTPSeeOther(request.route_path("methods"))


def drop(request):
    drop_proof(request)
    return HTTPSeeOther(request.route_path("methods"))


def switch(request):
    """In with the account that has the proved number: there it can be unbound, and one comes back."""
    contact = proof(request)
    account = request.alliance.account_by(contact.method) if contact is not None else None
    if account is None or account.disabled:
        return page(request)
    drop_proof(request)
    return admit(request, account, stays(request), path=request.route_path("methods"))


def includeme(config):
    config.add_route("methods", "/account/methods")
