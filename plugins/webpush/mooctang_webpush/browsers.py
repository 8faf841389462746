"""The browsers that a person allowed, kept with the account: an address at a push service and two keys, each."""

from mooctang_core.api import NotAllowed, Outside, Refused, translator

from .sealing import read_public, unb64

_ = translator("mooctang_webpush")
SHELF = "webpush"
MOST = 5


def of(account):
    return [dict(browser) for browser in account.peek_shelf(SHELF).get("browsers", ())]


def add(account, given, label, now):
    """Take a browser in; the oldest makes room for a sixth."""
    browser = {**checked(given), "label": label[:60], "at": now}
    others = [one for one in of(account) if one["endpoint"] != browser["endpoint"]]
    account.shelf(SHELF)["browsers"] = [*others, browser][-MOST:]


def checked(given):
    """A browser says these; a forged one would have us ask a server of its choice, so it is https and outside, whatever the operator opened to schools."""
    endpoint, p256dh, auth = (str(given.get(name, ""))[:1000] for name in ("endpoint", "p256dh", "auth"))
    try:
        Outside().checked(endpoint)
        read_public(unb64(p256dh))
        if len(unb64(auth)) != 16:
            raise ValueError("auth")
    except (ValueError, NotAllowed):
        raise Refused(_("这个浏览器的推送信息不完整，请重新开启。")) from None
    return {"endpoint": endpoint, "p256dh": p256dh, "auth": auth}


def remove(account, endpoints):
    held = of(account)
    left = [browser for browser in held if browser["endpoint"] not in endpoints]
    if len(left) != len(held):
        account.shelf(SHELF)["browsers"] = left
