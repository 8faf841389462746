"""What readers hand back, and what they have in common."""

import re
from typing import Any, NamedTuple

import colander

from ...words import translator
from ..base import QUESTIONS_MAX
from ..checking import by_part, check_one
from ..standard import types

_ = translator("mooctang_core")
TEXT_MAX = 400_000
LINES_MAX = 10_000
LINE_MAX = 20_000
PROBLEMS_MAX = 200
QUOTE = 60


class Problem(NamedTuple):
    """One place that could not be read: its line (or row), what stands there, and what to do."""

    line: int
    text: str
    what: Any


class Reading(NamedTuple):
    """What a reader found. Unpacks as (questions, problems)."""

    questions: list
    problems: list


class Draft:
    """A question while it is read, and the line of each of its parts."""

    def __init__(self, line):
        self.line = line
        self.lines: dict = {}
        self.question: dict = {}
        self.problems: list = []

    def wrong(self, what, part="", text=None):
        said = self.question.get("text", "") if text is None else text
        self.problems.append(Problem(self.lines.get(part, self.line), quoted(said), what))


def quoted(text):
    line = " ".join(str(text).split())
    return line if len(line) <= QUOTE else line[: QUOTE - 1] + "…"


def judged(drafts, problems=()):
    """Reading: every draft that its type takes is a question; every other says at its line why not."""
    kinds, good, bad = types(), [], list(problems)
    for draft in drafts:
        if not draft.problems:
            try:
                good.append({**check_one({"id": "", **draft.question}, kinds, True), "id": f"q{len(good) + 1}"})
            except colander.Invalid as wrong:
                for part, message in by_part(wrong).items():
                    draft.wrong(message, part)
        bad += draft.problems
    bad += [Problem(drafts[QUESTIONS_MAX].line, "", _("题目太多了，最多 ${most} 道。请分成几次。", most=QUESTIONS_MAX))] if len(good) > QUESTIONS_MAX else []
    return Reading(good[:QUESTIONS_MAX], sorted(bad, key=lambda problem: problem.line)[:PROBLEMS_MAX])


def too_much(text):
    """The one Problem of a text that is longer than anybody's test, or None."""
    if len(text) > TEXT_MAX or text.count("\n") > LINES_MAX or any(len(line) > LINE_MAX for line in text.split("\n")):
        return Problem(0, "", _("文字太长了，最多 ${n} 行、${m} 个字。请分成几次。", n=LINES_MAX, m=TEXT_MAX))
    return None


def marked_plain(text):
    """Words from elsewhere as markdown that shows them as they were: 2*3*4 is no emphasis."""
    return re.sub(r"(?<=\S)\*(?=\S)", r"\\*", text)
