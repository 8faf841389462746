"""Taking people in: the account at the alliance first, then the entry in the school's books; done twice, it is done once.

Each half is written on its own database. What is missing after a crash between them is mended by doing it again.
"""

from hashlib import blake2b

from ...identity.login import email_method, phone_method, user_method
from ...model.accounts import Account
from ...model.people import RosterEntry
from .. import certcodes, cohorts
from ..seats import terms_of
from . import directory
from .fields import KEPT

# At the alliance ---------------------------------------------------------------------------------------------------------------

def holder(alliance, slug, kind, values):
    """(the account that this row means, or None; the problem with it, or None)."""
    if kind == "student":
        account = alliance.account_by(user_method(values["number"]))
        taken = account is not None and account.certifications.get(slug) != values["number"]
        return (None, "login") if taken else (account, None)
    found = {account.aid: account for account in map(alliance.account_by, methods_of(values)) if account is not None}
    if len(found) > 1:
        return None, "login"
    account = next(iter(found.values()), None)
    if account is not None and squeezed(account.name) != squeezed(values["name"]):
        return None, "login_name"
    return account, None


def squeezed(name):
    return "".join(name.split()).casefold()


def methods_of(values):
    """How a teacher may log in: mobile number, e-mail address, staff number."""
    made = (phone_method(values.get("phone") or ""), email_method(values["email"]) if values.get("email") else None,
            user_method(values["number"]) if values.get("number") else None)
    return [method for method in made if method]


def admit(alliance, slug, kind, values, aid):
    """The account of this row: the one that is there, or a new one that waits for its owner. None when its login is somebody else's."""
    account, problem = holder(alliance, slug, kind, values)
    if problem:
        return None
    if account is not None:
        return account
    account = Account(aid, values["name"])
    account.dormant, account.home = True, slug
    if kind == "student":
        account.certifications[slug] = values["number"]
    return alliance.add_account(account, *([user_method(values["number"])] if kind == "student" else methods_of(values)))


def dissolve(alliance, slug, aid):
    """Take back an account that waits still. False when somebody has come in with it since."""
    account = alliance.accounts.get(aid)
    if account is None:
        return True
    if not waits(account, slug):
        return False
    for method in account.methods:
        if alliance.methods.get(method) == aid:
            del alliance.methods[method]
    del alliance.accounts[aid]
    return True


def waits(account, slug):
    """Whether nobody ever came in with this account, and no other school has to do with it."""
    return account.dormant and account.home == slug and not account.devices and not account.epoch and not set(account.certifications) - {slug}


# In the school -----------------------------------------------------------------------------------------------------------------

def enter(school, kind, values, aid, now, private):
    """Write a row into the books. Returns what was there before: None for nobody."""
    number = values["number"]
    entry = school["people"].get(number)
    before = picture_of(school, entry)
    if entry is None:
        entry = RosterEntry(number, values["name"], role=kind)
        school["people"][number] = entry
    entry.name = values["name"]
    entry.details = {**entry.details, **details_of(kind, values, private, now)}
    if aid and not entry.aid:
        entry.aid = aid
        entry.details = {**entry.details, "certified": now} if kind == "student" else entry.details
    if kind == "teacher" and entry.aid:
        school.teachers.add(entry.aid)
    if values.get("cohort") and (entry.cohort != values["cohort"] or before is None):
        cohorts.move(school, entry, values["cohort"], now)
    directory.note(school, entry)
    return before


def details_of(kind, values, private, now):
    """What of a row is kept with the entry. An empty cell leaves what is there."""
    kept = {word: values[word] for word in KEPT[kind] if values.get(word)}
    if values.get("id_number"):
        kept |= private.keep_id(values["id_number"])
    if values.get("code"):
        # Sealed anew each time, so that only the mark tells whether a later file brings the same one.
        kept |= {"code": certcodes.sealed(private.secret, values["number"], values["code"]), "code_at": now, "code_mark": private.mark("code", values["number"], values["code"])}
    if values.get("picture_file"):
        kept["picture"] = values["picture_file"]
    return kept


def picture_of(school, entry):
    """Everything that an import may change of an entry, to be put back."""
    if entry is None:
        return None
    return {"name": entry.name, "cohort": entry.cohort, "details": dict(entry.details), "aid": entry.aid, "teaches": entry.aid in school.teachers}


def next_number(school, prefix="T"):
    """A number for a teacher who has none in the file."""
    last = school.dates.get(f"last_{prefix}", 0)
    while True:
        last += 1
        if school.full_number(f"{prefix}{last:05d}") not in school["people"]:
            school.dates[f"last_{prefix}"] = last
            return school.full_number(f"{prefix}{last:05d}")


def stamp(entry):
    """Whether somebody changed an entry since is seen by this."""
    known = sorted((word, repr(value)) for word, value in entry.details.items())
    return blake2b(repr((entry.name, entry.cohort, known)).encode(), digest_size=8).hexdigest()


def put_back(school, number, before, after, now):
    """Undo one row; `after` is the stamp that it had. False when somebody changed the entry since: it stays as it is."""
    entry = school["people"].get(number)
    if entry is None:
        return True
    if stamp(entry) != after:
        return False
    if before is None:
        forget(school, entry)
        return True
    if not before["teaches"] and entry.aid in school.teachers:
        school.teachers.remove(entry.aid)
    entry.name, entry.details, entry.aid = before["name"], before["details"], before["aid"]
    if entry.cohort != before["cohort"]:
        cohorts.move(school, entry, before["cohort"] or "", now)
    directory.note(school, entry)
    return True


def forget(school, entry):
    """A number that was a mistake leaves the books, its class and every course that it was enrolled in with it."""
    number, aid = entry.number, entry.aid
    cohort = school["cohorts"].get(entry.cohort) if entry.cohort else None
    if cohort is not None and number in cohort.members:
        del cohort.members[number]
    if aid in school.teachers:
        school.teachers.remove(aid)
    for term in terms_of(school) if aid else ():
        if aid in term.enrolled:
            del term.enrolled[aid]
    del school["people"][number]
    directory.drop(school, number)
