"""A class that nobody has touched for a while: its teachers are told once that it still runs."""

from datetime import timedelta

from ..model.base import above, path_of
from ..model.classrooms import Classroom
from ..model.courses import Course
from ..parts import Notice
from ..words import translator
from .telling import send_notice

_ = translator("mooctang_core")


def touched(session):
    """When a teacher did something in it last."""
    return session.acted or session.started


def is_due(session, now, minutes):
    """Whether it has rested that long, and nobody was told since."""
    if not minutes or now - touched(session) < timedelta(minutes=minutes):
        return False
    return session.reminded is None or session.reminded < touched(session)


def remind(session, school, host, now):
    session.reminded = now
    room, rested = above(session, Classroom), int((now - touched(session)).total_seconds()) // 60
    title = _("还在上课吗？${course} ${room}", course=above(session, Course).title, room=room.title)
    text = _("已经 ${n} 分钟没有操作。如果课上完了，请下课；24 小时后会自动下课。", n=rested)
    key = f"resting {path_of(session)} {now.isoformat(timespec='minutes')}"
    send_notice(school, host, Notice(title, text, f"{path_of(room)}/", tuple(room.teachers), "session", key), now)
