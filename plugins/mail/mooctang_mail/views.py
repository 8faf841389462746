"""The page behind the link in a mail: no more of this sort by mail. A mail program may do it in one step, without a browser."""

from mooctang_core.api import NO_PERMISSION_REQUIRED, SORTS, School, mute, not_found, own_key, see_other, view_config

from .letter import read_stop

TITLES = {sort.word: sort.title for sort in SORTS}


@view_config(route_name="mail_stop", context=School, permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="stop.pt")
def ask(school, request):
    """Reading changes nothing: mail programs open links by themselves."""
    account, sort = whose(request)
    return {"sort": request.translate(TITLES[sort]), "stopped": sort in account.wishes.get("off", {}).get("email", ())}


@view_config(route_name="mail_stop", context=School, permission=NO_PERMISSION_REQUIRED, request_method="POST", require_csrf=False)
def stop(school, request):
    """The word in the address is the proof; a mail program that posts here (RFC 8058) has no token of ours."""
    account, sort = whose(request)
    mute(account, "email", sort)
    return see_other(request.path)


def whose(request):
    found = read_stop(request.matchdict["word"][:200], own_key(request.registry.settings_, "mail stop"))
    account = request.alliance.accounts.get(found[0]) if found else None
    if account is None:
        raise not_found()
    return account, found[1]
