"""Who looked at the attendance and marks of a classroom: a line for each person, page and day."""

from datetime import datetime, timedelta
from typing import NamedTuple

from BTrees.OOBTree import OOBTree
from persistent import Persistent

EVERYBODY = "*"
KEPT = timedelta(days=400)
MOST = 500


class Look(NamedTuple):
    """Somebody (`by`) looked at a page (`what`) of the classroom or of one of its activities (`about`, its path)."""

    by: str
    what: str
    about: str
    first: datetime
    last: datetime
    times: int


class Diary(Persistent):
    """Whose records they were -> {(day, by, what, about): (first, last, times)}; what shows the whole class stands under everybody."""

    def __init__(self):
        self._of = OOBTree()

    def note(self, aid, by, what, about, first, last, times):
        """Add to the line of that day; looks older than a year and a bit are forgotten."""
        kept = {key: line for key, line in self._of.get(aid, {}).items() if line[1] > last - KEPT}
        key = (last.date().isoformat(), by, what, about)
        if key in kept:
            before = kept[key]
            first, last, times = min(before[0], first), max(before[1], last), before[2] + times
        kept[key] = (first, last, times)
        newest = sorted(kept.items(), key=lambda item: item[1][1])[-MOST:]
        self._of[aid] = dict(newest)

    def of(self, aid):
        """The looks at one person's records (or at everybody's), in no order."""
        return [Look(by, what, about, *line) for (_day, by, what, about), line in self._of.get(aid, {}).items()]
