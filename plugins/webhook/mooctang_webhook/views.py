"""/manage/webhook: the address of the school's service, the secret, and a try."""

import json
from secrets import token_hex

from mooctang_core.api import (
    MANAGE,
    ChannelDown,
    DeadAddress,
    Later,
    Refused,
    School,
    confirm_first,
    is_fresh,
    log_secret,
    log_settings,
    outward,
    see_other,
    translator,
    view_config,
)

from .handing import ask, judge, schemes
from .target import SHELF, Target

_ = translator("mooctang_webhook")
SAID = {"kept": _("已保存。"), "turned": _("密钥已更换。请在接收的服务里改成新的。"), "good": _("对方收到了测试消息。")}


@view_config(route_name="webhook", context=School, permission=MANAGE, request_method="GET", renderer="webhook.pt")
def show(school, request):
    said = SAID.get(request.GET.get("said", ""))
    return {"target": Target.of(school, request.registry.settings_), "said": request.translate(said) if said else ""}


@view_config(route_name="webhook", context=School, permission=MANAGE, request_method="POST")
def change(school, request):
    """Keep the address, change the secret, or send a test."""
    step = {"turn": turn, "test": test}.get(request.POST.get("step"), keep)
    if step is not test and not is_fresh(request):
        return confirm_first(request, request.route_path("webhook"))
    return see_other(request.route_path("webhook", _query={"said": step(school, request)}))


def keep(school, request):
    url = request.POST.get("target", "").strip()[:500]
    if url:
        refuse_bad(url, request.registry.settings_)
    before = school.peek_shelf(SHELF).get("url", "")
    school.shelf(SHELF)["url"] = url
    log_settings(request, "webhook", {"url": before} if before else {}, {"url": url} if url else {}, url)
    return "kept"


def refuse_bad(url, settings):
    try:
        outward.resolve(url, settings.webhook_hosts, schemes(url, settings))
    except outward.Unreachable:
        raise Refused(_("找不到这个地址的主机。请检查有没有写错。")) from None
    except outward.Refused:
        raise Refused(_("不能用这个地址：要以 https:// 开头，并且不在内部网络里。内部的服务请联盟运营方加入设置 webhook_hosts。")) from None


def turn(school, request):
    """A new secret; the old one signs nothing any more."""
    shelf = school.shelf(SHELF)
    shelf["turn"] = shelf.get("turn", 1) + 1
    log_secret(request, "webhook")
    return "turned"


def test(school, request):
    """Asked at once, so that who sets it up sees the answer; five seconds at most."""
    target = Target.of(school, request.registry.settings_)
    if not target.url:
        raise Refused(_("请先保存地址。"))
    try:
        judge(ask(target.url, f"test-{token_hex(8)}", json.dumps({"type": "test", "data": {"school": school.title}}, ensure_ascii=False).encode(), target.secret, request.registry.settings_))
    except (ChannelDown, DeadAddress, Later, RuntimeError) as error:
        raise Refused(_("测试没有成功：${why}", why=str(error))) from None
    return "good"
