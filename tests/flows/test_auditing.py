"""The book of what staff did: written with the deed, and a line that is changed afterwards is found."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

import mooctang_core
from mooctang_core.flows import auditing
from mooctang_core.words import places


def fill(campus, lines=5):
    with campus.writing() as school:
        for number in range(lines):
            auditing.log(school, "east-manager", "course-offline", f"/courses/c{number}", campus.clock(), title=f"课 {number}")
            campus.clock.forward(hours=1)


def said(entry):
    return f"{auditing.sentence(entry)} {entry.about}".casefold()


def test_a_deed_is_found_by_words_person_deed_and_day(campus):
    fill(campus)
    with campus.reading() as school:
        def found(**wanted):
            return [entry.about[-2:] for entry in auditing.find(school, auditing.Wanted(**wanted), said)]

        assert found() == ["c4", "c3", "c2", "c1", "c0"]
        assert found(words="课 C3") == ["c3"] and found(by="nobody") == [] and found(deed="course-offline")[0] == "c4"
        first = school.audit[1].at
        assert found(since=first + timedelta(hours=3)) == ["c4", "c3"] and found(until=first + timedelta(hours=1)) == ["c0"]


def test_a_refused_deed_leaves_no_line(campus):
    fill(campus, 1)
    with pytest.raises(RuntimeError), campus.writing() as school:
        auditing.log(school, "", "course-offline", "x", campus.clock())
        raise RuntimeError
    with campus.reading() as school:
        assert len(school.audit) == 1


def change(book, number):
    line = list(book._lines[number])
    line[4] = {"title": "another"}
    book._lines[number] = tuple(line)


def drop(book, number):
    del book._lines[number]


def cut(book, number):
    book._lines.clear()
    book.count, book.head = 0, "0" * 64


@pytest.mark.parametrize("tamper, number", [(change, 3), (drop, 2)])
def test_what_is_changed_afterwards_is_found(campus, tamper, number):
    fill(campus)
    with campus.writing() as school:
        assert auditing.check(school).good
        tamper(school.audit, number)
    with campus.reading() as school:
        assert auditing.check(school).broken == number


def test_a_whole_new_book_is_found_by_what_the_alliance_noted(campus):
    fill(campus)
    with campus.writing("alliance") as alliance, campus.reading() as school:
        auditing.anchor(alliance, "east", school.audit.count, school.audit.head, campus.clock())
    with campus.writing() as school:
        cut(school.audit, 0)
        auditing.log(school, "east-manager", "course-offline", "x", campus.clock())
    with campus.reading("alliance") as alliance, campus.reading() as school:
        verdict = auditing.check(school, auditing.anchors_of(alliance, "east"))
        assert verdict.broken is None and verdict.bent == 5 and not verdict.good


def test_a_fact_is_plain_and_stays(campus):
    with campus.writing() as school:
        auditing.log(school, "", "course-dates", "/x", campus.clock(), title="课", day=campus.clock().date(), people={"b", "a"})
    with campus.reading() as school:
        assert dict(school.audit[1].facts) == {"title": "课", "day": "2026-09-07", "people": ("a", "b")} and auditing.check(school).good


def deeds():
    """(word, facts, where) of every `log(place, by, "word", …)` in the core."""
    for path in sorted(Path(mooctang_core.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "log" and len(node.args) >= 5 and isinstance(node.args[2], ast.Constant):
                yield node.args[2].value, {keyword.arg for keyword in node.keywords}, f"{path.name}:{node.lineno}"


def test_every_deed_that_is_logged_has_its_sentence():
    for word, facts, where in deeds():
        assert word in auditing.DEEDS, f"{where}: {word} needs a sentence in flows/auditing.py"
        assert None in facts or set(places(auditing.DEEDS[word])) <= facts | {"about"}, f"{where}: {word} lacks what its sentence names"
