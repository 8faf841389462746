"""The rules of a gradebook: what each part weighs, and what coming late or not at all is worth. Pure functions over plain values."""

from typing import NamedTuple

from ..activity import Refused
from ..words import translator

_ = translator("mooctang_core")
ONLINE = "online"
ONLINE_WEIGHT = 15
HERE, LATE, ABSENT, EXCUSED = "here", "late", "absent", "excused"


class Policy(NamedTuple):
    """迟到计 80 %，可缺课 0 次，每 3 次迟到算 1 次缺课，满 5 次课后低于 70 % 预警。"""

    late: int = 80
    """What coming late is worth, in per cent."""
    free: int = 0
    """Absences that are not counted."""
    lates: int = 0
    """So many times late make an absence; 0: never."""
    warn: int = 70
    """Below so many per cent a student is warned …"""
    after: int = 5
    """… once so many classes were held."""


BOUNDS = {"late": (0, 100), "free": (0, 50), "lates": (0, 20), "warn": (0, 100), "after": (1, 60)}


def policy_of(kept):
    return Policy(**{name: value for name, value in (kept or {}).items() if name in Policy._fields})


def policy_from(given):
    """The policy that a form says; what is left out is as it was at first."""
    return Policy(**{name: whole(given[f"p-{name}"], *BOUNDS[name]) for name in Policy._fields if f"p-{name}" in given})


def whole(text, low, high):
    text = str(text).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 4 and low <= int(text) <= high):
        raise Refused(_("请填 ${low} 到 ${high} 之间的整数。", low=low, high=high))
    return int(text)


class Attendance(NamedTuple):
    """How one person came: counts, and the rate that the policy makes of them."""

    here: int
    late: int
    absent: int
    excused: int
    turned: int
    """Times late that became absences."""
    forgiven: int
    """Absences that are free."""
    share: float | None


def attendance(words, policy):
    """The counts and the rate, 0 … 1, of what somebody was at each check-in."""
    here, late, absent, excused = (words.count(word) for word in (HERE, LATE, ABSENT, EXCUSED))
    turned = late // policy.lates if policy.lates else 0
    forgiven = min(policy.free, absent + turned)
    held = here + late + absent - forgiven
    earned = 100 * here + policy.late * (late - turned)
    share = earned / (100 * held) if held else 1.0 if here + late + absent else None
    return Attendance(here, late, absent, excused, turned, forgiven, share)


def share_of(marks):
    """The mean over what somebody was asked for: how right it was where something is right or wrong, else whether they took part."""
    worth = [mark[1] / mark[2] if mark[2] else float(mark[0]) for mark in marks if mark is not None]
    return sum(worth) / len(worth) if worth else None


def weights_from(given, words):
    """{part: weight} that a form says for these parts."""
    return {word: whole(given.get(f"w-{word}") or "0", 0, 100) for word in words}


def refuse_unless_whole(weights):
    """Weights that are not a hundred together are nobody's intention."""
    if sum(weights.values()) != 100:
        raise Refused(_("各项权重加起来要等于 100，现在是 ${n}。", n=sum(weights.values())))


def first_weights(offered):
    """What is offered before a teacher chose: each type's own weight, made a hundred together."""
    whole = sum(offered.values())
    if not whole:
        return dict.fromkeys(offered, 0)
    shares = {word: round(100 * weight / whole) for word, weight in offered.items()}
    heaviest = max(shares, key=lambda word: shares[word])
    shares[heaviest] += 100 - sum(shares.values())
    return shares


def composite(shares, weights):
    """总评 out of 100 with one digit: the parts that have a value for this person, by their weights; None when there is none."""
    counted = [(weights[word], share) for word, share in shares.items() if share is not None and weights.get(word)]
    whole = sum(weight for weight, _share in counted)
    return round(100 * sum(weight * share for weight, share in counted) / whole, 1) if whole else None
