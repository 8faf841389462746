"""Questions whose answer is written: blanks to fill in, a number, a short text."""

import re
import unicodedata

from ..words import translator
from .base import QuestionType, clean, number, one, plain_line, tidy_number, too_long

_ = translator("mooctang_core")
BLANKS_MAX = 20
ACCEPTED_MAX = 20
ACCEPTED_LENGTH = 200
BLANK = re.compile(r"_{3,}|﹍{2,}|＿{2,}")
"""What stands for a blank in the text."""


def same_text(text):
    """A text as it is compared: full-width as half-width, without case, spaces between words counted once."""
    return " ".join(unicodedata.normalize("NFKC", clean(text)).casefold().split())


def fits(given, accepted, tolerance=0.0):
    """Whether a written answer is one of the accepted ones, as text or as a number."""
    if any(same_text(given) == same_text(text) for text in accepted):
        return True
    value = number(given)
    return value is not None and any(near(value, number(text), tolerance) for text in accepted)


def near(value, wanted, tolerance):
    """Within the tolerance; a hair more, because 0.1 + 0.2 is not 0.3."""
    return wanted is not None and abs(value - wanted) <= tolerance + 1e-9 * max(1.0, abs(wanted))


def accepted_of(value):
    """Accepted answers: a list, or one text with | between them."""
    texts = value if isinstance(value, (list, tuple)) else re.split(r"[|｜]", str(value or ""))
    return [text for text in map(clean, texts) if text]


def check_tolerance(question, wrong):
    given = question.get("tolerance")
    tolerance = 0 if given in (None, "") else number(given)
    if tolerance is None or tolerance < 0:
        wrong["tolerance"] = _("误差要是不小于 0 的数。")
        return 0
    return tidy_number(tolerance)


class Fill(QuestionType):
    """Blanks to fill in, each with its accepted answers."""

    kind = "fill"
    title = _("填空题")
    icon = "input-cursor-text"
    surveyed = True
    parts = ("tolerance",)
    secret = ("key", "explain", "tolerance")
    divides = True
    partial = "partial"

    def blank(self):
        return {**super().blank(), "key": [[]], "tolerance": 0}

    def gather(self, fields):
        lines = clean(fields.get("key", "")).split("\n")
        return {**super().gather(fields), "key": [accepted_of(line) for line in lines]}

    def lines(self, question):
        """The key as it is edited: a line for each blank."""
        return "\n".join(" | ".join(blank) for blank in question.get("key") or ())

    def check_own(self, question, scored, wrong):
        marks = len(BLANK.findall(question["text"]))
        if not scored:
            return {"blanks": min(max(marks, 1), BLANKS_MAX)}
        key = [accepted_of(blank) for blank in question.get("key") or ()][: BLANKS_MAX + 1]
        self._check_key(key, marks, wrong)
        return {"key": key, "blanks": len(key), "tolerance": check_tolerance(question, wrong)}

    def _check_key(self, key, marks, wrong):
        if not key or not all(key):
            wrong["key"] = _("请写出每一空的答案。")
        elif len(key) > BLANKS_MAX or any(len(blank) > ACCEPTED_MAX for blank in key):
            wrong["key"] = _("最多 ${n} 空，每空最多 ${m} 个答案。", n=BLANKS_MAX, m=ACCEPTED_MAX)
        elif any(len(text) > ACCEPTED_LENGTH for blank in key for text in blank):
            wrong["key"] = too_long(ACCEPTED_LENGTH)
        elif marks and marks != len(key):
            wrong["key"] = _("题干里有 ${marks} 个空，答案却有 ${key} 行：每一空写一行。", marks=marks, key=len(key))

    def fields(self, question):
        return {str(place): False for place in range(question.get("blanks", 1))}

    def read(self, question, fields):
        given = [one(fields, str(place)) for place in range(question.get("blanks", 1))]
        return given if any(given) else None

    def mark(self, question, answer):
        key, given = question.get("key") or (), list(answer or ())
        hits = sum(fits(text, blank, question.get("tolerance") or 0) for text, blank in zip(given, key, strict=False))
        return share(hits, len(key), question)

    def shown(self, question, answer):
        return "；".join(answer or ())

    def right(self, question):
        return "；".join(" | ".join(blank) for blank in question.get("key") or ())


def share(hits, total, question):
    """Of several parts: a share where the teacher gives one, else all or nothing."""
    if not total or (hits < total and question.get("partial") != "partial"):
        return 0.0
    return hits / total


class Numeric(QuestionType):
    """A number, within a tolerance."""

    kind = "numeric"
    title = _("数值题")
    icon = "123"
    parts = ("tolerance", "unit")
    secret = ("key", "explain", "tolerance")

    def blank(self):
        return {**super().blank(), "key": "", "tolerance": 0, "unit": ""}

    def check_own(self, question, scored, wrong):
        unit = clean(question.get("unit"))[:20]
        if not scored:
            return {"unit": unit}
        key = number(question.get("key"))
        if key is None:
            wrong["key"] = _("请写出正确的数，例如 3.14。")
        return {"key": tidy_number(key or 0), "tolerance": check_tolerance(question, wrong), "unit": unit}

    def value(self, question, answer):
        """The number in an answer, with or without its unit."""
        text, unit = same_text(answer), same_text(question.get("unit"))
        return number(text.removesuffix(unit) if unit else text)

    def mark(self, question, answer):
        value = None if answer is None else self.value(question, answer)
        return 1.0 if value is not None and near(value, number(question.get("key")), question.get("tolerance") or 0) else 0.0

    def right(self, question):
        around = f" ± {question['tolerance']}" if question.get("tolerance") else ""
        return f"{question.get('key', '')}{around} {question.get('unit', '')}".strip()


class Short(QuestionType):
    """A short text: the same as an accepted one, or with the words that matter in it."""

    kind = "short"
    title = _("简答题")
    icon = "text-left"
    parts = ("by",)
    secret = ("key", "explain", "by")
    divides = True
    partial = "partial"

    def blank(self):
        return {**super().blank(), "key": [], "by": "words"}

    def gather(self, fields):
        return {**super().gather(fields), "key": [line for line in map(clean, fields.get("key", "").split("\n")) if line]}

    def lines(self, question):
        """The key as it is edited."""
        return "\n".join(question.get("key") or ())

    def check_own(self, question, scored, wrong):
        if not scored:
            return {}
        key = [text for text in map(clean, question.get("key") or ()) if text]
        if not key:
            wrong["key"] = _("请写出关键词或可接受的答案，每行一个。")
        elif len(key) > ACCEPTED_MAX:
            wrong["key"] = _("最多 ${n} 行。", n=ACCEPTED_MAX)
        elif any(len(text) > ACCEPTED_LENGTH for text in key):
            wrong["key"] = too_long(ACCEPTED_LENGTH)
        return {"key": key, "by": "same" if question.get("by") == "same" else "words"}

    def mark(self, question, answer):
        given, key = same_text(answer), question.get("key") or ()
        if question.get("by") == "same":
            return 1.0 if answer and fits(answer, key) else 0.0
        hits = sum(any(same_text(word) in given for word in accepted_of(line)) for line in key)
        return share(hits if given else 0, len(key), question)

    def shown(self, question, answer):
        return plain_line(answer or "", 500)

    def right(self, question):
        return "；".join(question.get("key") or ())
