"""A teacher's class: begin, publish, close, correct, end."""

from secrets import token_hex

from ..activity import MissingActivity, Refused
from ..changes import changed
from ..model.activities import CLOSED, DRAFT, KEPT, OPEN, PAUSED, ActivityNode
from ..model.base import above, path_of
from ..model.classrooms import Classroom
from ..model.sessions import Plan, Session
from ..plain import listed, plain
from ..words import translator
from . import catching_up, due
from .sums import summed

_ = translator("mooctang_core")


def room_changed(resource, school):
    """Tell the open pages of a classroom that its class, list or people are different now."""
    changed(school, path_of(above(resource, Classroom)), "room")


def start_session(classroom, school, host, by, now):
    """Begin a class. Two teachers who start at once get one session."""
    sessions = classroom["sessions"]
    if sessions.running is not None:
        return sessions.running
    session = sessions.add(Session(now, by))
    session.tasks = due.open_names(classroom)
    sessions.running_number = session.__name__
    host.tell(school, "session_started", session=session, school=school, now=now)
    room_changed(classroom, school)
    return session


def end_session(session, school, host, by, now):
    """End a class: every open activity is closed, and who belonged to it is fixed."""
    if not session.running:
        return
    for node in open_nodes(session):
        close(host.live(node, school), school, host, now)
    session.ended, session.ended_by = now, by
    classroom = above(session, Classroom)
    session.people_then = tuple(member.aid for member in classroom.present())
    if classroom["sessions"].running_number == session.__name__:
        classroom["sessions"].running_number = None
    host.tell(school, "session_ended", session=session, school=school, now=now)
    catching_up.lay_out(session, school, host, now)
    room_changed(session, school)


def open_nodes(session):
    """The activities of a session that students can still answer."""
    return [node for node in session.in_order() if node.state in (OPEN, PAUSED)]


def add(place, cls, settings, title="", by=None):
    """Put a new activity, a draft, into a session or plan."""
    node = ActivityNode(cls.kind, title, plain(listed(settings)), DRAFT)
    node.by = by
    return place.add(node)


def publish(activity, school, host, now):
    """Open an activity to the students: their records are laid out now."""
    if isinstance(activity, MissingActivity):
        raise Refused(_("这个活动的插件没有启用，不能发布。"))
    node = activity.node
    if node.state == OPEN:
        return
    if node.state == KEPT or above(node, Plan) is not None:
        raise Refused(_("备课和资源库里的活动要先放进课堂，才能发布。"))
    if node.unfinished is not None:
        raise Refused(_("“${name}”还没有填完，补上以后才能发布。", name=activity.name))
    if node.state == CLOSED:
        raise Refused(_("这个活动已经结束。要再做一次，请选“重新开放”。"))
    due.refuse_past(node, now)
    _open(activity, school, host, now)


def refuse_sealed(activity):
    """Without its plugin an activity can be read and closed, and nothing else."""
    if isinstance(activity, MissingActivity):
        raise Refused(_("这个活动的插件没有启用，现在只能查看。"))


def extend(activity, seconds):
    """Move the deadline of an activity that is open."""
    refuse_sealed(activity)
    if activity.state not in (OPEN, PAUSED):
        raise Refused(_("这个活动没有在进行，不能延长。"))
    activity.extend(seconds)


def reopen(activity, school, host, now):
    """Open a closed activity again: a new round on the same records."""
    refuse_sealed(activity)
    if activity.state != CLOSED:
        raise Refused(_("只有已经结束的活动可以重新开放。"))
    due.refuse_past(activity.node, now)
    activity.node.round += 1
    activity.node.released = None
    _open(activity, school, host, now)


def _open(activity, school, host, now):
    node = activity.node
    node.state, node.opened, node.closed = OPEN, now, None
    node.first_opened = node.first_opened or now
    node.secret = token_hex(16)
    if activity.classroom is not None:
        node.lay_out(member.aid for member in activity.classroom.present())
    activity.on_publish(now)
    due.opened(activity, school, host, now)
    activity.bump()
    host.tell(school, "activity_published", activity=activity, school=school, now=now)
    room_changed(node, school)


def close(activity, school, host, now):
    """Close an activity: no answer counts from here on."""
    node = activity.node
    if node.state not in (OPEN, PAUSED):
        return
    node.state, node.closed = CLOSED, now
    if not isinstance(activity, MissingActivity):
        activity.on_close(now)
    activity.bump()
    host.tell(school, "activity_closed", activity=activity, school=school, now=now)
    room_changed(node, school)


def correct(activity, school, host, person_id, status, score, by, why, now):
    """A teacher's word on one record: it stands over what the student sends later."""
    refuse_sealed(activity)
    if activity.state not in (OPEN, PAUSED, CLOSED):
        raise Refused(_("还没有发布的活动没有记录可以改。"))
    if status is not None and status not in activity.statuses:
        raise Refused(_("没有“${status}”这个状态。", mapping={"status": status}))
    if person_id not in activity.records and activity.classroom.member(person_id) is None:
        raise Refused(_("这个人不在这个课堂里。"))
    record = activity.save(person_id, status, score, by=by, why=why, at=activity.record_of(person_id).at or now, when=now)
    host.tell(school, "record_saved", activity=activity, record=record, school=school, now=now)
    activity.bump()
    return record


def seal(node, school=None, host=None):
    """Fold the records of a closed activity into one object, with its sums where the host is there to work them out. Done by a
    job, some minutes after the close."""
    if node.state != CLOSED or (node.sealed is not None and not len(node.own_records)):
        return False
    node.seal(summed(host.live(node, school)) if host is not None else None)
    return True
