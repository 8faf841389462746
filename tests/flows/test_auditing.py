"""The book of what staff did: written with the deed, and a line that is changed afterwards is found."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import mooctang_core
from mooctang_core.flows import auditing
from mooctang_core.model.alliance import Alliance
from mooctang_core.model.schools import School
from mooctang_core.web.views.audit import AREAS
from mooctang_core.words import as_written, places

NOW = datetime(2026, 9, 7, 2, tzinfo=UTC)


@pytest.fixture
def school():
    """One with five deeds, an hour between them."""
    made = School("east", "东湖大学")
    for number in range(5):
        auditing.log(made, "east-manager", "course-offline", f"/courses/c{number}", NOW + timedelta(hours=number), title=f"课 {number}")
    return made


def said(entry):
    return f"{as_written(auditing.sentence(entry))} {entry.about}".casefold()


def test_a_deed_is_found_by_words_person_area_and_day(school):
    def found(**wanted):
        return [entry.about[-2:] for entry in auditing.find(school, auditing.Wanted(**wanted), said)]

    assert found() == ["c4", "c3", "c2", "c1", "c0"]
    assert found(words="课 C3") == ["c3"] and found(by="nobody") == [] and found(areas=("course",))[0] == "c4" and found(areas=("plugin", "room")) == []
    assert found(since=NOW + timedelta(hours=3)) == ["c4", "c3"] and found(until=NOW + timedelta(hours=1)) == ["c0"]
    assert as_written(auditing.sentence(school.audit[1])) == "把课程“课 0”下线"


def change(book):
    line = list(book._lines[3])
    line[4] = {"title": "another"}
    book._lines[3] = tuple(line)


def drop(book):
    del book._lines[3]


def cut_the_end_off(book):
    for number in (3, 4, 5):
        del book._lines[number]
    book.count = 2


@pytest.mark.parametrize("tamper", [change, drop, cut_the_end_off])
def test_what_is_changed_afterwards_is_found(school, tamper):
    assert auditing.check(school).good
    tamper(school.audit)
    assert auditing.check(school).broken == 3


def test_a_whole_new_book_is_found_by_what_the_alliance_noted(school):
    alliance = Alliance()
    for _again in range(2):
        auditing.anchor(alliance, "east", school.audit.count, school.audit.head, NOW)
    assert len(auditing.anchors_of(alliance, "east")) == 1 and auditing.check(school, auditing.anchors_of(alliance, "east")).good
    school.audit = None
    auditing.log(school, "east-manager", "course-offline", "x", NOW)
    verdict = auditing.check(school, auditing.anchors_of(alliance, "east"))
    assert verdict.broken is None and verdict.bent == 5 and not verdict.good


def noted(alliance, school, hours, since=NOW, every=1):
    """Deeds and notes hour by hour, as the job writes them; returns when it was over."""
    for hour in range(0, hours, every):
        at = since + timedelta(hours=hour)
        auditing.log(school, "east-manager", "course-offline", "/courses/c", at)
        notes = auditing.anchors_of(alliance, "east")
        auditing.anchor(alliance, "east", school.audit.count, school.audit.head, at, auditing.bent_of(school, notes))
    return since + timedelta(hours=hours)


def rewritten(school):
    """The same log, every mark written anew, but for one line at its beginning."""
    old, school.audit = school.audit, None
    for number in range(1, old.count + 1):
        line = old[number]
        auditing.log(school, line.by, line.deed, "/courses/other" if number == 2 else line.about, line.at)


def test_an_old_line_that_is_rewritten_is_found_for_ever(monkeypatch):
    monkeypatch.setattr(auditing, "RECENT", 80)
    alliance, school = Alliance(), School("east", "东湖大学")
    over = noted(alliance, school, 100)
    rewritten(school)
    assert auditing.check(school).good
    assert auditing.check(school, auditing.anchors_of(alliance, "east")).bent
    over = noted(alliance, school, 300, over)
    noted(alliance, school, 24 * 900, over, every=24)
    verdict = auditing.check(school, auditing.anchors_of(alliance, "east"))
    assert verdict.broken is None and verdict.bent is not None and verdict.bent <= 100


def test_notes_grow_thin_with_the_years_and_still_find_a_rewritten_line(monkeypatch):
    monkeypatch.setattr(auditing, "RECENT", 80)
    alliance, school = Alliance(), School("east", "东湖大学")
    noted(alliance, school, 24 * 1200, every=8)
    notes = auditing.anchors_of(alliance, "east")
    days = {at.date() for at, _count, _mark in notes}
    months = {(at.year, at.month) for at, _count, _mark in notes}
    assert len(notes) < 80 + 731 + 24 and len(months) == 40 and len(days) > 700
    assert notes == tuple(sorted(notes)) and auditing.check(school, notes).good
    rewritten(school)
    assert auditing.check(school).good and auditing.check(school, notes).bent == notes[0][1]


def test_a_fact_is_plain_and_stays():
    school = School("east", "东湖大学")
    auditing.log(school, "", "course-dates", "/x", NOW, title="课", day=NOW.date(), people={"b", "a"})
    assert dict(school.audit[1].facts) == {"title": "课", "day": "2026-09-07", "people": ("a", "b")} and auditing.check(school).good


def deeds():
    """(word, facts, where) of every `log(place, by, "word", …)` in the core."""
    for path in sorted(Path(mooctang_core.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and (getattr(node.func, "attr", "") or getattr(node.func, "id", ""))
            if called == "log" and len(node.args) >= 5 and isinstance(node.args[2], ast.Constant):
                yield node.args[2].value, {keyword.arg for keyword in node.keywords}, f"{path.name}:{node.lineno}"


def test_every_deed_that_is_logged_has_its_sentence():
    for word, facts, where in deeds():
        assert word in auditing.DEEDS, f"{where}: {word} needs a sentence in flows/auditing.py"
        assert None in facts or set(places(auditing.DEEDS[word])) <= facts | {"about"}, f"{where}: {word} lacks what its sentence names"


def test_every_deed_stands_in_an_area():
    """What nobody can look for by its area is hard to find."""
    firsts = {first for _label, words in AREAS.values() for first in words}
    assert {word for word in auditing.DEEDS if word.partition("-")[0] not in firsts} == set()
