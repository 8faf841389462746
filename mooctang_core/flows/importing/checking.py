"""The dry run: every row against the rules, against the rest of its file, and against what the school has. It writes nothing."""

import time
from typing import NamedTuple

from ...activity import Refused
from .. import certcodes
from ..people import directory
from ..people.fields import KINDS, Bad, fields_of

HEAD, EMPTY, NEW, CHANGED, MOVED, SAME, BAD, OUT = b"hencmsbx"
"""What becomes of a row."""
TAKEN_IN = (NEW, CHANGED, MOVED)
DIGITS = ("number", "id_number", "phone", "code", "unit")
BREATH = 200


class Found(NamedTuple):
    """What the dry run says."""

    kinds: bytes
    bad: dict
    """place -> ((field, problem, facts), …)"""
    counts: dict
    gone: tuple
    """Numbers of whoever is in one of the file's classes and not in the file."""
    leaving: tuple
    """(class, its size, how many leave it) where that is more than the threshold."""


class School(NamedTuple):
    """What a check wants to know of the school."""

    unit: str
    lines: dict
    """number -> Line"""


def know(school):
    return School(school.unit, {line.number: line for line in directory.lines(school)})


class Reader:
    """Rows of one file as values."""

    def __init__(self, kind, mapping, odd, known, private):
        self.kind, self.known, self.odd, self.private = kind, known, odd, private
        fields = fields_of(kind)
        self.columns = [(fields[word], column) for word, column in mapping.items() if word in fields]
        self.has_nickname = "nickname" in mapping
        self.absent = [field.word for field in KINDS[kind] if field.needed and field.word not in mapping and field.word != "nickname"]
        self.reached = {}
        if kind == "teacher":
            self.reached = {(word, getattr(line, word)): line.number for line in known.lines.values() if line.role == "teacher" for word in ("phone", "email")}

    def __call__(self, place, row):
        """(values, [(field, problem, facts)])"""
        values, wrong = {}, []
        for field, column in self.columns:
            text = row[column] if column < len(row) else ""
            try:
                self._look(field, place, column, text)
                values[field.word] = value = field.read(text) if text else ""
                if field.needed and not value:
                    raise Bad("missing")
            except Bad as bad:
                wrong.append((field.word, bad.word, bad.facts))
        wrong += [(word, "missing", {}) for word in self.absent]
        self._complete(values, wrong)
        return values, wrong

    def _look(self, field, place, column, text):
        odd = self.odd.get((place, column)) if self.odd else None
        if odd and (odd == "formula" or field.word in DIGITS):
            raise Bad(odd)

    def _complete(self, values, wrong):
        if not self.has_nickname and self.kind == "student":
            values["nickname"] = values.get("name", "")
        if values.get("unit") and values["unit"] != self.known.unit:
            wrong.append(("unit", "unit", {"unit": self.known.unit}))
        if values.get("number"):
            values["number"] = self.full(values["number"])
        elif self.kind == "teacher":
            self._known_teacher(values, wrong)
        if values.get("code") and values.get("number"):
            self._strong(values, wrong)
        if len(values.get("id_number", "")) == 18 and values.get("birth") and values["id_number"][6:14] != values["birth"]:
            wrong.append(("birth", "birth_id", {}))

    def _strong(self, values, wrong):
        try:
            certcodes.refuse_weak(values["code"], values["number"], values.get("id_number", ""))
        except Refused:
            wrong.append(("code", "code_weak", {"n": certcodes.LEAST}))

    def _known_teacher(self, values, wrong):
        found = [self.reached[word, values[word]] for word in ("phone", "email") if values.get(word) and (word, values[word]) in self.reached]
        values["number"] = found[0] if found else ""
        if not (values.get("phone") or values.get("email") or any(word == "phone" for word, _problem, _facts in wrong)):
            wrong.append(("phone", "reach", {}))

    def full(self, number):
        return number if number in self.known.lines or number.startswith(self.known.unit) else self.known.unit + number


