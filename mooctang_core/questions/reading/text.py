"""Paste-to-quiz: questions as teachers write them in Word or plain text, with or without numbers.

    1. 题干（B）            一、单项选择题（每题 2 分）        [判断] 地球是圆的。 答案：对
    A. …  B. …             答案：B   解析：…

Lines are first told apart (`lines`), then gathered into questions (`Gatherer`), then each is made into a type (`making`).
"""

from ...words import translator
from .kinds import Draft, Problem, Reading, judged, quoted, too_much
from .lines import read_line
from .making import make

_ = translator("mooctang_core")


def from_text(text):
    """Reading of pasted text."""
    text = str(text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n").lstrip("\ufeff")
    much = too_much(text)
    if much is not None:
        return Reading([], [much])
    gatherer = Gatherer([read_line(number, line) for number, line in enumerate(text.split("\n"), 1)])
    gatherer.run()
    return judged([make(raw) for raw in gatherer.raws], gatherer.problems)


class Raw(Draft):
    """What was found for one question, as written."""

    def __init__(self, line, number=None):
        super().__init__(line)
        self.number = number
        self.kind = self.score = None
        self.stem: list = []
        self.options: list = []
        """[(letter, [lines], line)]"""
        self.answer: list | None = None
        self.explain: list | None = None
        self.inline = False
        """Whether the stem itself holds an answer in brackets."""
        self.state = "stem"

    @property
    def answered(self):
        return self.answer is not None or self.inline


class Gatherer:
    """Walks over the lines and puts each where it belongs."""

    def __init__(self, lines):
        self.lines = lines
        self.raws: list = []
        self.problems: list = []
        self.raw = None
        self.section = (None, None)
        self.after_blank = True

    def run(self):
        for place, line in enumerate(self.lines):
            getattr(self, line.kind)(line, place)
            self.after_blank = line.kind == "blank"

    def blank(self, line, place):
        """Keeps the paragraphs of an explanation apart."""

    def heading(self, line, place):
        self.section = (line.mark, line.score)
        self.raw = None

    def start(self, line, place):
        """A number, or a mark such as [判断]. A list within an explanation begins again at 1 and is none."""
        raw = self.raw
        if raw is not None and raw.state == "explain" and line.number == 1 and raw.number and not line.inline and not self.options_follow(place):
            return self.plain(line, place)
        if raw is not None and raw.state == "stem" and line.number == 1 and raw.number == 1 and not raw.inline and not self.after_blank:
            return self.plain(line, place)
        return self.begin(line, line.number)

    def begin(self, line, number=None):
        self.raw = Raw(line.line, number)
        self.raw.kind, self.raw.score = self.section
        self.raw.lines["text"] = line.line
        self.raws.append(self.raw)
        self.stem(line)

    def stem(self, line):
        raw = self.raw
        raw.stem.append(line.text)
        raw.kind, raw.score = line.mark or raw.kind, line.score if line.score is not None else raw.score
        raw.inline = raw.inline or line.inline

    def option(self, line, place):
        if self.raw is None:
            self.problems.append(Problem(line.line, quoted(line.text), _("选项前面没有题干。请在它上面写题干。")))
            return
        self.raw.state = "option"
        self.raw.lines.setdefault("options", line.line)
        self.raw.options += [(letter, [text], line.line) for letter, text in line.options]

    def answer(self, line, place):
        if self.raw is None:
            self.problems.append(Problem(line.line, quoted(line.text), _("答案前面没有题目。请检查这一行的位置。")))
            return
        raw = self.raw
        raw.lines["key"] = raw.lines.get("key", line.line)
        raw.answer, raw.state = [*(raw.answer or []), line.text], "answer"
        if line.explain is not None:
            raw.explain, raw.state = [line.explain], "explain"
            raw.lines["explain"] = line.line

    def explain(self, line, place):
        if self.raw is None:
            self.problems.append(Problem(line.line, quoted(line.text), _("解析前面没有题目。请检查这一行的位置。")))
            return
        self.raw.lines["explain"] = line.line
        self.raw.explain, self.raw.state = [*(self.raw.explain or []), line.text], "explain"

    def meta(self, line, place):
        """A score or a type on a line of its own; other facts (难度, 知识点) are not kept."""
        if self.raw is not None:
            self.raw.kind, self.raw.score = line.mark or self.raw.kind, line.score if line.score is not None else self.raw.score

    def plain(self, line, place):
        """More of what came before, or a question without a number."""
        if self.raw is None or self.begins(line, place):
            return self.begin(line)
        raw = self.raw
        if raw.state == "stem":
            return self.stem(line)
        if raw.state == "option":
            raw.options[-1][1].append(line.text)
        elif raw.state == "answer":
            raw.answer.append(line.text)
        else:
            raw.explain.append(line.text)
        return None

    def begins(self, line, place):
        """Whether a line without a mark is the stem of a new question."""
        raw = self.raw
        if raw.state == "stem":
            return raw.inline and (line.inline or self.after_blank) and raw.number is None
        if self.options_follow(place) and (raw.options or raw.answered):
            return True
        if raw.answered and line.inline and raw.state != "explain":
            return True
        if raw.number is not None:
            return False
        return (raw.state == "answer" and (self.after_blank or line.blanks or self.answer_follows(place))) or (
            raw.answered and (line.inline or self.after_blank))

    def options_follow(self, place):
        """Whether what comes after this paragraph is an option A."""
        for line in self.lines[place + 1: place + 12]:
            if line.kind == "option":
                return line.options[0][0] == "A"
            if line.kind not in ("plain", "blank"):
                return False
        return False

    def answer_follows(self, place):
        following = next((line for line in self.lines[place + 1: place + 6] if line.kind not in ("plain", "blank")), None)
        return following is not None and following.kind == "answer"
