"""Certification codes 认证码: given out by the school on paper, kept as salted and keyed hashes, never made from anything known of a person."""

import re
import secrets
import unicodedata
from datetime import datetime
from typing import NamedTuple

from ..activity import Refused
from ..identity.secret import sign, signed
from ..words import translator
from . import auditing
from .certifying import one_number

_ = translator("mooctang_core")
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10
"""Fifty bits: nobody guesses one, whatever the limits."""
LEAST = 8
AT_ONCE = 3000
PURPOSE = "certification-code"


class Slip(NamedTuple):
    """One line to print: the only time that a code is seen."""

    number: str
    name: str
    cohort: str
    code: str


class Fault(NamedTuple):
    """A line of a file that cannot be taken, and why."""

    row: int
    number: str
    column: str
    reason: str


def normal(code):
    """A code as it was meant: any case, full-width, with the hyphens and spaces of the slip."""
    return "".join(char for char in unicodedata.normalize("NFKC", code or "").upper() if char.isalnum())[:64]


def new_code():
    letters = "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def sealed(secret, number, code):
    """What is kept of a code: it cannot be read back, and not be tried out without the server's secret."""
    salt = secrets.token_hex(8)
    return f"{salt}${sign(secret, PURPOSE, salt, number, normal(code))}"


def fits(secret, entry, code):
    """Whether this is the code of the entry; works as long when it has none."""
    salt, _dollar, kept = (entry.details.get("code") or "0$0").partition("$")
    return signed(secret, kept, PURPOSE, salt, entry.number, normal(code)) and has_code(entry)


def has_code(entry):
    return bool(entry.details.get("code"))


def put(entry, hashed, now):
    """Lay a code's hash down; the one before is no longer good."""
    entry.details = {**entry.details, "code": hashed, "code_at": now}


def give(entry, secret, now, code=None):
    """A new code for one number (or the school's own one); returns it, to be printed."""
    code = code or new_code()
    put(entry, sealed(secret, entry.number, code), now)
    return code


def refuse_weak(code, number, id_number=""):
    """Refused, with the reason, when others could work a code out."""
    text, id_number = normal(code), normal(id_number)
    if len(text) < LEAST:
        raise Refused(_("认证码太短，至少要 ${n} 位字母和数字。", n=LEAST))
    if text in number or number.endswith(text):
        raise Refused(_("认证码不能是学号的一部分。"))
    if id_number and (text in id_number or id_number[-6:] in text):
        raise Refused(_("认证码不能来自身份证号。"))
    if len(set(text)) < 4 or re.search(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", text) or looks_like_id(text):
        raise Refused(_("认证码太容易猜到：不要用生日、身份证号或重复的数字。"))


def looks_like_id(text):
    """The form of an ID number, or of its last six to eight."""
    return bool(re.fullmatch(r"\d{17}[\dX]|\d{15}", text))


# By class ------------------------------------------------------------------------------------------------------------------------

def students_of(school, cohort, now):
    """The roster entries of an administrative class today, by number."""
    held = school["cohorts"].get(cohort)
    if held is None:
        return []
    return [entry for number in held.on(now) if (entry := school["people"].get(number)) is not None]


def make(school, entries, secret, now, by, renew=False, about=""):
    """Codes for those who have none, or new ones for all of them; the slips are returned once and nowhere kept."""
    wanted = [entry for entry in entries if renew or not has_code(entry)]
    if len(wanted) > AT_ONCE:
        raise Refused(_("一次最多生成 ${n} 个认证码，请分几个班级来做。", n=AT_ONCE))
    slips = [Slip(entry.number, entry.name, entry.cohort or "", give(entry, secret, now)) for entry in wanted]
    if slips:
        auditing.log(school, by, "codes-renewed" if renew else "codes-made", about, now, count=len(slips))
    return slips


# From a file -----------------------------------------------------------------------------------------------------------------------

def read_rows(school, rows, secret):
    """({number: hash}, [Fault]) of rows [(row number, number, code)]; nothing is written, and no code is kept in clear."""
    good: dict[str, str] = {}
    faults = []
    for row, number, code in rows:
        try:
            entry = entry_for(school, number, good)
            refuse_weak(code, entry.number)
        except Refused as refusal:
            column = _("认证码") if number_is_good(school, number, good) else _("学号")
            faults.append(Fault(row, number, column, refusal.message))
        else:
            good[entry.number] = sealed(secret, entry.number, code)
    return good, faults


def entry_for(school, number, taken):
    entry = school["people"].get(school.full_number(one_number(number))) if number else None
    if entry is None:
        raise Refused(_("名单里没有这个学号。"))
    if entry.number in taken:
        raise Refused(_("这个学号在文件里出现了两次。"))
    return entry


def number_is_good(school, number, taken):
    try:
        return entry_for(school, number, taken) is not None
    except Refused:
        return False


def take_in(school, hashes, now: datetime, by):
    """Lay down what `read_rows` found good; whoever has left the roster since is passed over. Returns how many."""
    entries = [entry for number in hashes if (entry := school["people"].get(number)) is not None]
    for entry in entries:
        put(entry, hashes[entry.number], now)
    if entries:
        auditing.log(school, by, "codes-imported", "", now, count=len(entries))
    return len(entries)
