"""Privacy: what is held about me and who sees it, all of it to take away, and the way to have the account deleted."""

import json
from functools import partial

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from ...activity import Refused
from ...flows import belongings
from ...identity import leaving
from ...identity.cookies import DEVICE
from ...store import files
from ...words import translator
from ..admitting import confirm_first, is_fresh
from ..archives import Entry, zip_download
from ..doors import anybody, revoke
from ..errors import to_login
from ..rendering import draw

_ = translator("mooctang_core")


@anybody("privacy", request_method="GET")
def mine(request):
    return page(request) if request.account is not None else to_login(request)


def page(request, problem="", status=200):
    values = {"problem": problem, "hindrances": leaving.hindrances(request.alliance, schools_of(request), request.account), "days": leaving.KEPT.days}
    return Response(draw(request, "mooctang_core", "privacy.pt", values), status=status)


def schools_of(request):
    return {slug: request.open_school(slug) for slug in request.alliance.schools}


# Everything held about me ----------------------------------------------------------------------------------------------------------

@anybody("my_data", request_method="GET")
def take_away(request):
    """One zip: what the alliance and each school hold, as JSON, with the portrait and the files that were handed in."""
    if request.account is None:
        return to_login(request)
    if not is_fresh(request):
        return confirm_first(request, request.route_path("privacy"))
    account = request.account
    entries = [Entry("account.json", as_json(belongings.of_account(account)))]
    if account.picture is not None:
        entries.append(Entry(f"portrait.{account.picture.type.partition('/')[2]}", account.picture.data))
    for slug, school in schools_of(request).items():
        entries += of_school(request, slug, school)
    return zip_download(request, entries, f"mooctang-{request.now:%Y%m%d}.zip")


def of_school(request, slug, school):
    held = belongings.of_school(school, request.plugins, request.account)
    if not any(value for name, value in held.items() if name != "school"):
        return []
    named = {file["hash"]: file for file in belongings.files_in(held) if file["hash"] in school.files}
    return [Entry(f"{slug}/school.json", as_json(held)),
            *(Entry(f"{slug}/files/{file['name']}", partial(files.open_file, school.files[hash].committed(), "rb")) for hash, file in named.items())]


def as_json(value):
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode("utf-8", "replace")


# Going -----------------------------------------------------------------------------------------------------------------------------

@anybody("privacy", request_method="POST")
def leave(request):
    """Ask for the deletion: signed out everywhere, restored by logging in within thirty days."""
    account = request.account
    if account is None:
        return to_login(request)
    if not is_fresh(request):
        return confirm_first(request, request.route_path("privacy"))
    try:
        refuse(request, account)
    except Refused as refusal:
        return page(request, refusal.message, 422)
    revoke(request, account, leaving.leave(request.alliance, account, request.now))
    response = HTTPSeeOther(request.route_path("gone"))
    request.registry.jar.clear(response, DEVICE)
    return response


def refuse(request, account):
    if leaving.hindrances(request.alliance, schools_of(request), account):
        raise Refused(_("还有事情没有交接，账号没有注销。请先处理下面列出的事情。"))
    if request.POST.get("typed", "").strip() != request.translate(_("注销账号")):
        raise Refused(_("请照着写“${words}”来确认。账号没有注销。", words=request.translate(_("注销账号"))))


@anybody("gone", request_method="GET")
def gone(request):
    return Response(draw(request, "mooctang_core", "gone.pt", {"days": leaving.KEPT.days}))


def includeme(config):
    config.add_route("privacy", "/account/privacy")
    config.add_route("my_data", "/account/privacy/data.zip")
    config.add_route("gone", "/account/gone")
