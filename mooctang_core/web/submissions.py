"""The web's half of a submission: authorise, read the answer, queue it, and answer when it is committed."""

from pyramid.response import Response
from webob.multidict import MultiDict

from ..activity import Activity, Refused
from ..committer import Command, digest_of
from ..flows.deeds import name_of
from ..flows.drafting import begun
from ..model.base import path_of
from ..plain import listed, plain
from ..words import translator
from .answers import moved
from .claims import claim_for

_ = translator("mooctang_core")
STATUS = {"done": 200, "refused": 422, "closed": 409, "conflict": 409, "busy": 503, "failed": 500}
RESERVED = ("csrf_token", "idem", "back", "begun", "__formid__", "_charset_", "submit")
MESSAGES = {
    "conflict": _("这次提交的内容和刚才的不一样，没有保存。请刷新页面看看已经保存的内容。"),
    "busy": _("同时提交的人很多，请稍等几秒再试。你的内容还在。"),
    "closed": _("已经结束，不能再提交了。刚才的内容没有保存。"),
    "failed": _("我们这边出错了，没有保存任何内容。请把编号告诉管理员。"),
    "again": _("数据库暂时连不上，没有保存成功。稍等几秒会自动再试，你的内容还在。"),
}


def run(request, kind, path, plugin, answer, sent=None):
    """The outcome of a command: at once when this is the second pass, else None with what is pending left for the bridge."""
    outcome = request.environ.get("mooctang.outcome")
    if outcome is not None:
        return outcome
    command = Command(
        kind=kind, school=request.school.slug, path=path, plugin=plugin, aid=request.aid, answer=answer,
        at=request.now, key=idem(request), digest=digest_of(answer), sent=sent or {},
    )
    refusals, who = request.registry.refusals, (command.school, path, command.aid)
    refusals.begin(who)
    pending = request.registry.committer.put(command)
    pending.add_done_callback(lambda done: refusals.answered(who, done.result().state))
    if request.environ.get("mooctang.bridge"):
        request.environ["mooctang.pending"] = pending
        return None
    # Without a bridge (a test) this thread waits itself, on a transaction that holds nothing.
    request.tm.abort()
    outcome = pending.result(60)
    request.tm.begin()
    return outcome


def do_deed(request, place, deed, values, answer_with):
    """Have the committer carry out a `deed` at a place, and answer with `answer_with(what it returned)` once it is committed."""
    name, plugin = name_of(deed), request.registry.host.by_package(deed.__module__.partition(".")[0])
    outcome = run(request, "deed", path_of(place), plugin.name, values, {"deed": name})
    if outcome is None:
        return Response(status=202)
    return answer_with(dict(outcome.fields)) if outcome.state == "done" else refuse(request, outcome)


def idem(request):
    """The key by which a repeated submit is known; made from the content when a client sends none."""
    return request.POST.get("idem", "")[:64] or request.headers.get("Idempotency-Key", "")[:64]


def read_answer(request, activity):
    """What the student sent, as the activity reads it: plain values. A field nobody asked for is refused."""
    given = activity.read(MultiDict(own_fields(request)))
    return given if type(activity).read is Activity.read else plain(listed(given))


def own_fields(request):
    """The form's fields without those that every form of ours has."""
    return [(name, value) for name, value in request.POST.items() if name not in RESERVED]


def sent_with(request, activity):
    """How this submit arrived, as plain data for the command."""
    sent = {"device": request.browser_word, "claim": claim_for(request, activity)}
    return {**sent, "begun": begun(activity, request.aid, request.POST.get("begun"))} if "begun" in request.POST else sent


def later(request, back):
    """The first pass's answer, left with the server: what to give once the command is done; `back()` is where the person came from. A script that waits for the fresh
    fragment is served by a second pass instead; one whose page is told by its stream asks for no more than the word."""
    minimal = wants_minimal(request)
    request.environ["mooctang.when_done"] = minimal or not request.environ.get("HTTP_HX_REQUEST")
    return taken() if minimal else moved(back())


def wants_minimal(request):
    return "return=minimal" in request.environ.get("HTTP_PREFER", "")


def taken():
    return Response(status=204, headers={"Preference-Applied": "return=minimal", "Vary": "Prefer"})


def answer(request, outcome, draw, back):
    """Turn an outcome into the answer: the fresh fragment for a script, else a redirect; errors say what to do."""
    if outcome.state == "done":
        if wants_minimal(request):
            return taken()
        if request.headers.get("HX-Request"):
            return Response(draw(), headers={"Vary": "HX-Request"})
        return moved(back)
    return refuse(request, outcome)


def refuse(request, outcome):
    from .errors import page

    if outcome.state == "refused":
        raise Refused(outcome.message)
    text = outcome.message or MESSAGES["again" if outcome.retryable and outcome.state == "failed" else outcome.state]
    return page(request, status_of(outcome), _("没有提交成功"), text, outcome.incident, retry_after=2 if outcome.retryable else None)


def status_of(outcome):
    """503 and 507 ask the phone to send the same key again; 500 says that this will not help."""
    if outcome.state == "failed" and outcome.retryable:
        return 507 if outcome.fields.get("store") == "full" else 503
    return STATUS[outcome.state]
