"""教师认证 at the school: the queue with proofs, approve, reject with a reason; who was approved, and taking it back."""

from typing import Any, NamedTuple

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from ....flows import certifying, verifying
from ....model.schools import School
from ....permissions import MANAGE
from ....words import translator
from ...nav import MANAGE_COUNTS
from .. import rows
from ..certifying import ways_of
from ..files import send_file

_ = translator("mooctang_core")
LATELY = 50
DONE = {"approved": _("已通过，申请人会收到消息。"), "rejected": _("没有通过，申请人会看到原因。"), "revoked": _("已撤销教师认证。")}


class Asking(NamedTuple):
    """One application, with what the school's books say to it."""

    aid: str
    name: str
    number: str
    note: str
    when: str
    ways: list
    proof: Any
    found: Any
    """The entry under this staff number, or None."""
    same: bool
    before: tuple
    """What was answered earlier: [(state, when, reason)]."""


class Answered(NamedTuple):
    """An application that was answered."""

    aid: str
    name: str
    number: str
    state: str
    when: str
    reason: str
    teaches: bool


@view_config(route_name="manage_verifications", context=School, permission=MANAGE, request_method="GET", renderer="manage_verifications.pt")
def show(school, request):
    """Who waits, the longest first; and what was answered lately."""
    return {"queue": [asking(request, aid, kept) for aid, kept in verifying.queue(school) if aid in request.alliance.accounts],
            "answered": [answered(request, aid, kept) for aid, kept in verifying.decided(school)[:LATELY]], "done": DONE.get(request.GET.get("said", ""))}


def asking(request, aid, kept):
    entry = request.school["people"].get(request.school.full_number(kept["number"]))
    same = entry is not None and entry.role != "student" and certifying.one_name(entry.name) == certifying.one_name(kept["name"])
    before = tuple((state, rows.when(request, at) if at else "", reason) for state, at, _by, reason in kept["answers"] if state == verifying.REJECTED)
    return Asking(aid, kept["name"], kept["number"], kept["note"], rows.when(request, kept["at"]), ways_of(request, request.alliance.accounts[aid]),
                  kept["proof"], entry, same, before)


def answered(request, aid, kept):
    return Answered(aid, kept["name"], kept["number"], kept["state"], rows.when(request, kept["decided"]), kept["reason"],
                    verifying.is_teacher(request.school, aid))


@view_config(route_name="manage_proof", context=School, permission=MANAGE, request_method="GET")
def proof(school, request):
    """The picture or PDF that was sent with an application that waits."""
    kept = verifying.application(school, request.GET.get("person", ""))
    if kept is None or not kept["proof"]:
        raise HTTPNotFound()
    return send_file(request, kept["proof"])


@view_config(route_name="manage_verifications", context=School, permission=MANAGE, request_method="POST")
def act(school, request):
    account = request.alliance.accounts.get(request.POST.get("person", ""))
    step = {"approve": approve, "reject": reject, "revoke": revoke}.get(request.POST.get("step", ""))
    if step is None or account is None:
        raise HTTPNotFound()
    return HTTPSeeOther(request.route_path("manage_verifications", _query={"said": step(school, request, account)}))


def approve(school, request, account):
    verifying.approve(school, request.alliance, request.plugins, account, request.now, request.aid)
    return "approved"


def reject(school, request, account):
    verifying.reject(school, request.plugins, account, " ".join(request.POST.get("reason", "").split())[:300], request.now, request.aid)
    return "rejected"


def revoke(school, request, account):
    verifying.revoke(school, request.plugins, account, request.now, request.aid)
    return "revoked"


MANAGE_COUNTS["verifications"] = lambda request: verifying.waiting(request.school)
