"""/push: allow notices in this browser, and take that back, here or for another one."""

from hashlib import sha256

from mooctang_core.api import (
    NO_PERMISSION_REQUIRED,
    Refused,
    School,
    own_key,
    see_other,
    translator,
    view_config,
)

from . import browsers
from .sealing import b64, private_key, public_bytes

_ = translator("mooctang_webpush")


@view_config(route_name="push", context=School, permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="push.pt")
def show(school, request):
    """One's own browsers."""
    if request.account is None:
        return see_other(request.route_path("login", _query={"next": "/push"}))
    key = b64(public_bytes(private_key(own_key(request.registry.settings_, "vapid"))))
    return {"browsers": [(word_of(browser), browser["label"], browser["at"]) for browser in browsers.of(request.account)], "key": key}


@view_config(route_name="push", context=School, permission=NO_PERMISSION_REQUIRED, request_method="POST")
def change(school, request):
    """Take this browser in, or let one go."""
    if request.account is None:
        raise Refused(_("请先登录。"))
    if request.POST.get("step") == "remove":
        word = request.POST.get("browser", "")
        browsers.remove(request.account, [browser["endpoint"] for browser in browsers.of(request.account) if word_of(browser) == word])
    else:
        browsers.add(request.account, request.POST, label(request.user_agent or ""), request.now)
    return see_other(request.route_path("push"))


def word_of(browser):
    """Names a browser on the page without its address."""
    return sha256(browser["endpoint"].encode()).hexdigest()[:16]


def label(agent):
    """Chrome · Android: as people know it."""
    program = next((name for mark, name in (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")) if mark in agent), "Browser")
    machine = next((name for mark, name in (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")) if mark in agent), "")
    return f"{program} · {machine}" if machine else program
