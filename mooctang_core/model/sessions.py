"""A session 一次上课 and a plan 备课: both hold activities in order."""

from .base import Numbered


class Session(Numbered):
    """From 上课 to 下课. Its activities are numbered 1, 2, 3 …"""

    def __init__(self, started, by):
        super().__init__()
        self.started = started
        self.ended = None
        self.ended_by = None
        self.by = by
        self.people_then = ()

    @property
    def running(self):
        return self.ended is None


class Plan(Numbered):
    """What is planned for one date; the teacher's alone."""

    for_teachers = True

    def __init__(self, day):
        super().__init__()
        self.day = day
        self.order = ()
