"""Who asks while an operator visits: the person visited, with a banner on every page, nothing personal in reach, and no writing unless it was said."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.security import NO_PERMISSION_REQUIRED

from ..activity import Refused
from ..flows import visiting
from ..words import translator
from .gates import SAFE

_ = translator("mooctang_core")

OPEN_ROUTES = ("static_file", "brand_css", "plugins_css", "crest", "look_css", "manifest", "worker", "offline", "visit_end", "logout", "enter", "arrive", "language", "appearance")
"""Of the pages that concern nobody but whoever asks, those that stay open: none of them tells or changes anything of the person visited."""
OWN_VIEWS = ("account", "profile", "privacy", "introduction", "certify", "diary", "message-settings", "space-private")
"""Views of a place that are a person's own."""
OWN_MODULES = (
    "login", "passwords", "devices", "second", "methods", "registering", "confirming", "binding", "external", "handover", "profile", "keeping", "merging", "privacy",
    "message_settings", "certifying", "verifying",
)


def visit(request):
    """The Visit that whoever asks is on, in this school; None for everybody else."""
    if request.device is None or request.school is None or request.device[0].aid not in (request.alliance.visiting or {}):
        return None
    return visiting.now_visiting(request.alliance, request.device[0].aid, request.now, request.school.slug)


def visited(request, own):
    """The account whose eyes are used: the person visited, else one's own."""
    return request.alliance.accounts.get(request.visit.aid) if request.visit is not None else own


def gate(view, info):
    """Every view asks whether this is a visit."""
    if info.exception_only:
        return view
    module = (getattr(info.original_view, "__module__", "") or "").rpartition(".")[2]
    permission, name = info.options.get("permission"), info.options.get("name") or ""

    def asked(context, request):
        found = request.visit
        if found is None or is_open(request):
            return view(context, request)
        if is_own(request, module, permission, name):
            raise HTTPNotFound()
        if request.method in SAFE:
            return view(context, request)
        if not found.writes:
            raise Refused(_("这是代为查看，只能看，不能改。什么都没有保存。"))
        response = view(context, request)
        if response.status_int < 400 and "mooctang.outcome" not in request.environ:
            visiting.wrote(request.school, found, request.path, request.now)
        return response

    return asked


gate.options = ("permission", "name")


def is_open(request):
    return request.matched_route is not None and request.matched_route.name in OPEN_ROUTES


def is_own(request, module, permission, name):
    """Whether a page is the person's own: how they log in, where, what they set for themselves."""
    by_route = request.matched_route is not None and permission in (None, NO_PERMISSION_REQUIRED)
    return by_route or module in OWN_MODULES or name in OWN_VIEWS or is_private(request, name)


def is_private(request, name):
    """What two people say to each other in a class space: whatever page shows it, it names the other of the two."""
    return name.startswith("space") and ("with" in request.params or name == "space-file" and request.subpath[:1] != ("room",))


def includeme(config):
    config.add_view_deriver(gate, name="visiting", under="second_factor", over="texts_only")
    config.add_request_method(visit, reify=True)
