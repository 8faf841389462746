"""消息: what I was told, by sort, and what comes to me where and when."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...flows.addressing import place_names
from ...flows.looking import lately
from ...flows.rooms import rooms_of
from ...identity.handover import safe_path
from ...model.inbox import Inboxes
from ...model.schools import School
from ...model.wishes import SORTS, sort_of
from ...words import translator
from ..answers import moved
from . import rows

_ = translator("mooctang_core")
PAGE = 30
ICONS = {sort.word: sort.icon for sort in SORTS}


class Told(NamedTuple):
    """One notice in the list."""

    name: str
    sort: str
    icon: str
    title: str
    text: str
    place: str
    when: str
    fresh: bool


class Tab(NamedTuple):
    label: Any
    href: str
    badge: str
    here: bool


@view_config(context=School, name="messages", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="messages.pt")
def messages(school, request):
    """What I was told, newest first, and what was published lately in my classrooms."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/messages"}))
    sort, found = chosen_sort(request), told(school, request)
    mine = [one for one in found if sort in ("", one[1])]
    at = max(1, min(int(request.GET["page"]), pages(mine)) if request.GET.get("page", "").isdecimal() else 1)
    news = [new_in(request, room, activity) for room, activity in lately(rooms_of(school, request.aid), request.plugins, school)]
    return {
        "letters": [letter(school, request, *one) for one in mine[(at - 1) * PAGE:at * PAGE]], "sort": sort, "unread": sum(one[3] for one in mine),
        "tabs": tabs(request, found, sort), "news": news if not sort and at == 1 else [], "at": at, "pages": pages(mine), "total": len(mine),
        "link": lambda page: "/messages?" + urlencode({"sort": sort, "page": page} if sort else {"page": page})}


def pages(found):
    return max(1, -(-len(found) // PAGE))


def chosen_sort(request):
    word = request.params.get("sort", "")
    return word if word in ICONS else ""


def told(school, request):
    """[(name, sort, posting, whether it is unread)], newest first."""
    kinds = request.plugins.kinds
    return [(name, sort_of(posting.notice["kind"], kinds), posting, unread) for name, posting, unread in Inboxes(school).letters(request.aid)]


def tabs(request, found, here):
    """全部 and the four sorts, each with how many are unread."""
    every = [("", _("全部")), *((sort.word, sort.title) for sort in SORTS)]
    fresh = {word: sum(1 for _name, sort, _posting, unread in found if unread and word in ("", sort)) for word, _label in every}
    return [Tab(request.translate(label), f"/messages?sort={word}" if word else "/messages", str(fresh[word] or ""), word == here) for word, label in every]


def letter(school, request, name, sort, posting, unread):
    """One notice in the reader's language; the course that it speaks of is named."""
    notice = posting.notice
    place = " · ".join(place_names(school, notice["href"]))
    return Told(name, sort, ICONS[sort], spoken(request, notice["title"]), spoken(request, notice["text"]), place, rows.when(request, posting.posted), unread)


def spoken(request, message):
    """A message as it was stored: a text, or (msgid, domain, mapping) to be translated now."""
    if isinstance(message, tuple):
        msgid, domain, mapping = message
        return request.registry.catalogues.translate(msgid, request.locale_name, domain, {name: spoken(request, value) for name, value in mapping.items()})
    return message


@view_config(context=School, name="messages", permission=NO_PERMISSION_REQUIRED, request_method="POST")
def read_messages(school, request):
    """One opened, which leads to what it speaks of; or all of them read, or all of a sort."""
    inbox, name, sort = Inboxes(school).of(request.aid), request.POST.get("open", ""), chosen_sort(request)
    back = f"/messages?sort={sort}" if sort else "/messages"
    if inbox is None:
        return moved(back if request.aid else "/login")
    if not name:
        inbox.read_all({one[0] for one in told(school, request) if one[1] == sort} if sort else None)
        return moved(back)
    if name not in inbox.names or name not in school.postings:
        raise HTTPNotFound()
    inbox.read(name)
    return moved(safe_path(school.postings[name].notice["href"], "/messages"))


def new_in(request, room, activity):
    line = f"{room.__parent__.__parent__.title} {rows.when(request, activity.opened)}"
    if room.teachers.get(request.aid):
        return rows.of_class(request, activity)._replace(line=line)
    return rows.of_mine(request, activity, request.aid, line)
