"""A clock that a test sets."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = date(2026, 9, 7)
ZONE = ZoneInfo("Asia/Shanghai")


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now=None):
        self.now = now or datetime.combine(DAY, time(10, 0), ZONE).astimezone(UTC)

    def __call__(self):
        return self.now

    def at(self, moment):
        """ "10:11" of the day, or a datetime."""
        if isinstance(moment, str):
            parts = [int(part) for part in moment.split(":")]
            moment = datetime.combine(self.now.astimezone(ZONE).date(), time(*parts), ZONE)
        self.now = moment.astimezone(UTC)

    def forward(self, **span):
        self.now += timedelta(**span)
