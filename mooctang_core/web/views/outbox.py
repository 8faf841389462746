"""发件箱: the fate of every letter, for a school's managers and for whoever runs the installation; to try again, or to let be.

A manager reads whom a letter is for and what it is called. An operator, who looks after the delivery and not after the school,
reads of which sort it is. One-time codes are shown to operators alone, and only where nothing else carries them.
"""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ...flows import auditing
from ...flows.addressing import channels_in
from ...identity import codes
from ...identity.login import masked
from ...model.outbox import DROPPED, GIVEN_UP, MUTED, NOWHERE, SENT, WAITING, Outbox
from ...model.schools import School
from ...model.wishes import CODE, SORTS, sort_of
from ...permissions import MANAGE
from ...words import clock, exact, translator
from ..answers import moved
from .message_settings import NAMES
from .messages import spoken
from .operate import operators, operators_post

_ = translator("mooctang_core")
PAGE = 40
MOST_AGAIN = 500
STATES = {
    SENT: (_("已发出"), "ok"), WAITING: (_("等待中"), "warn"), GIVEN_UP: (_("没有送到"), "bad"), NOWHERE: (_("没有地址"), ""),
    MUTED: (_("本人不接收"), ""), DROPPED: (_("已停止"), ""),
}
SHOWN = (("", _("全部")), ("waiting", _("等待中")), ("trouble", _("没有送到")))
TITLES = {sort.word: sort.title for sort in SORTS}


class Fate(NamedTuple):
    """One channel of one letter."""

    channel: str
    state: str
    tone: str
    said: str
    """How often it was tried, when next, and what the other side said."""


class Line(NamedTuple):
    """One letter on the page."""

    id: str
    title: str
    to: str
    when: str
    fates: list
    code: str
    until: str
    may_again: bool
    may_drop: bool


class House(NamedTuple):
    """One outbox in the operator's list."""

    title: str
    href: str
    waiting: int
    trouble: int
    channels: str
    here: bool


@view_config(route_name="manage_outbox", context=School, permission=MANAGE, request_method="GET", renderer="outbox.pt")
def of_school(school, request):
    return {**page(request, school, "manage_outbox"), "houses": [], "slug": ""}


@operators("operate_outbox", renderer="outbox.pt")
def of_all(alliance, request):
    """The alliance's own letters, or those of the school that was asked for; and how it stands everywhere."""
    slug, place = asked_place(alliance, request, request.GET.get("school", ""))
    houses = [house(request, one, slug) for one in ("", *alliance.schools)]
    return {**page(request, place, "operate_outbox", slug), "houses": houses, "slug": slug}


def asked_place(alliance, request, slug):
    if slug and slug not in alliance.schools:
        raise HTTPNotFound()
    return slug, request.open_school(slug) if slug else alliance


def house(request, slug, here):
    place = request.open_school(slug) if slug else request.alliance
    waiting, trouble = Outbox(place).counts()
    names = [name_of(request, channel) for channel in channels_in(place if slug else None, request.plugins).values()]
    href = request.route_path("operate_outbox", _query={"school": slug} if slug else {})
    return House(place.title, href, waiting, trouble, " · ".join(names), slug == here)


def page(request, place, route, slug=""):
    """What the template wants of one outbox."""
    outbox, asked = Outbox(place), request.GET.get("show", "")
    show, after = asked if asked in dict(SHOWN) else "", request.GET.get("after", "")[:60]
    waiting, trouble = outbox.counts()
    if show == "waiting":
        found, last = outbox.waiting(PAGE), ""
    else:
        marked = outbox.newest(after, PAGE, "x" if show == "trouble" else "t")
        found, last = [letter for _mark, letter in marked], marked[-1][0] if len(marked) == PAGE else ""
    kept = {"school": slug} if slug else {}
    channels = channels_in(place if isinstance(place, School) else None, request.plugins)
    desk = Desk(request, place, channels)
    return {
        "lines": [desk.line(letter) for letter in found if letter is not None], "waiting": waiting, "trouble": trouble, "show": show,
        "tabs": [Tab(request.translate(label), link(request, route, kept, show=word), word == show) for word, label in SHOWN],
        "older": link(request, route, kept, show=show, after=last) if last else "", "first": link(request, route, kept, show=show) if after else "",
        "channels": [name_of(request, channel) for channel in channels.values()], "route": request.route_path(route), "whole": len(found)}


class Tab(NamedTuple):
    label: str
    href: str
    here: bool


def link(request, route, kept, **more):
    asked = {**kept, **{name: value for name, value in more.items() if value}}
    return request.route_path(route) + (f"?{urlencode(asked)}" if asked else "")


