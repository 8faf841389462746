"""学情统计: how is the class, who needs me, what to teach again; from the same parts that the gradebook is made of."""

from typing import Any, NamedTuple

from ..activity import MissingActivity
from ..words import translator
from . import weighing
from .standing import counts
from .sums import sums_of

_ = translator("mooctang_core")
LISTED = 10
TOP = 3
LOW = 60
MISSED_IN_A_ROW = 2
BANDS = ((0, 60, "<60"), (60, 70, "60–69"), (70, 80, "70–79"), (80, 90, "80–89"), (90, 101, "90+"))


class Summary(NamedTuple):
    """One part of the class: how many activities, the mean, the last one, the one before."""

    word: str
    title: Any
    times: int
    accurate: bool
    """Whether the figure is an accuracy; else it is a participation."""
    mean: float | None
    last: float | None
    before: float | None


class Rank(NamedTuple):
    """One person on a list."""

    member: Any
    value: float
    done: float
    of: float


class Warned(NamedTuple):
    """Somebody who falls behind, and why: [(tone, sentence)]."""

    member: Any
    reasons: list
    weight: float


def share(done, of):
    return done / of if of else None


def figure(column, accurate):
    asked, took, right, marked = counts(column)
    return share(right, marked) if accurate else share(took, asked)


def is_accurate(part):
    """Whether something in it is right or wrong."""
    return not part.attends and any(counts(column)[3] for column in part.columns)


def summary(part):
    accurate = is_accurate(part)
    figures = [value for value in (figure(column, accurate) for column in part.columns) if value is not None]
    mean = sum(figures) / len(figures) if figures else None
    return Summary(part.word, part.title, len(part.activities), accurate, mean, figures[-1] if figures else None, figures[-2] if len(figures) > 1 else None)


def by_class(part, accurate):
    """[(class, figure 0 … 1)], what was done out of class left out; a class with several has their mean."""
    found: dict = {}
    for activity, column in zip(part.activities, part.columns, strict=True):
        value = figure(column, accurate)
        if activity.session is not None and value is not None:
            found.setdefault(activity.__parent__.__name__, []).append(value)
    return [(number, sum(values) / len(values)) for number, values in found.items()]


# Lists ------------------------------------------------------------------------------------------------------------------------

def participation(term, part):
    """[Rank] of everybody who was asked at all."""
    found = []
    for member, row in zip(term.people, term.rows(part), strict=True):
        if part.attends:
            kept = weighing.attendance(row, term.policy)
            done, of = kept.here + kept.late, kept.here + kept.late + kept.absent
            value = kept.share
        else:
            marks = [mark for mark in row if mark is not None]
            done, of = sum(mark[0] for mark in marks), len(marks)
            value = share(done, of)
        if value is not None:
            found.append(Rank(member, value, done, of))
    return found


def accuracy(term, part):
    """[Rank] of everybody with something right or wrong."""
    found = []
    for member, row in zip(term.people, term.rows(part), strict=True):
        pairs = [(mark[1], mark[2]) for mark in row if mark is not None and mark[2]] if not part.attends else ()
        if pairs:
            right, of = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
            found.append(Rank(member, right / of, right, of))
    return found


def red(ranks):
    """The best ten: the higher share, then more of it, then by number. Nobody who did nothing."""
    return sorted((rank for rank in ranks if rank.value > 0), key=lambda rank: (-rank.value, -rank.done, rank.member.number))[:LISTED]


def black(ranks):
    """The ten that fall behind most; nobody who has everything."""
    return sorted((rank for rank in ranks if rank.value < 1), key=lambda rank: (rank.value, -rank.of, rank.member.number))[:LISTED]


def hardest(term):
    """The three questions with the lowest accuracy: [(accuracy, text, activity)]."""
    found = []
    for part in term.parts:
        for activity in part.activities:
            if not isinstance(activity, MissingActivity) and not part.attends:
                found += [(value, text, activity) for text, value in sums_of(activity).content]
    return sorted(found, key=lambda item: item[0])[:TOP]


def liveliest(term):
    """The three conversations with the highest participation: [(share, activity)]."""
    found = [(value, activity) for part in term.parts if part.cls.talks for activity, column in zip(part.activities, part.columns, strict=True)
             if (value := figure(column, False)) is not None]
    return sorted(found, key=lambda item: -item[0])[:TOP]


def bands(totals):
    """[(name, how many)] of composite scores."""
    known = [total for total in totals if total is not None]
    return [(name, sum(low <= total < below for total in known)) for low, below, name in BANDS]


# Early warning ------------------------------------------------------------------------------------------------------------------

def warned(term):
    """Who falls behind, the most urgent first, each with the reasons."""
    found: dict = {}
    below = term.warned()
    for part in term.parts:
        for at, row in enumerate(term.rows(part)):
            for reason in reasons_in(part, row, below.get(term.aids[at])):
                found.setdefault(at, []).append(reason)
    for at, value in enumerate(term.shares(weighing.ONLINE) if term.progress else ()):
        if value is not None and 100 * value < LOW:
            found.setdefault(at, []).append((1, "warn", _("线上学习 ${n} %", n=round(100 * value))))
    ranked = [Warned(term.people[at], [(tone, text) for _weight, tone, text in reasons], sum(weight for weight, _tone, _text in reasons)) for at, reasons in found.items()]
    return sorted(ranked, key=lambda each: (-each.weight, each.member.number))


def reasons_in(part, row, below):
    """[(weight, tone, sentence)] of one person in one part."""
    if part.attends:
        yield from attendance_reasons(row, below)
        return
    marks = [mark for mark in row if mark is not None]
    missed = in_a_row([not mark[0] for mark in marks])
    if part.cls.weight and missed > MISSED_IN_A_ROW:
        yield missed, "warn", _("${what} 连续 ${n} 次没有参加", what=part.title, n=missed)
    pairs = [(mark[1], mark[2]) for mark in marks if mark[2]]
    if len(pairs) > 1 and 100 * sum(pair[0] for pair in pairs) < LOW * sum(pair[1] for pair in pairs):
        yield 2, "warn", _("${what} 正确率 ${n} %", what=part.title, n=round(100 * sum(pair[0] for pair in pairs) / sum(pair[1] for pair in pairs)))


def attendance_reasons(row, below):
    words = [word for word in row if word is not None and word != weighing.EXCUSED]
    absent = in_a_row([word == weighing.ABSENT for word in words])
    if absent >= MISSED_IN_A_ROW:
        yield 2 * absent, "bad", _("连续缺课 ${n} 次", n=absent)
    if below is not None:
        yield 3, "bad", _("出勤 ${n} %", n=round(100 * below))
    late = words.count(weighing.LATE)
    if late > MISSED_IN_A_ROW:
        yield 1, "warn", _("迟到 ${n} 次", n=late)


def in_a_row(flags):
    """How many at the end."""
    for back, flag in enumerate(reversed(flags)):
        if not flag:
            return back
    return len(flags)
