"""What the machine does with an import, one step at a time. Each function is one transaction on one database.

A batch is never half in by accident: what was written is counted in the same transaction, and a machine that dies is followed by
another that goes on from there. At the alliance first, then in the school: an account that waits without an entry is found again.
"""

import secrets

from ...model.imports import CHECKING, DONE, READY, REFUSED, SLICE, UNDONE
from .. import auditing, cohorts
from ..people import admitting
from ..people.fields import KINDS
from . import pieces
from .checking import TAKEN_IN
from .matching import find_head


def read(batch, private):
    """The bytes of the file."""
    return private.open(batch.raw) if batch.raw is not None else None


def refuse(batch, trouble):
    batch.state, batch.trouble = REFUSED, trouble
    batch.forget_rows()


def keep(batch, private, sheet):
    """What the child has read: rows, headings, a first guess at the columns."""
    head, mapping = find_head(sheet.rows, batch.kind)
    if head is None:
        heads = "、".join(field.sample for field in KINDS[batch.kind] if field.needed)
        refuse(batch, {"word": "no_head", "row": 1, "column": 1, "heads": heads})
        return
    batch.raw = None
    pieces.keep(batch, private, sheet.rows, sheet.odd)
    width = max(len(row) for row in sheet.rows[:head + 200])
    batch.head, batch.mapping = head, mapping
    batch.columns = tuple(sheet.rows[head][column][:60] if column < len(sheet.rows[head]) else "" for column in range(width))
    batch.state = CHECKING


def login_problems(alliance, slug, kind, fresh):
    """[(place, problem)] of rows whose login is somebody else's."""
    found = ((place, admitting.holder(alliance, slug, kind, values)[1]) for place, values in fresh)
    return [(place, problem) for place, problem in found if problem]


def settle(school, batch, found, version):
    """Keep what the dry run found; nothing when somebody mended meanwhile: it is looked at again."""
    if batch.state != CHECKING or batch.version != version:
        return
    batch.kinds, batch.counts, batch.gone, batch.leaving = found.kinds, found.counts, found.gone, found.leaving
    batch.bad = type(batch.bad)()
    batch.bad.update(found.bad)
    batch.turn = school.imports.turn
    batch.state = READY


# Taking in ---------------------------------------------------------------------------------------------------------------------

def good_rows(batch, private, reader, start):
    """[(place, kind, values)] of one piece, from `start` on."""
    number = start // SLICE
    rows, first = pieces.piece(batch, private, number), number * SLICE
    return [(first + at, batch.kinds[first + at], reader(first + at, row)[0]) for at, row in enumerate(rows) if first + at >= start and batch.kinds[first + at] in TAKEN_IN]


def accounts_there(school, rows):
    """{place: aid} of the rows whose number belongs to an account already, whichever that is."""
    entries = ((place, school["people"].get(values.get("number", ""))) for place, _fate, values in rows)
    return {place: entry.aid for place, entry in entries if entry is not None and entry.aid}


def new_ids(count):
    """Account ids for one slice. They follow one another, so that a tree of accounts takes them side by side."""
    prefix = secrets.token_hex(6)
    return [f"a{prefix}{number:04x}" for number in range(count)]


def admit(alliance, slug, kind, rows, ids, there):
    """The accounts of these rows: {place: aid}; a row whose login was taken meanwhile has none."""
    found = dict(there)
    for (place, _fate, values), aid in zip(rows, ids, strict=True):
        if place in found:
            continue
        account = admitting.admit(alliance, slug, kind, values, aid)
        if account is not None:
            found[place] = account.aid
    return found


def enter(school, batch, rows, aids, ids, upto, now, private):
    """Write one slice into the books, and how far it came."""
    notes, fresh, classes = [], set(ids), set(school["cohorts"])
    for place, _fate, values in rows:
        if place not in aids:
            batch.kept_back = (*batch.kept_back, values["number"])
            continue
        if not values.get("number"):
            values["number"] = admitting.next_number(school)
        if values.get("picture"):
            values["picture_file"] = batch.pictures.get(values["picture"])
        before = admitting.enter(school, batch.kind, values, aids[place], now, private)
        after = admitting.stamp(school["people"][values["number"]])
        notes.append((values["number"], before, after, aids[place] if aids[place] in fresh else ""))
    remember(batch, notes, [title for title in school["cohorts"] if title not in classes])
    batch.done = upto


def remember(batch, notes, classes=()):
    """What is needed to take a slice back."""
    if notes or classes:
        batch.before[len(batch.before)] = (tuple(notes), tuple(classes))


def finish(school, batch, now):
    """Who is not in a whole list leaves its class; then it is done."""
    notes = []
    for number in batch.gone if batch.whole else ():
        entry = school["people"].get(number)
        if entry is not None and entry.cohort:
            before = admitting.picture_of(school, entry)
            cohorts.move(school, entry, "", now)
            notes.append((number, before, admitting.stamp(entry), ""))
    remember(batch, notes)
    batch.state, batch.finished = DONE, now
    batch.done = batch.rows
    school.imports.turn += 1
    auditing.log(school, batch.by, "import-done", batch.filename, now, count=sum(batch.counts[word] for word in ("new", "changed", "moved")), gone=len(notes))


# Taking back -------------------------------------------------------------------------------------------------------------------

def used(alliance, slug, aids):
    """Those of these accounts that somebody has come in with, or that are no longer this school's alone."""
    accounts = [alliance.accounts.get(aid) for aid in aids]
    return {account.aid for account in accounts if account is not None and not admitting.waits(account, slug)}


def take_back(school, batch, key, in_use, now):
    """Undo one slice in the books. Returns the accounts that may go."""
    notes, classes = batch.before[key]
    gone, kept = [], []
    for number, before, after, aid in reversed(notes):
        if aid and (aid in in_use or school.places.get(aid)) or not admitting.put_back(school, number, before, after, now):
            kept.append(number)
        elif aid:
            gone.append(aid)
    for title in classes:
        if title in school["cohorts"] and not school["cohorts"][title].now():
            del school["cohorts"][title]
    batch.kept_back = (*batch.kept_back, *kept)
    # Done once more after a crash, this slice finds nothing but the accounts that may still be there.
    batch.before[key] = (tuple(("", None, "", aid) for aid in gone), ())
    return gone


def forget_slice(batch, key):
    del batch.before[key]
    batch.done += 1


def dissolve(alliance, slug, aids):
    for aid in aids:
        admitting.dissolve(alliance, slug, aid)


def taken_back(school, batch, now):
    batch.state, batch.undone = UNDONE, now
    batch.forget_rows()
    school.imports.turn += 1
    auditing.log(school, batch.by, "import-undone", batch.filename, now, kept=len(batch.kept_back))

