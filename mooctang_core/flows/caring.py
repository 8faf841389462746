"""What was agreed for one student (extra time, large print, no speed scoring): set once, kept by the core in every activity."""

from ..activity import Refused
from ..words import translator
from .teaching import room_changed

_ = translator("mooctang_core")
TIMES = (1, 1.25, 1.5, 2)
"""How much of the ordinary time somebody may be given."""


def agree(classroom, school, aid, time, large, no_speed):
    """Set what counts for one member from now on, also in what is open."""
    member = classroom.member(aid)
    if member is None or member.simulated:
        raise Refused(_("这个人不在这个课堂里。"))
    if time not in TIMES:
        raise Refused(_("没有这样的时间。"))
    care = {"time": time} if time != 1 else {}
    care.update({word: True for word, wanted in (("large", large), ("no_speed", no_speed)) if wanted})
    classroom.set_member(aid, extra={**member.extra, "care": care})
    room_changed(classroom, school)
