"""管理员: who runs this school."""

from pyramid.view import view_config

from ....flows.people import keeping
from ....identity.login import masked
from ....model.schools import School
from ....permissions import MANAGE
from ....words import translator
from ...rendering import draw
from .people import state_of
from .seeing import said, to

_ = translator("mooctang_core")


@view_config(route_name="manage_managers", context=School, permission=MANAGE, request_method="GET", renderer="manage_managers.pt")
def show(school, request):
    accounts = request.alliance.accounts
    found = [(aid, accounts[aid]) for aid in school.managers if aid in accounts]
    rows = [{"aid": aid, "name": account.name, "line": " · ".join(map(masked, account.methods)), "state": state_of(request, account, aid), "me": aid == request.aid} for aid, account in found]
    return {"rows": rows, "said": said(request), "made": None}


@view_config(route_name="manage_managers", context=School, permission=MANAGE, request_method="POST")
def step(school, request):
    """Somebody more, or somebody less. A new account's password is shown in the answer, once."""
    posted = request.POST
    if posted.get("step") == "remove":
        keeping.unmake_manager(school, request.alliance, posted.get("account", ""), request.now, request.aid)
        return to(request, "manage_managers", "unmade")
    account, secret = keeping.make_manager(school, request.alliance, posted.get("name", ""), posted.get("login", ""), request.now, request.aid)
    if secret is None:
        return to(request, "manage_managers", "added")
    request.response.text = draw(request, "mooctang_core", "manage_managers.pt", {**show(school, request), "made": {"name": account.name, "secret": secret, "login": posted.get("login", "").strip()}})
    request.response.headers["Cache-Control"] = "no-store"
    return request.response
