"""Which column of a file is which field: by its heading, wherever the heading stands; the person who imports may say otherwise."""

import re
import unicodedata

from ..people.fields import KINDS

HEAD_ROWS = 20
DECORATION = re.compile(r"[\s*＊:：]|[(（\[【].*")


def folded(heading):
    """学号* (必填) and 学 号 are the same heading."""
    return DECORATION.sub("", unicodedata.normalize("NFKC", heading)).replace("-", "").replace("_", "").casefold()


def match(headings, kind):
    """{field: column} for the headings of one row."""
    found: dict = {}
    words = {folded(alias): field.word for field in KINDS[kind] for alias in field.aliases}
    for column, heading in enumerate(headings):
        word = words.get(folded(heading))
        if word and word not in found:
            found[word] = column
    return found


def find_head(rows, kind):
    """(index of the row with the headings, {field: column}); (None, {}) when no row has any that count."""
    needed = {field.word for field in KINDS[kind] if field.needed}
    best = max(((len(match(row, kind).keys() & needed), len(match(row, kind)), -place) for place, row in enumerate(rows[:HEAD_ROWS])), default=(0, 0, 0))
    if best[0] == 0 or best[1] < 2 and len(rows[-best[2]]) > 1:
        return None, {}
    return -best[2], match(rows[-best[2]], kind)


def missing(mapping, kind):
    """The fields that every row needs and no column brings. A nickname may be the real name."""
    return [field for field in KINDS[kind] if field.needed and field.word not in mapping and field.word != "nickname"]
