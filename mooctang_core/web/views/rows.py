"""An activity as one line of a list: what it is called, how it went, where it leads."""

from typing import Any, NamedTuple

from ... import words
from ...activity import MissingActivity
from ...flows.looking import mine_in, summary
from ...model.activities import CLOSED
from ...words import translator

_ = translator("mooctang_core")


class Row(NamedTuple):
    """One line of a list."""

    title: Any
    line: Any
    href: str
    icon: str
    value: Any = None
    tone: str = ""


def of_class(request, activity):
    """For teachers: the plugin's own summary, or what type it is."""
    say = request.translate
    line = say(summary(activity)) or kind_of(request, activity)
    value = None if activity.state == CLOSED else say(_("进行中"))
    return Row(say(activity.name), line, request.resource_path(activity), activity.icon, value)


def of_mine(request, activity, person_id, line=None):
    """For a student: their own result."""
    say, mine = request.translate, mine_in(activity, person_id)
    value, tone = own_value(request, mine)
    return Row(say(activity.name), line or kind_of(request, activity), request.resource_path(activity), activity.icon, value, tone)


def own_value(request, mine):
    """(what to write at the end of the row, its tone)"""
    if mine.score is not None:
        return request.translate(_("${score} 分", score=f"{mine.score:g}")), "ok"
    if mine.word:
        return request.translate(mine.word), ""
    if not mine.asked:
        return None, ""
    if mine.open:
        return request.translate(_("进行中")), "warn"
    return request.translate(mine.activity.lines.done if mine.took_part else mine.activity.lines.missed), ""


def kind_of(request, activity):
    """What type it is; for one whose plugin is off, that it can only be read."""
    if isinstance(activity, MissingActivity):
        return request.translate(_("只读：插件没有启用"))
    title = request.translate(activity.title)
    return title if title != request.translate(activity.name) else when(request, activity.opened)


def when(request, moment):
    """A moment as the reader says it, in the school's zone."""
    return words.when(moment, request.time_zone, request.locale_name, request.now) if moment else ""
