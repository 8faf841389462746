"""账号合并 at the school: which accounts of its people became one, and taking it back for thirty days."""

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from ....flows import auditing, merging
from ....model.merging import KEPT, of
from ....model.schools import School
from ....permissions import MANAGE
from .. import rows

MOST = 200


@view_config(route_name="manage_merges", context=School, permission=MANAGE, request_method="GET", renderer="manage_merges.pt")
def show(school, request):
    """The newest first; each with who became whom, and until when it can be taken back."""
    kept = sorted(of(school).values(), key=lambda one: one.at, reverse=True)[:MOST]
    known = of(request.alliance)
    found = [{"one": one, "when": rows.when(request, one.at), "until": rows.when(request, one.at + KEPT), "undone": one.name in known and known[one.name].undone,
              "can": one.name in known and known[one.name].can_be_undone(request.now)} for one in kept]
    return {"found": found, "done": request.GET.get("said") == "undone"}


@view_config(route_name="manage_merges", context=School, permission=MANAGE, request_method="POST")
def undo(school, request):
    """Two accounts again. What was done since with the one stays with it."""
    name = request.POST.get("merge", "")[:40]
    if name not in of(school) or name not in of(request.alliance):
        raise HTTPNotFound()
    merging.undo(request.alliance, request.alliance.merges[name], request.aid, request.now)
    kept = school.merges[name]
    auditing.log(school, request.aid, "accounts-unmerged", kept.new["number"] or "", request.now, old=kept.old["name"], new=kept.new["name"])
    return HTTPSeeOther(request.route_path("manage_merges", _query={"said": "undone"}))
