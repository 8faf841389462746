"""How the people of a classroom stand, part by part: each type of activity is a part, the online half is one, each column of the
teacher's is one. Gradebook, statistics and a student's own page are made of this."""

from collections import Counter
from typing import Any, NamedTuple

from ..activity import MissingActivity
from ..model.activities import CLOSED
from ..model.base import above
from ..model.courses import Course
from ..model.gradebook import EMPTY
from ..model.records import Record
from ..words import translator
from . import weighing
from .looking import history, told
from .sums import mark_of, sums_of
from .tasks import tasks_of

_ = translator("mooctang_core")


class Part(NamedTuple):
    """One type of activity, with a column of marks for each that is over, in the order of the people."""

    word: str
    title: Any
    icon: str
    cls: Any
    activities: list
    columns: list

    @property
    def attends(self):
        return self.cls.attends


class Term:
    """What was done in one classroom, for some of its people (or all), as it is or as it was at a moment."""

    def __init__(self, classroom, host, school, people=None, moment=None, progress=None, hidden=None):
        self.room, self.host, self.school, self.moment = classroom, host, school, moment
        self.people = people_of(classroom, moment) if people is None else list(people)
        self.aids = [member.aid for member in self.people]
        self.book = classroom.book or EMPTY
        self.progress, self.hidden = progress or {}, hidden
        self._rows, self._shares = {}, {}
        self.parts = self._parts()
        self.own = self.book.columns_at(moment)
        rules = self.book.rules_at(moment)
        self.weights = rules.get("weights") or weighing.first_weights(self.offered())
        self.policy = weighing.policy_of(rules.get("policy"))

    # -- parts --
    def _parts(self):
        found = {}
        for activity in counted_activities(self.room, self.host, self.school, self.moment):
            if self.hidden is None or not self.hidden(activity):
                found.setdefault(activity.kind, []).append(activity)
        for cls in self.host.types(self.school):
            if cls.weight and cls.countable is not False:
                found.setdefault(cls.kind, [])
        return sorted((self._part(kind, activities) for kind, activities in found.items()), key=lambda part: (-part.cls.weight, part.word))

    def _part(self, kind, activities):
        cls = type(activities[-1]) if activities else self.host.kinds[kind][1]
        title = activities[-1].name if cls is MissingActivity else cls.title
        people = people_here(self.people)
        return Part(kind, title, cls.icon, cls, activities, [self._column(activity, *people) for activity in activities])

    def _column(self, activity, since, strays):
        marks, blank = self._words(activity) if type(activity).attends else self._marks(activity)
        column = [marks.get(aid, blank) for aid in self.aids]
        if activity.opened is not None:
            late = range(len(self.people)) if since is None or activity.opened < since else strays
            for at in late:
                if not self.people[at].was_here(activity.opened) and not has_done(activity, self.aids[at]):
                    column[at] = None
        return column

    def _marks(self, activity):
        if self.moment is not None and not isinstance(activity, MissingActivity):
            return {aid: mark_of(activity, as_of(record, self.moment)) for aid, record in activity.records.items()}, mark_of(activity, Record(""))
        sums = sums_of(activity)
        return sums.marks, sums.blank

    def _words(self, activity):
        """{aid: here, late, absent or excused}; what says neither (a request that waits) is None."""
        attends, absent = type(activity).attends, activity.absent_status()
        if self.moment is None:
            statuses = activity.records.statuses()
        else:
            statuses = {aid: as_of(record, self.moment).status for aid, record in activity.records.items()}
        return {aid: attends.get(status if status is not None else absent) for aid, status in statuses.items()}, attends.get(absent)

    # -- what the parts weigh --
    def offered(self):
        """What each part would weigh before anybody chose."""
        offered = {part.word: part.cls.weight for part in self.parts}
        if self.has_online:
            offered[weighing.ONLINE] = weighing.ONLINE_WEIGHT
        return offered

    @property
    def has_online(self):
        return bool(self.progress) or self.host.has(self.school, "learning_progress")

    @property
    def words(self):
        """Every part that can weigh something, in the order of the columns."""
        return [*(part.word for part in self.parts), *([weighing.ONLINE] if self.has_online else []), *self.own]

    def title_of(self, word):
        if word == weighing.ONLINE:
            return _("线上学习")
        return self.own[word]["title"] if word in self.own else self.part(word).title

    def part(self, word):
        return next((part for part in self.parts if part.word == word), None)

    def rows(self, part):
        """For each person what they did in one part, oldest first."""
        if part.word not in self._rows:
            self._rows[part.word] = list(zip(*part.columns, strict=True)) if part.columns else [()] * len(self.people)
        return self._rows[part.word]

    # -- values --
    def shares(self, word, policy=None):
        """[0 … 1 or None] of everybody in one part, as counted."""
        key = (word, policy or self.policy)
        if key not in self._shares:
            self._shares[key] = self._counted(word, policy or self.policy)
        return self._shares[key]

    def _counted(self, word, policy):
        if word == weighing.ONLINE:
            return [online_share(self.progress.get(aid)) for aid in self.aids]
        if word in self.own:
            most = self.own[word]["most"]
            return [None if value is None else value / most for value in (self.book.value(word, aid, self.moment) for aid in self.aids)]
        part = self.part(word)
        if part.attends:
            return [weighing.attendance(row, policy).share for row in self.rows(part)]
        return [weighing.share_of(row) for row in self.rows(part)]

    def values(self, word, policy=None):
        """The same with the teacher's corrections."""
        counted = self.shares(word, policy)
        if word in self.own or not self.book.cells:
            return counted
        over = [self.book.value(f"={word}", aid, self.moment) for aid in self.aids]
        return [share if value is None else value / 100 for share, value in zip(counted, over, strict=True)]

    def totals(self, weights=None, policy=None):
        """总评 of everybody."""
        weights = self.weights if weights is None else weights
        by_word = {word: self.values(word, policy) for word in self.words if weights.get(word)}
        found = [weighing.composite({word: values[at] for word, values in by_word.items()}, weights) for at in range(len(self.people))]
        if not self.book.cells:
            return found
        over = [self.book.value("=total", aid, self.moment) for aid in self.aids]
        return [total if value is None else value for total, value in zip(found, over, strict=True)]

    def warned(self, policy=None):
        """The account ids of those whose attendance is below what the policy asks for: {aid: rate}."""
        policy, found = policy or self.policy, {}
        for part in self.parts:
            if part.attends:
                for aid, row in zip(self.aids, self.rows(part), strict=True):
                    kept = weighing.attendance(row, policy)
                    if kept.share is not None and kept.here + kept.late + kept.absent >= policy.after and 100 * kept.share < policy.warn:
                        found[aid] = min(kept.share, found.get(aid, 1.0))
        return found


