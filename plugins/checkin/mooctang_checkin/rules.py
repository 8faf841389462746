"""The rules of checking in, as pure functions: punctual or not, how far, which code, what looks odd."""

import base64
import hashlib
import hmac
import math
import unicodedata
from collections import Counter
from datetime import timedelta
from typing import NamedTuple

PRESENT, LATE, PENDING, EXCUSED, ABSENT = "present", "late", "pending", "excused", "absent"
HERE = (PRESENT, LATE)

STEP = 10
"""Seconds that a code stands on the wall. It and the one before it are taken."""
DIGITS = 6
INSIDE, UNSURE, OUTSIDE = "inside", "unsure", "outside"
NO_PLACE = ("denied", "unavailable", "timeout", "insecure", "no_centre", "none")
EARTH = 6_371_000


def punctuality(at, deadline):
    """Present up to and including the deadline, late after it."""
    return PRESENT if deadline is None or at <= deadline else LATE


# -- places ---------------------------------------------------------------------------------------------------------

def distance(here, there):
    """Metres between two (latitude, longitude), both WGS-84."""
    (lat1, lon1), (lat2, lon2) = [tuple(map(math.radians, point)) for point in (here, there)]
    a = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, a)))


def verdict(metres, accuracy, radius):
    """Outside only when it is sure; a reading less accurate than the fence says nothing."""
    if metres - accuracy > radius:
        return OUTSIDE
    return INSIDE if metres <= radius and accuracy <= radius else UNSURE


def may_locate(scheme, host):
    """Whether a browser gives its place to a page from here: https, or this very machine."""
    name = host.rpartition(":")[0] if ":" in host else host
    return scheme == "https" or name == "127.0.0.1" or name.rpartition(".")[2] == "localhost"


# -- rotating codes -------------------------------------------------------------------------------------------------

class Shown(NamedTuple):
    """What the wall shows now: digits to type, the word in the QR, seconds until they change."""

    digits: str
    word: str
    left: float


def step_at(opened, now):
    return int((now - opened) // timedelta(seconds=STEP))


def shown(secret, opened, now):
    """The code of this moment."""
    step = max(0, step_at(opened, now))
    left = STEP * (step + 1) - (now - opened).total_seconds()
    return Shown(digits(secret, step), word(secret, step), round(max(0.1, left), 1))


def digits(secret, step):
    """Six figures for those who type."""
    return f"{int.from_bytes(_mac(secret, 'digits', step)[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def word(secret, step):
    """The step and its signature, for the QR: nobody can make one, and a stale one is known as such."""
    return f"{step}-{base64.b32encode(_mac(secret, 'word', step)[:8]).decode().rstrip('=').lower()}"


def age_of_digits(secret, opened, now, typed):
    """How many seconds these digits have been on the wall; None when they are not this step's nor the last one's."""
    typed = only_digits(typed)
    for step in _taken(opened, now):
        if hmac.compare_digest(digits(secret, step), typed):
            return age(opened, now, step)
    return None


def step_of_word(secret, text):
    """The step of a word that we made; None for any other."""
    number = text.partition("-")[0]
    if not (text.isascii() and number.isdigit() and len(number) < 9):
        return None
    return int(number) if hmac.compare_digest(word(secret, int(number)), text.lower()) else None


def is_fresh(opened, now, step):
    return step in _taken(opened, now)


def age(opened, now, step):
    """Seconds since a step's code came up."""
    return round((now - opened).total_seconds() - STEP * step, 1)


def only_digits(text):
    """What was typed, as plain figures: full-width ones and spaces are fine."""
    return "".join(c for c in unicodedata.normalize("NFKC", text or "") if c.isascii() and c.isdigit())


def _taken(opened, now):
    step = step_at(opened, now)
    return tuple(s for s in (step, step - 1) if s >= 0)


def _mac(secret, purpose, step):
    return hmac.new(secret.encode(), f"{purpose}:{step}".encode(), hashlib.sha256).digest()


# -- what looks odd -------------------------------------------------------------------------------------------------

OLD_CODE = STEP + 5
"""A code scanned when it had been up this long may have come by a photograph."""
SLOW_TAP = 300
FAR = 2000


class Hint(NamedTuple):
    """Something for the teacher to look at; it changes nobody's mark."""

    sort: str
    people: tuple
    value: float | None = None


class Traits(NamedTuple):
    """What is odd about one mark alone, and what it may share with others."""

    device: str | None = None
    spot: tuple | None = None
    alone: tuple = ()


def traits(kept):
    """The traits of what is kept with a mark."""
    return Traits(kept.get("device") or None, _exact_place(kept), tuple(_alone(kept)))


def hints(marks):
    """Hints over {aid: Traits}: one device for several, odd places, old codes."""
    found = [*_together("device", {aid: traits.device for aid, traits in marks.items()}), *_together("same_place", {aid: traits.spot for aid, traits in marks.items()})]
    found.extend(Hint(sort, (aid,), value) for aid, traits in marks.items() for sort, value in traits.alone)
    return found


def _alone(kept):
    if kept.get("accuracy") is not None and kept["accuracy"] < 1:
        yield "too_exact", kept["accuracy"]
    if kept.get("place") == OUTSIDE and kept["distance"] > FAR:
        yield "far", kept["distance"]
    if (kept.get("age") or 0) >= OLD_CODE:
        yield "old_code", kept["age"]
    if (kept.get("waited") or 0) >= SLOW_TAP:
        yield "slow", kept["waited"]


def _together(sort, shared):
    """A hint for each thing that is not one person's alone, over {aid: thing or None}."""
    times, groups = Counter(shared.values()), {}
    for aid, thing in shared.items() if len(times) < len(shared) else ():
        if thing is not None and times[thing] > 1:
            groups.setdefault(thing, []).append(aid)
    return [Hint(sort, tuple(aids)) for aids in groups.values()]


def _exact_place(kept):
    # Two telephones side by side differ; a reading copied from one to the other does not.
    exact = kept.get("distance") is not None and kept["accuracy"] < 20
    return (kept["distance"], kept["accuracy"]) if exact else None


def trace(kept):
    """The evidence in one line that reads alike in every language: 3 s · 38 m ± 12 m."""
    parts = [f"{kept['age']:g} s"] if kept.get("age") is not None else []
    if kept.get("distance") is not None:
        parts.append(f"{kept['distance']:g} m ± {kept['accuracy']:g} m")
    return " · ".join(parts)


# -- rates ----------------------------------------------------------------------------------------------------------

def worth(status, late_worth):
    """(earned, of) in per cent; None for what enters no rate."""
    return {PRESENT: (100, 100), LATE: (late_worth, 100), ABSENT: (0, 100)}.get(status)


def rate(pairs):
    """What was earned of what could be, 0 … 1; None when there was nothing to earn."""
    pairs = [pair for pair in pairs if pair is not None]
    whole = sum(of for _earned, of in pairs)
    return sum(earned for earned, _of in pairs) / whole if whole else None