def changed_fields(values, line, private):
    """The fields in which a row says something else than the school's books; an empty cell says nothing."""
    found = [word for word in ("name", "cohort", "nickname", "email", "phone", "birth", "sex", "entry_year", "length", "major")
             if values.get(word) and values[word] != getattr(line, word)]
    if values.get("intro") and values["intro"][:200] != line.intro:
        found.append("intro")
    if values.get("id_number") and private.mark("id", values["id_number"])[:directory.SHOWN] != line.id_mark:
        found.append("id_number")
    if values.get("code") and private.mark("code", values["number"], values["code"])[:directory.SHOWN] != line.code_mark:
        found.append("code")
    return found + (["picture"] if values.get("picture") else [])


class Check:
    """One dry run."""

    def __init__(self, reader, batch, percent, rest=lambda: None):
        self.reader, self.batch, self.percent, self.rest = reader, batch, percent, rest
        self.kinds, self.bad = bytearray(), {}
        self.seen: dict = {}
        self.rows: dict = {}
        """number -> values of good rows that come in with a class"""
        self.moved_out: dict = {}
        self.named: set = set()
        self.fresh: list = []
        """(place, values) of rows that make an account: their logins are looked up afterwards."""

    def run(self, rows):
        for place, row in enumerate(rows):
            if place % BREATH == 0:
                self.rest()
            self.kinds.append(self.look(place, row))
        return self

    def look(self, place, row):
        if place <= self.batch.head:
            return HEAD
        if not any(cell.strip() for cell in row):
            return EMPTY
        values, wrong = self.reader(place, row)
        if values.get("number"):
            self.rows[values["number"]] = place
        if place in self.batch.left_out:
            return OUT
        wrong += self.doubles(place, values)
        line = self.reader.known.lines.get(values.get("number"))
        if line is not None and line.role != self.reader.kind:
            wrong.append(("number", "role", {}))
        wrong += self.pictures(values)
        if wrong:
            self.bad[place] = tuple(wrong)
            return BAD
        return self.fate(place, values, line)

    def fate(self, place, values, line):
        if values.get("cohort"):
            self.named.add(values["cohort"])
        if line is None:
            self.fresh.append((place, values))
            return NEW
        fields = changed_fields(values, line, self.reader.private)
        if "cohort" in fields and line.cohort:
            self.moved_out.setdefault(line.cohort, set()).add(line.number)
        return MOVED if "cohort" in fields else CHANGED if fields else SAME

    def doubles(self, place, values):
        wrong = []
        for word in ("number", "id_number", "phone") if self.reader.kind == "teacher" else ("number", "id_number"):
            value = values.get(word)
            if value:
                first = self.seen.setdefault((word, value), place)
                if first != place:
                    wrong.append((word, "double_secret" if word == "id_number" else "double", {"row": first + 1, "value": value if word != "id_number" else ""}))
        return wrong

    def pictures(self, values):
        name = values.get("picture")
        return [("picture", "picture", {})] if name and name not in self.batch.pictures else []

    def refuse(self, place, problem):
        """A row that looked good until the alliance was asked."""
        self.kinds[place] = BAD
        self.bad[place] = (("number" if "number" in dict(self.batch.mapping) else "phone", problem, {}),)

    def found(self):
        kinds = bytes(self.kinds)
        words = {"new": NEW, "changed": CHANGED, "moved": MOVED, "same": SAME, "bad": BAD, "out": OUT}
        gone = self.gone() if self.batch.whole else ()
        counts = {word: kinds.count(kind) for word, kind in words.items()}
        return Found(kinds, self.bad, {**counts, "gone": len(gone)}, gone, self.leaving(gone))

    def gone(self):
        return tuple(line.number for line in self.reader.known.lines.values()
                     if line.role == "student" and line.cohort in self.named and line.number not in self.rows)

    def leaving(self, gone):
        sizes: dict = {}
        for line in self.reader.known.lines.values():
            if line.cohort:
                sizes[line.cohort] = sizes.get(line.cohort, 0) + 1
        out = {title: set(numbers) for title, numbers in self.moved_out.items()}
        for number in gone:
            out.setdefault(self.reader.known.lines[number].cohort, set()).add(number)
        return tuple((title, sizes[title], len(numbers)) for title, numbers in sorted(out.items()) if len(numbers) * 100 > sizes[title] * self.percent)


def breathing(seconds=0.001):
    """A rest that lets other threads of this process answer."""
    return lambda: time.sleep(seconds)
