"""Who reviews whom, and what comes of it: pure functions."""

from hashlib import blake2b
from statistics import median


def shuffled(people, seed):
    """The same people in an order that only the seed decides, wherever it is worked out."""
    return sorted(people, key=lambda aid: blake2b(f"{seed}\0{aid}".encode(), digest_size=12).digest())


def allocate(authors, number, seed):
    """{reviewer: authors whose work they review}: each work is reviewed `number` times, each author reviews as many, nobody their own.

    A ring: in the shuffled order everybody reviews those who come next. With too few people everybody reviews all others.
    """
    ring = shuffled(authors, seed)
    number = min(number, len(ring) - 1)
    return {aid: tuple(ring[(place + step) % len(ring)] for step in range(1, number + 1)) for place, aid in enumerate(ring)} if number > 0 else {}


def add_late(reviews, late, number, seed):
    """The same with those who came later: each of their works goes to the authors who have least to do, the newcomers first."""
    found = {aid: tuple(work) for aid, work in reviews.items()}
    found.update({aid: () for aid in late if aid not in found})
    order = {aid: place for place, aid in enumerate(shuffled(found, seed))}
    for author in shuffled([aid for aid in late if aid not in reviews], seed):
        others = sorted((aid for aid in found if aid != author and author not in found[aid]), key=lambda aid: (len(found[aid]), order[aid]))
        for reviewer in others[:number]:
            found[reviewer] = (*found[reviewer], author)
    return found


def reviewers(reviews):
    """{author: those who review them}, the other way round."""
    found: dict = {}
    for reviewer, authors in reviews.items():
        for author in authors:
            found[author] = (*found.get(author, ()), reviewer)
    return found


def total(marks):
    return sum(marks)


def aggregated(totals, points, full):
    """The median of the reviews, as a score out of `full`; None without a review."""
    return round(median(totals) / points * full, 1) if totals and points else None
