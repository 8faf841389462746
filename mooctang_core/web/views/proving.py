"""That the account one is signed in with and another one are the same person's: the other is proved too, and that holds for a while, here."""

from pyramid.httpexceptions import HTTPSeeOther

from ...activity import Refused
from ...words import translator

_ = translator("mooctang_core")
SPACE, VALID_S = "merge", 1800


def proved(request, account):
    """Note that whoever sits at this device has just shown that this account is theirs too."""
    kept = {"aid": account.aid, "credential": account.credential, "second": second_of(account), "mine": request.aid}
    request.registry.store.scratch.put(SPACE, request.device[1], kept, ttl=VALID_S)


def other_of(request):
    """The account that was proved here a while ago; None for none, or when its password or second factor is another one since."""
    kept = request.registry.store.scratch.get(SPACE, request.device[1]) if request.device else None
    account = request.alliance.accounts.get(kept["aid"]) if kept and kept["mine"] == request.aid else None
    same = account is not None and (account.credential, second_of(account)) == (kept["credential"], kept.get("second"))
    return account if same and not account.disabled else None


def second_of(account):
    """Which second factor this account has: its moment; None while it has none."""
    return account.second["since"].isoformat() if account.second is not None else None


def forget(request):
    if request.device:
        request.registry.store.scratch.delete(SPACE, request.device[1])


def came(request, account, provider):
    """Back from somebody who vouches: for the other account, so that it can be merged."""
    if account is None:
        raise Refused(_("这个${title}身份还没有绑定任何账号，不能证明另一个账号是你的。", title=request.translate(provider.title)))
    if account.second is not None:
        raise Refused(_("那个账号开了两步验证。请用它的密码和验证码来证明。"))
    proved(request, account)
    return HTTPSeeOther(request.route_path("merge"))
