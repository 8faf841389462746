"""When a classroom meets: the weekdays and the length that its times name, and one timetable's dates laid upon another's."""

import re
from datetime import date, timedelta
from typing import NamedTuple

SINGLE = 45
LETTER_ALIASES = {letter: number for number, letter in enumerate("一二三四五六日")} | {"天": 6}
WEEKDAY_ALIASES = re.compile(r"(?:周|星期|礼拜)((?:[一二三四五六日天]|[、,，/和及]\s*(?:周|星期|礼拜)?(?=[一二三四五六日天]))+)")
ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ENGLISH_DAY = re.compile(rf"\b({'|'.join(ENGLISH_DAYS)})", re.IGNORECASE)
ENGLISH_LESSONS = re.compile(r"\bperiods?\s+(\d{1,2})\s*[-–—~]\s*(\d{1,2})\b", re.IGNORECASE)
SEASON_ALIASES = {"fall": "秋", "spring": "春"}
LESSON_ALIASES = re.compile(r"(\d{1,2})\s*[-–—~～至到]\s*(\d{1,2})\s*节")


class Weekly(NamedTuple):
    """A week of a term: its number and its seven dates."""

    number: int
    days: tuple


def weekdays(text):
    """The weekdays (Monday is 0) that a classroom's times name, e.g. 周二、四 3–4 节, or Tue and Thu, periods 3–4."""
    letters = "".join(found[1] for found in WEEKDAY_ALIASES.finditer(text or ""))
    english = {ENGLISH_DAYS.index(found[1].lower()) for found in ENGLISH_DAY.finditer(text or "")}
    return sorted({LETTER_ALIASES[letter] for letter in letters if letter in LETTER_ALIASES} | english)


def minutes(text, otherwise=2 * SINGLE):
    """How long one lesson is: 45 minutes for each that the times name."""
    found = LESSON_ALIASES.search(text or "") or ENGLISH_LESSONS.search(text or "")
    count = int(found[2]) - int(found[1]) + 1 if found else 0
    return count * SINGLE if 1 <= count <= 6 else otherwise


def weeks(first, last):
    """The weeks from Monday to Sunday that hold the dates of a term."""
    monday = first - timedelta(days=first.weekday())
    count = max(1, min(60, (last - monday).days // 7 + 1))
    return [Weekly(n + 1, tuple(monday + timedelta(days=7 * n + d) for d in range(7))) for n in range(count)]


def next_lesson(day, on):
    """The first date from `day` on that is one of these weekdays; the day itself where nothing is known."""
    return next((day + timedelta(days=n) for n in range(7) if (day + timedelta(days=n)).weekday() in on), day)


def place_of(day, first, on):
    """Which lesson a date is, counted from the first one; a date between two lessons counts as the next."""
    return sum(1 for n in range((day - first).days) if (first + timedelta(days=n)).weekday() in on)


def nth_lesson(number, first, on):
    """The date of a lesson, counted from the first date on (0 is the first)."""
    day = next_lesson(first, on)
    for _n in range(number):
        day = next_lesson(day + timedelta(days=1), on)
    return day


def shifted(days, first, on):
    """(old date, new date) of each: the lessons of one timetable upon those of another, weeks without a plan kept free."""
    days = sorted(days)
    if not days or not on:
        return [(day, first + (day - days[0])) for day in days]
    before = sorted({day.weekday() for day in days})
    return [(day, nth_lesson(place_of(day, days[0], before), first, on)) for day in days]


def term_of(day):
    """(word, title, first day, last day) of the term that a day lies in, where a school has said nothing else."""
    if day.month >= 8 or day.month == 1:
        year = day.year - (day.month == 1)
        return f"{year}-fall", f"{year} {SEASON_ALIASES['fall']}", date(year, 8, 25), date(year + 1, 1, 20)
    return f"{day.year}-spring", f"{day.year} {SEASON_ALIASES['spring']}", date(day.year, 2, 15), date(day.year, 7, 15)
