"""What a type of question is: reading it from a form, checking it, marking an answer. Questions and answers are plain data."""

import hashlib
import re
import unicodedata
from typing import Any

import colander

from ..words import translator

_ = translator("mooctang_core")

QUESTIONS_MAX = 200
TEXT_MAX = 10_000
OPTION_MAX = 2_000
OPTIONS_MAX = 20
ANSWER_MAX = 5_000
SCORE_MAX = 1_000
ALL_MAX = 600_000
"""Characters of all questions of one activity together."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ID = re.compile(r"[A-Za-z0-9_-]{1,24}\Z")
FACTS = {"hash", "name", "type", "size"}
"""What is known of a kept file."""
ALWAYS = ("id", "type", "text", "score", "explain", "partial")


class Wrong(colander.Invalid):
    """What is wrong with a question, by its part: `raise Wrong(text=_("请写题干。"))`. "" means the question as a whole."""

    def __init__(self, message=None, **at):
        self.at = {**({"": message} if message is not None else {}), **at}
        super().__init__(colander.SchemaNode(colander.Mapping(), name="question"), next(iter(self.at.values()), None))


class QuestionType:
    """Base class of every type of question. Give kind and title; say how it is checked, read, marked and shown."""

    kind = ""
    """One word; it names the type in stored questions and finds question_<kind>.pt and question_<kind>_edit.pt."""
    title: Any = ""
    """What people call it, in `_()`."""
    look = ""
    """Another kind whose templates draw this one too."""
    icon = "question-circle"
    """A name of the icon sprite."""
    scored = True
    """Can it have a key, so that answers are right or wrong?"""
    surveyed = False
    """Is it of use without a key, in a survey?"""
    parts: tuple = ()
    """Names of its own in a question, beside text, score, explain and partial."""
    secret: tuple = ("key", "explain")
    """What students must not have before results are released."""
    divides = False
    """Can part of the score be given?"""
    draws_key = False
    """Does its template show what is right by itself, so that no line needs to say it?"""
    partial = "none"
    """What a new question gives for a half right answer: "none" or "partial"."""

    # -- editing --
    def blank(self):
        """A new question, to be filled in."""
        return {"id": "", "type": self.kind, "text": "", "score": 5, "explain": "", "partial": self.partial}

    def gather(self, fields):
        """The question as far as it is filled in, from the fields of its editing form: {part: text}. Nothing is judged here."""
        taken = {part: fields[part] for part in (*ALWAYS, "key", *self.parts) if part in fields}
        return {**self.blank(), **taken, "type": self.kind}

    def widen(self, question):
        """The same question while it is edited, with room for more options."""
        return question

    def put_picture(self, question, file):
        """The question with a picture that was just brought: at the end of its text."""
        name = file["name"].rpartition(".")[0].replace("[", "").replace("]", "")[:40]
        return {**question, "text": f"{question.get('text', '').rstrip()}\n\n![{name}](file:{file['hash']})".strip()}

    def check(self, question, scored):
        """The question with everything in its place, plain; or Wrong. `scored` False leaves key and score out."""
        wrong: dict = {}
        checked = self.check_common(question, scored, wrong)
        own = self.check_own({**question, **checked}, scored, wrong)
        if wrong:
            raise Wrong(wrong.pop("", None), **wrong)
        return {**checked, **own}

    def check_common(self, question, scored, wrong):
        text = clean(question.get("text"))
        if not text:
            wrong["text"] = _("请写题干。")
        elif len(text) > TEXT_MAX:
            wrong["text"] = too_long(TEXT_MAX)
        if question.get("trouble"):
            wrong["picture"] = question["trouble"]
        found = {"id": clean(question.get("id"))[:24], "type": self.kind, "text": text}
        if question.get("files"):
            found["files"] = checked_files(question)
        if not scored:
            return found
        return {**found, "score": self._score(question, wrong), "explain": self._explain(question, wrong), "partial": self._partial(question)}

    def check_own(self, question, scored, wrong):
        """The parts of this type alone: return them, and put what is wrong into `wrong` by part."""
        return {}

    def _score(self, question, wrong):
        score = number(question.get("score", 5))
        if score is None or not 0 <= score <= SCORE_MAX:
            wrong["score"] = _("分值要是 0 到 ${most} 之间的数。", most=SCORE_MAX)
            return 5
        return tidy_number(score)

    def _explain(self, question, wrong):
        text = clean(question.get("explain"))
        if len(text) > TEXT_MAX:
            wrong["explain"] = too_long(TEXT_MAX)
        return text

    def _partial(self, question):
        given = question.get("partial", self.partial)
        return given if self.divides and given in ("none", "partial") else "none"

    # -- answering --
    def public(self, question):
        """What a student's phone may hold before results are released: no key, no explanation."""
        return {name: value for name, value in question.items() if name not in self.secret}

    def fields(self, question):
        """The names of the answering form's fields after the question's own name, and whether each may come several times."""
        return {"": False}

    def read(self, question, fields):
        """The answer, plain, from {name: [texts]} of this question's fields; None when nothing was given."""
        return one(fields) or None

    def mark(self, question, answer):
        """How right an answer is, from 0 to 1."""
        return 0.0

    # -- looking --
    def shown(self, question, answer):
        """The answer as one line for tables."""
        return "" if answer is None else str(answer)

    def right(self, question):
        """The key as one line."""
        return ""

    def tally(self, question, answers):
        """[(label, how many gave it, whether it is right)] over the given answers."""
        counts: dict = {}
        for answer in answers:
            if answer is not None:
                label = self.shown(question, answer)
                counts[label] = (counts.get(label, (0, False))[0] + 1, "key" in question and self.mark(question, answer) >= 1)
        return [(label, count, right) for label, (count, right) in sorted(counts.items(), key=lambda item: -item[1][0])]

    def shuffle(self, question, chance):
        """The same question with its options in another order; `chance` is a random.Random."""
        return question


