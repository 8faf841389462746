"""The calendar of a classroom: its term week by week, what is planned and what was held on each day."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from ... import words
from ...flows import preparing, timetable
from ...model.courses import Term
from ...words import translator

_ = translator("mooctang_core")
WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
SHORT = (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))
AROUND, FAR = timedelta(weeks=8), timedelta(weeks=40)


class Day(NamedTuple):
    """One square of the calendar."""

    date: Any
    href: str
    label: str
    """What a screen reader says of it."""
    planned: int
    held: int
    lesson: bool
    here: bool
    today: bool
    away: bool
    """Not of the month that a phone shows."""


class Week(NamedTuple):
    number: int
    days: list
    away: bool


class Calendar:
    """The calendar of one classroom as one reader sees it, with one day chosen."""

    def __init__(self, request, room, chosen=None):
        self.request, self.room = request, room
        self.today = preparing.day_of(room, request.now)
        self.lessons = timetable.weekdays(room.times)
        self.plans = {plan.day: plan for plan in preparing.planned(room)}
        self.held = sessions_by_day(room)
        self.chosen = chosen or self.usual_day()

    def usual_day(self):
        """Today where there is something today, else the next lesson."""
        if self.today in self.plans or self.today in self.held or self.room["sessions"].running is not None:
            return self.today
        return timetable.next_lesson(self.today, self.lessons)

    def next_lesson(self, after):
        return timetable.next_lesson(after + timedelta(days=1), self.lessons or [after.weekday()])

    def weeks(self):
        """The weeks of the term; of a term without dates, those around what there is."""
        return [self._week(week) for week in timetable.weeks(*self.span())]

    def span(self):
        """The first and the last day that are shown: the term, and whatever was planned or chosen outside it."""
        term = self.room.__parent__ if isinstance(self.room.__parent__, Term) else None
        known = [*self.plans, *self.held, self.today, self.chosen]
        starts = min([term.starts if term is not None and term.starts else self.today - AROUND, *known])
        ends = max([term.ends if term is not None and term.ends else self.today + 2 * AROUND, *known])
        near = self.chosen
        return max(starts, near - FAR), min(ends, near + FAR)

    def _week(self, week):
        days = [self._day(day) for day in week.days]
        return Week(week.number, days, all(day.away for day in days))

    def _day(self, day):
        plan, held = self.plans.get(day), len(self.held.get(day, ()))
        return Day(day, self.href(day), self._label(day, len(plan or ()), held), len(plan or ()), held, day.weekday() in self.lessons,
                   day == self.chosen, day == self.today, (day.year, day.month) != (self.chosen.year, self.chosen.month))

    def _label(self, day, count, held):
        say = self.request.translate
        parts = [words.day(day, self.request.locale_name, self.today), say(WEEKDAYS[day.weekday()])]
        parts += [say(_("今天"))] if day == self.today else []
        parts += [say(_("备课 ${n} 项", n=count))] if count else []
        return " ".join(parts + ([say(_("已上课"))] if held else []))

    def href(self, day, **more):
        return self.request.resource_path(self.room, "prepare", query={"day": day.isoformat(), **more})

    def months(self):
        """(the month before, its name, the month after): for phones, which show one month."""
        first = self.chosen.replace(day=1)
        before, after = first - timedelta(days=1), (first + timedelta(days=31)).replace(day=1)
        name = self.request.translate(_("${year} 年 ${month} 月", year=first.year, month=first.month))
        return self.href(before.replace(day=1)), name, self.href(after)

    def title(self):
        """The chosen day as its heading: 11-18 周三."""
        return " ".join((words.day(self.chosen, self.request.locale_name, self.today), self.request.translate(WEEKDAYS[self.chosen.weekday()])))


def sessions_by_day(room):
    found: dict = {}
    for session in room["sessions"].in_order():
        found.setdefault(preparing.day_of(room, session.started), []).append(session)
    return found


def day_named(text):
    """A date as an address or a form says it; None for anything else."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None
