"""Everybody of one quiz, and every question, as the teacher sees them. Read once for a drawing."""

from collections import Counter
from functools import cached_property
from typing import Any, NamedTuple

from mooctang_core.api import charts, questions

from . import rules

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FEW = 64


class Row(NamedTuple):
    """One person and their record."""

    person: Any
    record: Any
    taken: bool


class Asked(NamedTuple):
    """One question: its number, and how it was answered."""

    number: int
    question: Any
    line: str
    answered: int
    accuracy: float | None
    title: Any


class Board:
    def __init__(self, quiz):
        self.quiz = quiz
        records = dict(quiz.records.items())
        self.rows = [self._row(person, records.get(person.aid) or quiz.record_of(person.aid)) for person in quiz.people()]
        self.taken = [row for row in self.rows if row.taken]
        self.waiting = [row.person for row in self.rows if not row.taken]

    def _row(self, person, record):
        return Row(person, record, self.quiz.submitted(record))

    @property
    def done(self):
        return len(self.taken)

    @property
    def of(self):
        return len(self.rows)

    @cached_property
    def datas(self):
        """What is kept of everybody who submitted."""
        return [row.record._data for row in self.taken]

    @cached_property
    def asked(self):
        shares = rules.accuracies(self.quiz.questions, self.datas)
        return [self._asked(number, question, share) for number, (question, share) in enumerate(zip(self.quiz.questions, shares, strict=True), 1)]

    def _asked(self, number, question, share):
        word = question["id"]
        kind = self.quiz.kinds.get(question["type"])
        return Asked(number, question, questions.plain_line(question["text"], 50), sum(word in data.get("answers", ()) for data in self.datas),
                     share, kind.title if kind else question["type"])

    def tally(self, question, which="answers"):
        """[(label, how many, right)] of one question; `first` for the answers before the discussion."""
        kind = self.quiz.kinds.get(question["type"])
        rows = self.first if which == "first" else [data.get("answers", {}) for data in self.datas]
        given = [answers[question["id"]] for answers in rows if question["id"] in answers]
        return tallied(kind, question, given) if kind is not None else []

    @property
    def first(self):
        """The answers of the first round: of those who answered again, what they had said before."""
        return [data["first"] if "first" in data else data.get("answers", {}) for data in (row.record._data for row in self.rows)
                if data.get("answers") is not None]

    def bars(self, question, which="answers", told=True, right="", say=str):
        """The distribution of a question as a chart: with what is right, or (before results are published) without."""
        return bars(self.tally(question, which), told, right, say)

    @property
    def scores(self):
        return [row.record.score for row in self.rows if row.record.score is not None]

    @property
    def bands(self):
        return rules.bands(self.scores, self.quiz.total)

    @property
    def mean(self):
        scores = self.scores
        return rules.tidy(sum(scores) / len(scores)) if scores else None

    def best(self, most=rules.BEST):
        """[(place, person, score)]; equal scores share a place."""
        rows = sorted((row for row in self.rows if row.record.score), key=lambda row: (-row.record.score, row.person.number))[:most]
        scores = [row.record.score for row in rows]
        return [(scores.index(row.record.score) + 1, row.person, row.record.score) for row in rows]


def tallied(kind, question, given):
    """What the type's own tally says; where many gave the same few answers, each of them is looked at once."""
    if any(isinstance(answer, dict) for answer in given):
        return kind.tally(question, given)
    counts = Counter(tuple(answer) if isinstance(answer, list) else answer for answer in given)
    if len(counts) > FEW:
        return kind.tally(question, given)
    weights: dict = {}
    for answer, times in counts.items():
        for label, count, _right in kind.tally(question, [answer]):
            weights[label] = weights.get(label, 0) + count * times
    return [(label, weights.get(label, 0), right) for label, _count, right in kind.tally(question, list(counts))]


def bars(tally, told=True, right="", say=str):
    """Lettered where the labels are ("A. text"), else by the label alone."""
    options = []
    for label, count, key in tally[:12]:
        label = say(label) if hasattr(label, "interpolate") else str(label)
        letter, dot, text = label.partition(". ")
        lettered = dot and len(letter) == 1 and letter in LETTERS
        options.append(charts.Option(letter if lettered else label, count, bool(key and told), text if lettered else ""))
    return charts.option_bars(options, right=right)