def name_of(request, channel):
    return request.translate(getattr(channel, "title", None) or NAMES.get(channel.word, channel.word))


class Desk:
    """Draws letters for one reader; names are looked up once."""

    def __init__(self, request, place, channels):
        self.request, self.place, self.channels = request, place, channels
        self.zone = place.timezone

    def line(self, letter):
        notice, until = letter.notice, letter.until
        fates = [self.fate(word, *fate, until.get(word)) for word, fate in letter.fates.items()]
        fates += [self.fate(word, WAITING, 0, None, "", moment) for word, moment in until.items() if word not in letter.fates]
        code, good = self.code(letter)
        return Line(letter.id, self.title(notice), self.to(letter), exact(letter.posted, self.zone, self.request.locale_name, self.request.now), fates,
                    code, good, letter.done is None or letter.in_trouble, letter.done is None)

    def title(self, notice):
        if notice.get("kind") == CODE:
            return self.request.translate(_("验证码：${purpose}", purpose=codes.PURPOSES.get(notice.get("purpose"), codes.TITLE)))
        if self.request.school is None:
            return self.request.translate(TITLES[sort_of(notice.get("kind", ""), self.request.plugins.kinds)])
        return spoken(self.request, notice["title"])

    def to(self, letter):
        kind, value = letter.notice.get("to") or ("", "")
        account = self.request.alliance.accounts.get(letter.aid) if letter.aid else None
        return masked(f"{kind}:{value}") if kind else account.name if account is not None else self.request.translate(_("已不在的账号"))

    def fate(self, word, state, tries, at, why, until):
        channel = self.channels.get(word)
        label, tone = STATES.get(state, (state, ""))
        said = []
        if state == SENT:
            said.append(clock(at, self.zone))
        if tries and state in (WAITING, GIVEN_UP):
            said.append(_("试了 ${n} 次", n=tries))
        if state == WAITING and until is not None:
            said.append(_("${time} 再试", time=exact(until, self.zone, self.request.locale_name, self.request.now)) if tries
                        else _("${time} 发出", time=exact(until, self.zone, self.request.locale_name, self.request.now)))
        words = [self.request.translate(part) for part in (*said, why) if part]
        name = name_of(self.request, channel) if channel is not None else self.request.translate(NAMES.get(word, word))
        return Fate(name, self.request.translate(label), tone, " · ".join(words))

    def code(self, letter):
        """(the code, until when it is good) where nobody but the operator can pass it on; ("", "") otherwise."""
        notice = letter.notice
        carried = any(fate[0] in (SENT, WAITING) for fate in letter.fates.values())
        if self.request.school is not None or notice.get("kind") != CODE or "nonce" not in notice or carried or letter.until:
            return "", ""
        said = codes.opened(self.request.registry.secret, notice, self.request.now)
        return (said["text"][2]["code"], clock(notice["until"], self.zone)) if said is not None else ("", "")


# -- what can be done -----------------------------------------------------------------------------------------------------------

@view_config(route_name="manage_outbox", context=School, permission=MANAGE, request_method="POST")
def do_in_school(school, request):
    carry_out(request, school, school)
    return moved(link(request, "manage_outbox", {}, show=request.POST.get("show", "")))


@operators_post("operate_outbox")
def do_anywhere(alliance, request):
    slug, place = asked_place(alliance, request, request.POST.get("school", ""))
    carry_out(request, place, alliance)
    return moved(link(request, "operate_outbox", {"school": slug} if slug else {}, show=request.POST.get("show", "")))


def carry_out(request, place, book):
    """Try one letter again or let it be, or try all again that did not arrive; whoever does it is written down."""
    outbox, step = Outbox(place), request.POST.get("step", "")
    if step == "all":
        found = [letter for _mark, letter in outbox.newest("", MOST_AGAIN, "x")]
    else:
        found = [outbox.get(request.POST.get("letter", "")[:60])]
        if found[0] is None:
            raise HTTPNotFound()
    words = [*channels_in(place if isinstance(place, School) else None, request.plugins)]
    for letter in found:
        act(outbox, letter, step, words, request.now)
    if found and step in ("again", "all", "drop"):
        deed = "notice-dropped" if step == "drop" else "notice-retried"
        auditing.log(book, request.aid, deed, getattr(place, "slug", ""), request.now, count=len(found))


def act(outbox, letter: Any, step, words, now):
    if step in ("again", "all") and (letter.done is None or letter.in_trouble):
        letter.again(now)
    elif step == "drop" and letter.done is None:
        letter.drop(words, now)
    outbox.file(letter)


def includeme(config):
    config.add_route("manage_outbox", "/manage/outbox")
    config.add_route("operate_outbox", "/operate/outbox")
