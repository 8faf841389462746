"""One student's answer, run by the committer together with its neighbours, in a savepoint of its own."""

from ..activity import Sent
from ..committer import Outcome, look_up, remember
from ..model.activities import ActivityNode
from ..model.base import find, hold_current
from ..model.simulated import is_simulated
from ..permissions import STUDENT
from ..words import translator
from .drafting import still_wanted

_ = translator("mooctang_core")

GONE = _("这个活动已经不在了。请回到课堂首页看看。")
NOT_OPEN = _("还没有开始，请等老师发布。")
CLOSED_NOW = _("已经结束，不能再提交了。刚才的内容没有保存。")
TOO_LATE = _("已经结束，这份作答晚到了，没有算进去。它已经留给老师，由老师决定。")
ALREADY = _("已经结束。你之前已经提交过，以那一份为准。")
NOT_MEMBER = _("你已经不在这个课堂里，所以没有保存。")


def submit(school, command, host, now):
    """Check again inside the transaction, let the plugin decide, remember the key."""
    node = find(school, command.path)
    if not isinstance(node, ActivityNode):
        return Outcome("closed", GONE)
    # A teacher's close writes the node: reading it "current" makes a racing commit fail and run again.
    hold_current(node)
    activity = host.live(node, school)
    activity.sent = Sent(**command.sent)
    if activity.discreet:
        # What was sent leaves no mark beside the person, not even a fingerprint to try answers against.
        command = command._replace(digest="")
    known = look_up(activity.record_of(command.aid).seen, command.key, command.digest)
    return known or _first_time(activity, school, command, host)


def _first_time(activity, school, command, host):
    if STUDENT not in activity.classroom.roles_of(command.aid):
        return Outcome("refused", NOT_MEMBER)
    if activity.sent.by_server:
        before = activity.record_of(command.aid)
        if not still_wanted(before, activity.took_part(before), command.at):
            return Outcome("done")
    elif activity.over_for(command.aid, command.at):
        if not activity.takes_late(command.aid, command.at):
            return Outcome("closed", _too_late(activity, command.aid))
        activity.sent = activity.sent._replace(late=_seconds_late(activity, command))
    activity.submit(command.aid, command.answer, command.at)
    record = activity.records.writable(command.aid)
    if record.server != activity.sent.by_server:
        record.server = activity.sent.by_server
    outcome = Outcome("done", "")
    remember(record, command.key, command.digest, outcome)
    if not is_simulated(command.aid):
        host.tell(school, "record_saved", activity=activity, record=record, school=school, now=command.at)
    return outcome


def _too_late(activity, aid):
    """The word for whoever comes too late. What was filled in on a sheet is kept for the teacher (see the view)."""
    if not (activity.drafts and activity.late_box):
        return CLOSED_NOW if activity.closed else NOT_OPEN
    record = activity.record_of(aid)
    return ALREADY if activity.took_part(record) and not record.server else TOO_LATE


def _seconds_late(activity, command):
    end = activity.ends_for(command.aid)
    return (command.at - end).total_seconds() if end is not None else 0.0
