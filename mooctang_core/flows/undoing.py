"""Taking back what a teacher did a moment ago, while nobody has answered: a publishing, and the beginning of a class."""

from datetime import timedelta

from ..activity import Refused
from ..model.activities import DRAFT, OPEN
from ..model.base import above
from ..model.classrooms import Classroom
from ..words import translator
from .teaching import refuse_sealed, room_changed

_ = translator("mooctang_core")
MOMENT = timedelta(minutes=1)


def can_undo(moment, now):
    return moment is not None and now - moment <= MOMENT


def unpublish(activity, school, now):
    """Make a draft of what was just published. What somebody answered is not taken back."""
    refuse_sealed(activity)
    node = activity.node
    if node.state != OPEN:
        return
    if node.round > 1 or not can_undo(node.opened, now):
        raise Refused(_("发布已经过了一会儿，不能撤销了。可以直接结束它。"))
    if any(not record.blank for record in activity.records.values()):
        raise Refused(_("已经有人作答，不能撤销了。可以直接结束它。"))
    node.state, node.opened, node.first_opened, node.deadline, node.secret = DRAFT, None, None, None, ""
    node.own_records.clear()
    node.played = None
    activity.bump()
    room_changed(node, school)


def unstart(session, school, now):
    """As if the class had not begun: it leaves no trace in the history."""
    if not session.running:
        return
    if len(session) or not can_undo(session.started, now):
        raise Refused(_("这次课已经开始了一会儿，不能撤销了。要结束请下课。"))
    classroom = above(session, Classroom)
    sessions = classroom["sessions"]
    del sessions[session.__name__]
    sessions.running_number = None
    room_changed(classroom, school)
