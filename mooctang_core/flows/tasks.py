"""课外任务 as people stand in them: to do, done, late, missed; reminding, more time for one, another date for all."""

from datetime import timedelta
from typing import Any, NamedTuple

from ..activity import Refused
from ..changes import changed
from ..model.activities import CLOSED, DRAFT, OPEN, PAUSED, ActivityNode
from ..model.base import path_of
from ..parts import Notice
from ..words import translator
from . import teaching
from .due import until
from .looking import told
from .telling import send_notice

_ = translator("mooctang_core")
TODO, OVERDUE, DONE, LATE, MISSED = "todo", "overdue", "done", "late", "missed"
WORDS = {TODO: _("要做"), OVERDUE: _("已过截止，还可以交"), DONE: _("已完成"), LATE: _("晚交"), MISSED: _("没有完成")}
OPEN_ONES = (TODO, OVERDUE)
MOST_MORE = timedelta(days=400)


class Standing(NamedTuple):
    """How one person stands in one task."""

    activity: Any
    state: str
    due: Any
    at: Any
    score: Any
    more: bool
    """Whether they were given a date of their own."""

    @property
    def word(self):
        return WORDS[self.state]

    @property
    def tone(self):
        return {DONE: "ok", LATE: "warn", OVERDUE: "warn", MISSED: "bad"}.get(self.state, "")


def tasks_of(room, host, school, drafts=False):
    """The tasks of a classroom, in their order."""
    nodes = [node for node in room["tasks"].in_order() if isinstance(node, ActivityNode)]
    return [host.live(node, school) for node in nodes if drafts or node.state != DRAFT]


def standing(activity, person_id, now):
    """How one person stands; looks at their own record only."""
    record, due = activity.record_of(person_id), activity.deadline_of(person_id)
    did = told(activity, "took_part", lambda: activity.took_part(record), record.status is not None)
    if did:
        state = LATE if due is not None and record.at is not None and record.at > due else DONE
    elif activity.over_for(person_id, now):
        state = MISSED
    else:
        state = OVERDUE if due is not None and now > due else TODO
    score = told(activity, "score_for", lambda: activity.score_for(record), None)
    return Standing(activity, state, due, record.at if did else None, score, person_id in activity.node.extended)


def mine(room, host, school, person_id, now):
    """Everything one student had or has to do here: what is open by its date, the rest newest first."""
    found = [standing(activity, person_id, now) for activity in tasks_of(room, host, school)]
    todo = sorted((one for one in found if one.state in OPEN_ONES), key=by_date)
    return todo, [one for one in reversed(found) if one.state not in OPEN_ONES]


def by_date(one):
    """What has no date stands behind what has one."""
    return one.due is None, one.due


def everybody(activity, now):
    """[(member, Standing)] in the order of their numbers. Of a discreet one nobody is named while it is open."""
    if activity.state in (OPEN, PAUSED) and told(activity, "discreet", lambda: activity.discreet, False):
        return []
    return [(person, standing(activity, person.aid, now)) for person in activity.people()]


def counts(people):
    """{state: how many}"""
    found = dict.fromkeys(WORDS, 0)
    for _person, one in people:
        found[one.state] += 1
    return found


# What a teacher does ----------------------------------------------------------------------------------------------------------

def remind(activity, school, host, now, automatic=False):
    """Tell those who have not done it yet. Returns how many; two taps within a minute are one."""
    teaching.refuse_sealed(activity)
    people = [(person.aid, standing(activity, person.aid, now)) for person in activity.people() if person.active]
    word = "auto" if automatic else now.isoformat(timespec="minutes")
    by_date: dict = {}
    for aid, one in people:
        if one.state in OPEN_ONES:
            by_date.setdefault(one.due, []).append(aid)
    title, path = _("提醒：${name}还没有完成", name=activity.name), path_of(activity.node)
    for due, aids in by_date.items():
        send_notice(school, host, Notice(title, until(due, school), f"{path}/", tuple(aids), "reminder", f"remind {path} {activity.node.round} {word}"), now)
    return sum(map(len, by_date.values()))


def allow(activity, person_id, moment, school, host, now):
    """More time for one student: a date of their own, also when it is over for all others. None takes it back."""
    teaching.refuse_sealed(activity)
    node, member = activity.node, activity.classroom.member(person_id)
    if member is None:
        raise Refused(_("这个人不在这个课堂里。"))
    if node.state == DRAFT:
        raise Refused(_("还没有发布的任务不能延期。"))
    if moment is not None and not now < moment < now + MOST_MORE:
        raise Refused(_("延期的时间要在以后，最多 400 天。"))
    rest = {aid: own for aid, own in node.extended.items() if aid != person_id}
    node.extended = {**rest, person_id: moment} if moment is not None else rest
    activity.bump()
    changed(school, activity.path, "record", (person_id,))
    if moment is not None:
        title, path = _("“${name}”给你延期了", name=activity.name), path_of(node)
        send_notice(school, host, Notice(title, until(moment, school), f"{path}/", (person_id,), "task", f"more {path} {moment.isoformat()}"), now)


def set_due(activity, moment, late_ok, remind_hours, school, host, now):
    """The date for all. A task that is over and gets a date to come goes on with the same answers."""
    teaching.refuse_sealed(activity)
    node, before = activity.node, activity.node.due
    node.due, node.late_ok, node.remind_hours = moment, late_ok, remind_hours
    if node.state in (OPEN, PAUSED, CLOSED) and moment <= now and moment != before:
        raise Refused(_("截止时间已经过去了。请改成以后的时间。"))
    if node.state == CLOSED and moment > now:
        node.state, node.closed = OPEN, None
    if node.state != DRAFT:
        node.deadline, node.reminded = moment, node.reminded if moment == before else None
        activity.bump()
        teaching.room_changed(node, school)


# By itself --------------------------------------------------------------------------------------------------------------------

def wants_reminding(node, now):
    """Whether the time has come to remind those who have not done it: once, so many hours before it is due."""
    ready = node.state == OPEN and node.due is not None and node.reminded is None and node.remind_hours
    return bool(ready) and node.due - timedelta(hours=node.remind_hours) <= now < node.due


def remind_all(room, school, host, now):
    """The automatic reminders of one classroom. Returns how many tasks had one."""
    due = [node for node in room["tasks"].values() if isinstance(node, ActivityNode) and wants_reminding(node, now)]
    for node in due:
        node.reminded = now
        remind(host.live(node, school), school, host, now, automatic=True)
    return len(due)
