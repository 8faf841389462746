"""消息设置: which messages come on which channel, when one wants to be left alone, and a message to try it with."""

from functools import lru_cache
from typing import Any, NamedTuple

from babel.dates import get_timezone_name
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...activity import Refused
from ...flows.addressing import address_of, channels_in, person_of
from ...flows.telling import send_notice
from ...identity.login import masked
from ...model.wishes import QUIET, SORTS, Wishes, chosen, clock_time
from ...parts import Notice
from ...words import translator, zone
from ..answers import moved

_ = translator("mooctang_core")
NAMES = {"email": _("邮件"), "phone": _("短信")}
ZONES = ("Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Tokyo", "Asia/Singapore", "Asia/Kolkata", "Asia/Dubai", "Europe/Moscow",
         "Europe/Berlin", "Europe/London", "America/New_York", "America/Chicago", "America/Los_Angeles", "Australia/Sydney")


class Way(NamedTuple):
    """One channel on the page."""

    word: str
    title: Any
    address: str
    """Partly hidden; "" when this person cannot be reached on it."""
    setup: str
    off: tuple


@view_config(route_name="message_settings", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="message_settings.pt")
def show(place, request):
    """The channels with what may come on each, and the quiet hours."""
    if request.aid is None or request.account is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": request.path}))
    wishes, account = Wishes(request.account.wishes), request.account
    quiet = wishes.values.get("quiet", QUIET)
    return {"ways": [way(request, channel, wishes) for channel in channels_in(request.school, request.plugins).values()], "sorts": SORTS,
            "quiet": quiet or QUIET, "is_quiet": bool(quiet), "zones": zones(request, account), "said": request.GET.get("said", "")}


def way(request, channel, wishes):
    address = address_of(channel, person_of(request.account))
    if address is None:
        told = ""
    else:
        told = channel.shown(address) if hasattr(channel, "shown") else masked(f"{channel.word}:{address}")
    title = getattr(channel, "title", None) or NAMES.get(channel.word, channel.word)
    return Way(channel.word, request.translate(title), request.translate(told), getattr(channel, "setup", "") or "", tuple(wishes.values.get("off", {}).get(channel.word, ())))


def zones(request, account):
    """[(name, how people call it, whether it is chosen)]; the first is the school's own."""
    locale = request.locale_name
    named = dict.fromkeys((*ZONES, *((account.timezone,) if account.timezone else ())))
    own = _("和学校一样（${zone}）", zone=get_timezone_name(zone(request.house.timezone), locale=locale))
    return [("", request.translate(own), not account.timezone), *((name, spoken_zone(name, locale), name == account.timezone) for name in named)]


@lru_cache(maxsize=256)
def spoken_zone(name, locale):
    return get_timezone_name(zone(name), locale=locale) + f" ({name})"


@view_config(route_name="message_settings", permission=NO_PERMISSION_REQUIRED, request_method="POST")
def keep(place, request):
    """Keep what was chosen; or send oneself a message, to see whether it arrives."""
    if request.aid is None or request.account is None:
        return moved("/login")
    if request.POST.get("step") == "test":
        return try_it(request)
    account, asked = request.account, request.POST
    account.wishes = chosen(off(request, asked), hours(asked))
    if asked.get("zone") in ("", *ZONES):
        account.timezone = asked["zone"] or None
    return moved(request.route_path("message_settings", _query={"said": "kept"}))


def off(request, asked):
    """{channel: the sorts that shall not come}; what was said of channels of other schools stands."""
    known, wanted = channels_in(request.school, request.plugins), set(asked.getall("on"))
    before = {word: sorts for word, sorts in request.account.wishes.get("off", {}).items() if word not in known}
    return {**before, **{word: [sort.word for sort in SORTS if f"{word} {sort.word}" not in wanted] for word in known}}


def hours(asked):
    if not asked.get("quiet"):
        return None
    try:
        begins, ends = (clock_time(asked.get(name, "")).strftime("%H:%M") for name in ("from", "until"))
    except ValueError:
        raise Refused(_("请把免打扰的时间写成 23:00 这样。")) from None
    return begins, ends


def try_it(request):
    """Once a minute."""
    if request.school is None:
        return moved(request.route_path("message_settings"))
    notice = Notice(_("这是一条测试消息"), _("收到它，说明这个渠道能用。免打扰时间内会晚一些到。"), "/messages", (request.account.aid,), "notice", f"test {request.account.aid} {request.now:%Y%m%d%H%M}")
    send_notice(request.school, request.plugins, notice, request.now)
    return moved(request.route_path("message_settings", _query={"said": "sent"}))


def includeme(config):
    config.add_route("message_settings", "/messages/settings")
