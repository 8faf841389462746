"""What a person wants to hear of where, and when they want to be left alone: plain values on the account, for all schools."""

from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..plain import plain
from ..words import translator

_ = translator("mooctang_core")

CODE = "code"
"""The kind of a one-time code: whoever asked for it waits for it, so nothing holds it back."""


class Sort(NamedTuple):
    """A sort of messages, as people think of them."""

    word: str
    title: Any
    line: Any
    icon: str


SORTS = (
    Sort("announcement", _("公告"), _("老师发布的公告"), "megaphone"),
    Sort("courseware", _("课件和任务"), _("新的课件、练习和任务，截止前的提醒，成绩公布"), "journal-text"),
    Sort("reply", _("回复和评论"), _("有人回复你，或在班级空间提到你"), "chat-left-text"),
    Sort("platform", _("平台消息"), _("账号、认证、审核和学校的通知"), "bell"),
)
OF_KIND = {"announcement": "announcement", "reply": "reply", "comment": "reply", "classspace": "reply", "discussion": "reply",
           "courseware": "courseware", "task": "courseware", "reminder": "courseware", "catch-up": "courseware", "grade": "courseware"}


def sort_of(kind, activities=()):
    """The sort that a kind of notice belongs to. `activities`: the kinds of activities that are installed."""
    return OF_KIND.get(kind) or ("courseware" if kind in activities else "platform")


class Quiet(NamedTuple):
    """From when until when, each day, in which time zone."""

    begins: time
    ends: time
    zone: str


QUIET = ("23:00", "07:00")
"""For whoever has not said anything else."""


class Wishes:
    """An account's wishes; `values` is what is stored."""

    def __init__(self, values=None):
        self.values = dict(values or {})

    def wants(self, channel, sort):
        """Whether messages of this sort may come on this channel."""
        return sort not in self.values.get("off", {}).get(channel, ())

    def quiet(self, zone):
        """The quiet hours, or None when this person wants none. `zone`: the time zone that they live in."""
        begins, ends = self.values.get("quiet", QUIET) or ("", "")
        return Quiet(clock_time(begins), clock_time(ends), zone) if begins != ends else None

    def quiet_until(self, moment, zone):
        """The end of the quiet hours that `moment` lies in; None outside of them."""
        quiet = self.quiet(zone)
        return end_of(quiet, moment) if quiet is not None else None


def chosen(off, quiet):
    """The values to store: {channel: sorts that shall not come}, and (from, until) or None."""
    return plain({"off": {word: tuple(sorted(sorts)) for word, sorts in off.items() if sorts}, "quiet": quiet}, "wishes")


def mute(account, channel, sort):
    """Messages of this sort shall not come on this channel any more."""
    off = account.wishes.get("off", {})
    account.wishes = chosen({**off, channel: {*off.get(channel, ()), sort}}, account.wishes.get("quiet", QUIET))


def clock_time(text):
    """07:30 as a time of day; ValueError for anything else."""
    hours, _colon, minutes = text.partition(":")
    return time(int(hours), int(minutes or 0))


def end_of(quiet, moment):
    """The end of the quiet hours round a moment, None when it lies in none. Hours are those of the person's clock, also where it is put forward or back."""
    zone = ZoneInfo(quiet.zone)
    here = moment.astimezone(zone)
    for day in (here.date() - timedelta(days=1), here.date()):
        begins = datetime.combine(day, quiet.begins, zone)
        ends = datetime.combine(day + timedelta(days=quiet.ends <= quiet.begins), quiet.ends, zone)
        if begins <= moment < ends:
            return ends.astimezone(moment.tzinfo)
    return None
