"""What the big screen shows of a quiz: the question while people answer; how they answered only once the teacher says so."""

from functools import cached_property

from .board import Board
from .rounds import DISCUSS, SECOND

QUESTION, VOTES, ANSWER = "question", "votes", "answer"
A_LINE, AN_OPTION, SHORT = 24, 34, 14
"""Letters that stand in a line of the question and of an option, and in half a line."""
HEAD, LINES, LINES_TIGHT = 1.3, 10, 12.5
"""How much higher a line of the question is, and how many lines of options a wall has, as they are usually and set closer."""


def lines(text, length):
    return -(-len(text) // length)


class Wall:
    def __init__(self, quiz):
        self.quiz = quiz
        kept = quiz.store.get("wall") or {}
        self.asked = kept.get("what", QUESTION)
        self.chosen = kept.get("question")

    @cached_property
    def board(self):
        return Board(self.quiz)

    @property
    def what(self):
        """Right answers are there only when they were published to the students, too."""
        if self.quiz.released is not None:
            return ANSWER if self.asked == QUESTION else self.asked
        return VOTES if self.asked in (VOTES, ANSWER) and self.may_show_votes else QUESTION

    @property
    def may_show_votes(self):
        """While people still answer, nobody should see what the others say; between two rounds the teacher may."""
        return not self.quiz.open or self.quiz.stage == DISCUSS

    @property
    def told(self):
        return self.quiz.released is not None and self.what == ANSWER

    @property
    def number(self):
        found = self.quiz.question(self.chosen) if self.chosen else None
        return found[0] if found else 1 if len(self.quiz.questions) == 1 else None

    @property
    def question(self):
        """The one question on the screen as it may be shown; None for the quiz as a whole."""
        number = self.number
        if number is None:
            return None
        question = self.quiz.questions[number - 1]
        return question if self.told else self.quiz.public(question)

    @property
    def room(self):
        """How the question is set so that all of it has room: short options in two columns, else all of it smaller."""
        asked, words = self.question["text"], [option["text"] for option in self.question.get("options", ())]
        head, body = lines(asked, A_LINE) * HEAD, sum(lines(word, AN_OPTION) + 0.8 for word in words)
        pairs = head + body > LINES and len(words) > 2 and max(map(len, words)) <= SHORT
        long = head + body / (2 if pairs else 1)
        return " ".join(["qz-pairs"] * pairs + ["qz-tight"] * (long > LINES) + ["qz-small"] * (long > LINES_TIGHT))

    def bars(self, which="answers", right="", say=str):
        return self.board.bars(self.quiz.questions[self.number - 1], which, self.told, right, say)

    @property
    def both(self):
        """Before and after the discussion, side by side."""
        return self.quiz.settings["two_rounds"] and self.quiz.stage == SECOND

    @property
    def best(self):
        shown = self.quiz.settings["leaderboard"] and self.quiz.released is not None and self.number is None
        return self.board.best() if shown else []
