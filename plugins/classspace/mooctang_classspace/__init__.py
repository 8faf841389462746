"""班级空间: the chat of a whole classroom. This file holds the hooks."""

from mooctang_core.api import Classroom, Link, Panel, changed, hookimpl, path_of, translator

from . import cards, doing, log, merging, reading
from .drawing import draw_chat, draw_pair

_ = translator("mooctang_classspace")
title = _("班级空间")
DEEDS = (doing.say, doing.act)
"""What the committer finds by its name."""


@hookimpl
def configure(config):
    config.add_room_face("chat", draw_chat)
    config.add_room_face("pair", draw_pair)


@hookimpl
def links(context, request):
    if not isinstance(context, Classroom):
        return None
    return [_link(context, request, title)]


def _link(room, request, label):
    muted = not request.aid or log.prefs_of(room, request.aid)["mute"]
    return Link(request.translate(label), request.resource_path(room, "space"), "chat-dots", order=8, badge="" if muted else reading.badge(request, room))


@hookimpl
def panels(context, request):
    """Who pinned it finds it on the class page."""
    if not isinstance(context, Classroom) or not request.aid or not log.prefs_of(context, request.aid)["pin"]:
        return None
    unread = reading.badge(request, context)
    label = _("${n} 条新消息", n=unread) if unread else _("去看看")
    return [Panel("classspace", title, links=(Link(request.translate(label), request.resource_path(context, "space"), "chat-dots"),), order=2)]


@hookimpl
def activity_published(activity, school, now):
    """Tasks and announcements stand among the messages."""
    room = activity.classroom
    if room is not None and cards.is_card(activity):
        cards.note(room, activity, now)
        changed(school, path_of(room), "face:chat")


@hookimpl
def personal_data(classroom, person_id):
    """What one wrote, to the room and to single people; what others wrote is theirs."""
    logs = [log.log_of(classroom, person_id), *(log.log_of(classroom, person_id, other) for other in log.talks_of(classroom, person_id))]
    said = [message for one in logs for message in one.span(log.FIRST, one.last()) if message["by"] == person_id]
    return {"messages": [{"at": one["at"], "text": one["text"], "file": one["file"]} for one in said]} if said else None


@hookimpl
def account_merged(place, old, new):
    """Private messages of two accounts of one person are one conversation."""
    if isinstance(place, Classroom):
        merging.merge(place, old, new)
