"""A session 一次上课 and a plan 备课: both hold activities in order."""

from .base import Desk, Numbered


class Session(Numbered):
    """From 上课 to 下课. Its activities are numbered 1, 2, 3 …"""

    # (key, name) of what the last taps made here, for those that arrive twice.
    made: tuple = ()
    acted = None
    """When a teacher did something in it last, to the minute."""
    reminded = None
    """When the teachers were last told that it still runs."""
    tasks: tuple = ()
    """The numbers of the out-of-class tasks that were open while it ran."""
    packs = None
    """Account id → Pack of those whom the catch-up pack is for; made at the end of the class."""

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


class Tasks(Numbered):
    """课外任务: what students do out of class, with a date by which it is due."""

    made: tuple = ()


class Plan(Desk):
    """What is planned for one date; the teacher's alone. Its name in the folder is the date, as 2026-11-18."""

    for_teachers = True
    length = None
    """Minutes that the lesson has, when a teacher said so."""

    def __init__(self, day):
        super().__init__()
        self.day = day
