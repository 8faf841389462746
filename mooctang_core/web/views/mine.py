"""A person's own pages beside their classrooms: 消息 and 账号."""

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...flows.looking import lately
from ...identity.handover import safe_path
from ...model.inbox import Inboxes
from ...model.schools import School
from ..answers import moved
from . import rows
from .portal import cloud, rooms_of


@view_config(context=School, name="messages", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="messages.pt")
def messages(school, request):
    """What I was told, newest first, and what was published lately in my classrooms."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/messages"}))
    return {"letters": letters(school, request), "unread": Inboxes(school).unread(request.aid), "news": [news(request, room, activity) for room, activity in lately(rooms_of(school, request.aid), request.plugins, school)]}


def letters(school, request):
    """[(name, title, text, when, unread)] in the reader's language."""
    return [(name, spoken(request, posting.notice["title"]), spoken(request, posting.notice["text"]), rows.when(request, posting.posted), unread)
            for name, posting, unread in Inboxes(school).letters(request.aid)]


def spoken(request, message):
    """A message as it was stored: a text, or (msgid, domain, mapping) to be translated now."""
    if isinstance(message, tuple):
        msgid, domain, mapping = message
        return request.registry.catalogues.translate(msgid, request.locale_name, domain, {name: spoken(request, value) for name, value in mapping.items()})
    return message


@view_config(context=School, name="messages", permission=NO_PERMISSION_REQUIRED, request_method="POST")
def read_messages(school, request):
    """One opened, which leads to what it speaks of; or all of them read."""
    inbox, name = Inboxes(school).of(request.aid), request.POST.get("open", "")
    if inbox is None:
        return moved("/messages" if request.aid else "/login")
    if not name:
        inbox.read_all()
        return moved("/messages")
    if name not in inbox.names or name not in school.postings:
        raise HTTPNotFound()
    inbox.read(name)
    return moved(safe_path(school.postings[name].notice["href"], "/messages"))


def news(request, room, activity):
    line = f"{room.__parent__.__parent__.title} {rows.when(request, activity.opened)}"
    if room.teachers.get(request.aid):
        return rows.of_class(request, activity)._replace(line=line)
    return rows.of_mine(request, activity, request.aid, line)


@view_config(context=School, name="account", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="account.pt")
def account(school, request):
    """Who I am here, where I am signed in, language and colours."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/account"}))
    return {"number": request.account.number_at(school.slug), "certified": cloud(request)}
