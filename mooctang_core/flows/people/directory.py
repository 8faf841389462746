"""Finding somebody among fifty thousand: a line of text for each number, beside the entries, which are an object each."""

from typing import NamedTuple

from BTrees.OOBTree import OOBTree

MARK = "\x1f"
SHOWN = 12


class Line(NamedTuple):
    """What is told of one number without opening its entry."""

    number: str
    role: str = "student"
    name: str = ""
    cohort: str = ""
    nickname: str = ""
    email: str = ""
    phone: str = ""
    birth: str = ""
    sex: str = ""
    entry_year: str = ""
    length: str = ""
    major: str = ""
    id_mark: str = ""
    code_mark: str = ""
    intro: str = ""


def line_of(entry):
    """The line of an entry; of secrets it holds the beginning of their mark."""
    known = entry.details
    plain = (str(known.get(word) or "") for word in Line._fields[4:12])
    return Line(entry.number, entry.role, entry.name, entry.cohort or "", *plain, (known.get("id_hash") or "")[:SHOWN], (known.get("code_mark") or "")[:SHOWN],
                (known.get("intro") or "")[:200].replace(MARK, " "))


def note(school, entry):
    """Keep the line of an entry that was written."""
    if school.directory is None:
        school.directory = OOBTree()
    school.directory[entry.number] = MARK.join(line_of(entry)[1:])


def drop(school, number):
    if school.directory is not None and number in school.directory:
        del school.directory[number]


def lines(school):
    """Every number with its line, in order. An entry that somebody made without a line is opened instead."""
    known, people = school.directory or {}, school["people"]
    kept = dict(known.items())
    for number in people.keys():
        text = kept.get(number)
        yield Line(number, *text.split(MARK)) if text is not None else line_of(people[number])


def search(school, role=None, words="", cohort="", id_mark=""):
    """The numbers whose line holds every word, in order; `id_mark` finds by an ID number's mark."""
    wanted = words.casefold().split()
    known, people = school.directory or {}, school["people"]
    kept = dict(known.items())
    found = []
    for number in people.keys():
        text = kept.get(number)
        if text is None:
            text = MARK.join(line_of(people[number])[1:])
        if role and not text.startswith(role + MARK):
            continue
        if cohort and text.split(MARK, 3)[2] != cohort:
            continue
        if id_mark[:SHOWN] in text if id_mark else fits(number, text, wanted):
            found.append(number)
    return found


def fits(number, text, wanted):
    if not wanted:
        return True
    text = f"{number}{MARK}{text}".casefold()
    return all(word in text for word in wanted)