def counts(column):
    """(asked, took part, right, of) of one column."""
    tally = Counter(column)
    asked = sum(n for mark, n in tally.items() if mark is not None)
    if any(isinstance(mark, str) for mark in tally):
        return asked - tally[weighing.EXCUSED], tally[weighing.HERE] + tally[weighing.LATE], 0.0, 0.0
    took = sum(n for mark, n in tally.items() if mark is not None and mark[0])
    right = sum(n * mark[1] / mark[2] for mark, n in tally.items() if mark is not None and mark[2])
    return asked, took, right, sum(n for mark, n in tally.items() if mark is not None and mark[2])


def has_done(activity, aid):
    record = activity.records.get(aid)
    return record is not None and record.status is not None


def people_here(people):
    """(from when on all but the strays were here, the places of those whose time here is not one open stretch)."""
    strays = [at for at, member in enumerate(people) if len(member.spans) != 1 or member.spans[0][1] is not None]
    since = [member.spans[0][0] for member in people if len(member.spans) == 1 and member.spans[0][1] is None]
    return max(since, default=None), strays


def people_of(classroom, moment=None):
    """Everybody who is here, or was at a moment, by number."""
    if moment is None:
        return sorted(classroom.present(), key=lambda member: (member.number, member.name))
    return [member for member in classroom.everyone() if not member.simulated and member.was_here(moment)]


def counted_activities(classroom, host, school, moment=None):
    """The closed activities that count, oldest first; those done out of class come last."""
    held = [activities for _session, activities in history(classroom, host, school)]
    found = [a for activities in [*reversed(held), tasks_of(classroom, host, school)] for a in activities if a.state == CLOSED and a.counted]
    return found if moment is None else [a for a in found if a.closed is not None and a.closed <= moment]


def as_of(record, moment):
    """The record as it stood at a moment: what a teacher wrote since is taken back in order."""
    found = Record(record.person_id)
    found.status, found.score, found.at, found._data = record.status, record.score, record.at, record._data
    for at, _by, before, _wanted, _why in reversed(record.history):
        if at is not None and at > moment:
            found.status, found.score = before
    return found


def online_share(figures):
    """The course mark, where the online half gives one."""
    total = (figures or {}).get("total")
    return None if total is None else max(0.0, min(1.0, total / 100))


def progress_of(classroom, host, school, people=None):
    """What was done online; asked at once, so it is up to date at once. A plugin that answers nonsense is counted and left out."""
    aids = tuple(member.aid for member in (classroom.present() if people is None else people))
    answer = host.first(school, "learning_progress", course=above(classroom, Course), people=aids)
    return answer if isinstance(answer, dict) and all(isinstance(figures, dict) for figures in answer.values()) else {}


def of_one(activity, member):
    """What one person's mark is worth here, as a share; None where it does not count for them."""
    record = activity.record_of(member.aid)
    if record.status is None and activity.opened is not None and not member.was_here(activity.opened):
        return None
    if type(activity).attends:
        return type(activity).attends.get(told(activity, "status", lambda: activity.status_of(record), None))
    mark = mark_of(activity, record)
    return None if mark is None else mark[1] / mark[2] if mark[2] else float(mark[0])