def checked_files(question):
    """The files that came with the question and that it still shows."""
    said = str({name: value for name, value in question.items() if name != "files"})
    return [dict(file) for file in question["files"] if set(file) == FACTS and str(file["hash"]) in said]


def clean(value):
    """A text without what nobody sees: odd line ends, control characters, space at both ends."""
    text = "" if value is None else str(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def one(fields, part=""):
    """The last text of a field, clean; empty when it was not sent."""
    texts = fields.get(part) or [""]
    return clean(texts[-1])[:ANSWER_MAX]


def number(value):
    """A number from what people write, also full-width; None when it is none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        found = float(value)
    else:
        text = unicodedata.normalize("NFKC", str(value)).strip().replace("−", "-").replace(",", "")
        try:
            found = float(text) if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?%?", text[:60].rstrip("%")) else float("nan")
        except ValueError:
            return None
        found = found / 100 if text.endswith("%") else found
    return found if found == found and abs(found) < 1e300 else None


def tidy_number(value):
    """5 for 5.0, so that people read what they wrote."""
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else round(float(value), 12)


def too_long(most):
    return _("太长了，最多 ${most} 个字。", most=most)


def fresh_id(question, text, taken):
    """An id that says nothing of where an option stands: made from its text."""
    for turn in range(1000):
        word = hashlib.sha256(f"{question.get('id')}:{text}:{turn}".encode()).hexdigest()[:5]
        if word not in taken:
            return word
    raise Wrong(_("选项太多了，最多 ${most} 个。", most=OPTIONS_MAX))


def next_letter(taken):
    """The next free id of an option: a, b, c … z, then o27 …"""
    for place in range(1000):
        word = LETTERS[place].lower() if place < 26 else f"o{place + 1}"
        if word not in taken:
            return word
    raise Wrong(_("选项太多了，最多 ${most} 个。", most=OPTIONS_MAX))


def plain_line(text, most=60):
    """A markdown text as one short line without marks, for tables, charts and summaries."""
    line = re.sub(r"!\[([^\]]*)\]\([^)]*\)", lambda found: f"[{found[1] or '…'}]", str(text))
    line = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line)
    line = re.sub(r"^\s*(```.*|#+ )|[*`]|\$\$?", "", line, flags=re.MULTILINE)
    line = " ".join(line.split())
    return line if len(line) <= most else line[: most - 1] + "…"
