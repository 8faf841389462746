"""教师认证: a teacher says who they are, with a proof; reads how far it is; and is told the answer."""

import colander
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...activity import Refused
from ...flows import verifying
from ...model.alliance import Alliance
from ...model.schools import School
from ...words import translator
from ..errors import to_login
from ..multipart import Upload
from ..rendering import draw
from ..uploads import take_file
from . import rows
from .handover import switch_url
from .joining import one_line

_ = translator("mooctang_core")
PROOF_MB = 10
PROOFS = ("image", "pdf")
TOLD = {"sent": _("已提交，等待学校审核，一般 1–2 个工作日。结果会发消息告诉你。"), "withdrawn": _("已撤回，证明材料已经删除。")}


class Asked(colander.MappingSchema):
    name = colander.SchemaNode(colander.String(), title=_("真实姓名"), preparer=one_line, validator=colander.Length(max=40))
    number = colander.SchemaNode(colander.String(), title=_("工号"), preparer=one_line, validator=colander.Length(max=32))
    note = colander.SchemaNode(colander.String(), title=_("说明"), preparer=one_line, missing="", validator=colander.Length(max=300))


@view_config(context=Alliance, name="verify", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="verify_schools.pt")
def choose(alliance, request):
    """At which school one teaches."""
    schools = [request.open_school(slug) for slug in alliance.schools]
    signed_in = request.account is not None
    return {"choices": [(school.title, school.brand["slogan"], verifying.is_teacher(school, request.aid),
                         switch_url(request, school.slug, "/verify") if signed_in else request.school_url(school.slug, "/verify")) for school in schools]}


@view_config(context=School, name="verify", permission=NO_PERMISSION_REQUIRED, request_method="GET")
def ask(school, request):
    """The form, or how far the application is."""
    if request.account is None:
        return to_login(request)
    return page(request, told=TOLD.get(request.GET.get("said", "")))


def page(request, problem=None, status=200, told=None):
    kept = verifying.application(request.school, request.aid)
    values = {
        "teacher": verifying.is_teacher(request.school, request.aid), "kept": kept, "problem": problem, "told": told, "limit": PROOF_MB,
        "state": kept["state"] if kept else "", "when": rows.when(request, kept["at"]) if kept else "",
        "name": text(request, "name", kept["name"] if kept else request.account.name)[:40],
        "number": text(request, "number", kept["number"] if kept else "")[:32], "note": text(request, "note", kept["note"] if kept else "")[:300]}
    return Response(draw(request, "mooctang_core", "verify.pt", values), status=status)


def text(request, name, default=""):
    """A field of the form; a file in its place is none."""
    value = request.POST.get(name, default)
    return value if isinstance(value, str) else ""


@view_config(context=School, name="verify", permission=NO_PERMISSION_REQUIRED, request_method="POST", uploads=True)
def act(school, request):
    if request.account is None:
        return to_login(request)
    step = {"apply": send, "withdraw": take_back}.get(text(request, "step"))
    if step is None:
        raise HTTPNotFound()
    try:
        return step(school, request)
    except Refused as refusal:
        return page(request, refusal.message, 422)


def send(school, request):
    """Sent with a proof: a picture or PDF of a staff card or letter."""
    given, upload = Asked(unknown="ignore").deserialize({name: text(request, name) for name in ("name", "number", "note")}), request.POST.get("proof")
    proof = proof_of(request, upload) if isinstance(upload, Upload) and upload.filename else None
    kept = verifying.application(school, request.aid)
    if proof is None and not (kept and kept["proof"]):
        raise Refused(_("请附上证明材料：工作证或学校证明的照片或 PDF。"))
    verifying.apply(school, request.plugins, request.account, given["name"], given["number"], given["note"], proof, request.now)
    return HTTPSeeOther(request.resource_path(school, "verify", query={"said": "sent"}))


def proof_of(request, upload):
    """The kept file; one that the school had before for another reason is not thrown away with the application."""
    file = take_file(request, upload, PROOFS, PROOF_MB)
    return {**file, "shared": file["hash"] in request.school.files}


def take_back(school, request):
    verifying.withdraw(school, request.account)
    return HTTPSeeOther(request.resource_path(school, "verify", query={"said": "withdrawn"}))
