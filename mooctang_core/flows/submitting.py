"""One student's answer, run by the committer together with its neighbours, in a savepoint of its own."""

from ..activity import Sent
from ..committer import Outcome, look_up, remember
from ..model.activities import OPEN, ActivityNode
from ..model.base import find, hold_current
from ..permissions import STUDENT
from ..words import translator

_ = translator("mooctang_core")

GONE = _("这个活动已经不在了。请回到课堂首页看看。")
NOT_OPEN = _("还没有开始，请等老师发布。")
CLOSED_NOW = _("已经结束，不能再提交了。刚才的内容没有保存。")
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
    known = look_up(activity.record_of(command.aid).seen, command.key, command.digest)
    return known or _first_time(activity, school, command, host)


def _first_time(activity, school, command, host):
    if STUDENT not in activity.classroom.roles_of(command.aid):
        return Outcome("refused", NOT_MEMBER)
    if activity.state != OPEN and not activity.takes_late(command.aid, command.at):
        return Outcome("closed", CLOSED_NOW if activity.closed else NOT_OPEN)
    activity.submit(command.aid, command.answer, command.at)
    record = activity.records.writable(command.aid)
    outcome = Outcome("done", "")
    remember(record, command.key, command.digest, outcome)
    host.tell(school, "record_saved", activity=activity, record=record, school=school, now=command.at)
    return outcome
