"""Time as it counts for one person: the limit that the core keeps, what is added for whoever needs more, and the grace at the end."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .model.activities import CLOSED, OPEN, PAUSED

GRACE = timedelta(seconds=15)
"""What was begun in time may be this late on its way."""


class Timed:
    """The half of an activity that knows of time. Its classroom, node, deadline and `sent` are the activity's."""

    if TYPE_CHECKING:
        def __getattr__(self, name: str) -> Any: ...

    closes_at_deadline: Any = False
    """Does the core close it when `deadline` has passed?"""
    drafts: Any = False
    """Is what people fill in kept as they go, and submitted for them at the end? Never while it is anonymous."""
    late_box: Any = True
    """Does the type show its teacher the answers that came too late (`host.drafts.late`)? Otherwise none is kept, and people are told so."""

    def care_of(self, person_id):
        """What was agreed for this person: {"time": 1.5, "large": True, "no_speed": True}; {} for most."""
        room = self.classroom
        return room.care_of(person_id) if room is not None else {}

    @property
    def began(self):
        """From when the time of this round counts."""
        return self.opened

    @property
    def keeps_time(self):
        """Whether no answer counts after the deadline: the type's word in class, the teacher's for what is done out of class."""
        return not self.node.late_ok if self.node.due is not None else bool(self.closes_at_deadline)

    def deadline_of(self, person_id):
        """The deadline of this person: where the core closes at it, those who need more time have more."""
        own = self.node.extended.get(person_id)
        if own is not None:
            return own if self.deadline is None else max(own, self.deadline)
        if self.deadline is None or self.began is None or self.node.due is not None or not self.closes_at_deadline:
            return self.deadline
        factor = self.care_of(person_id).get("time", 1)
        return self.deadline if factor == 1 else self.began + (self.deadline - self.began) * factor

    @property
    def last_deadline(self):
        """When the last of those who have not taken part yet is due."""
        return max([self.deadline, *(self.deadline_of(aid) for aid in self._cared_for() if not self.took_part(self.record_of(aid)))])

    @property
    def longest_deadline(self):
        """When whoever has the most time is due."""
        return max([self.deadline, *map(self.deadline_of, self._cared_for())])

    def _cared_for(self):
        room = self.classroom
        return room.cared_for() if room is not None else []

    def ends_for(self, person_id):
        """The moment after which this person's answers count no more; None while nothing is set."""
        if person_id in self.node.extended:
            return self.deadline_of(person_id) if self.keeps_time or self.state == CLOSED else None
        deadline = self.deadline_of(person_id) if self.keeps_time else None
        return min((moment for moment in (self.closed, deadline) if moment is not None), default=None)

    def over_for(self, person_id, now):
        """Whether this person's time is over: the activity is closed, or their own deadline has passed."""
        end = self.ends_for(person_id)
        if self.state not in (OPEN, PAUSED):
            return not (self.state == CLOSED and person_id in self.node.extended and end is not None and now <= end)
        return end is not None and now > end

    def anybody_over(self, now):
        """Whether anybody's time may be over: then the drafts of those are looked for."""
        return self.state not in (OPEN, PAUSED) or bool(self.keeps_time and self.deadline is not None and now >= self.deadline)

    def takes_late(self, person_id, now):
        """Called when an answer comes after the end: True takes it all the same. What was begun in time has fifteen
        seconds, but not once the results are published: right answers must not meet open answers."""
        end, begun = self.ends_for(person_id), self.sent.begun
        return bool(self.drafts) and self.released is None and None not in (end, begun) and begun <= end and now <= end + GRACE

    def wants(self, person_id, now):
        """Whether this person may fill in the sheet now: their time is not over, and they have not submitted it themselves."""
        record = self.record_of(person_id)
        return self.state != PAUSED and not self.over_for(person_id, now) and (not self.took_part(record) or record.server)
