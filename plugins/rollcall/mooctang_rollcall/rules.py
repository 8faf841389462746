"""The draw as pure functions: who is in it, with what weight, and whom a seed draws. Anybody can do it again by hand."""

import hashlib

FAIR, EVEN = "fair", "even"
ORDERS = (FAIR, EVEN)
MOST = 10
"""Answers are given 0 to 10 points."""


def weights(tiers, order):
    """{how often called before: the weight of one of them}: in fair order only those called least are drawn from."""
    if order == EVEN or not tiers:
        return dict.fromkeys(tiers, 1)
    least = min(tiers)
    return {times: int(times == least) for times in tiers}


def ticket(seed, total):
    """The number, 0 … total - 1, that a seed draws: its SHA-256 as a whole number, divided by the total; what remains."""
    return int(fingerprint(seed), 16) % total


def fingerprint(seed):
    return hashlib.sha256(seed.encode()).hexdigest()


def pick(seed, weighted):
    """Whom the seed draws of [(person, weight), …]: tickets are dealt in this order, as many as the weight."""
    left = ticket(seed, sum(weight for _person, weight in weighted))
    for person, weight in weighted:
        if left < weight:
            return person
        left -= weight
    raise ValueError("nobody has a weight")


def tiers_of(people, times):
    """{how often called: [places in the list]} of people given in the order of the list as (place, person)."""
    found = {}
    for place, person in people:
        found.setdefault(times.get(person, 0), []).append(place)
    return dict(sorted(found.items()))


def as_mask(places):
    """Some places of a list as one whole number, a bit each: 2,000 people are 250 bytes."""
    return sum(1 << place for place in places)


def from_mask(mask):
    """The places again, in order."""
    return [place for place in range(mask.bit_length()) if mask >> place & 1]


def mean(scores):
    """The mean of what was scored, to a tenth; None where nothing was."""
    scores = [score for score in scores if score is not None]
    return round(sum(scores) / len(scores), 1) if scores else None
