"""What was drawn, as it is kept: the seed, the candidates with their weights, and who it was. Nothing is ever taken out of it.

The list of people is kept once for an activity and only ever grows; a draw keeps places in it as bits.
"""

from typing import Any, NamedTuple

from . import rules

SHELF = "rollcall"
RANDOM, INSIDE, SPOT, LIST, GROUP = "random", "inside", "spot", "list", "group"
DRAWN = (RANDOM, INSIDE)
"""The ways that are left to chance; the others a teacher chose."""


class Draw(NamedTuple):
    """One call, of one person or of several."""

    n: int
    at: Any
    by: str
    way: str
    picked: tuple
    round: int = 1
    seed: str = ""
    order: str = ""
    here: bool = False
    """Only those known to be present were candidates."""
    group: str = ""
    tiers: Any = ()
    """((how often called before, bits of places in the list), …)"""


def draws(node):
    """Every draw of an activity, oldest first."""
    return [Draw(*kept) for kept in node.store.get("draws", ())]


def roster(node):
    """The list that the bits speak of."""
    return node.peek_shelf(SHELF).get("roster", ())


def enlist(node, people):
    """Have these account ids in the list; returns {account id: place}. Written only when somebody is new."""
    known = roster(node)
    new = tuple(aid for aid in people if aid not in set(known))
    if new:
        node.shelf(SHELF)["roster"] = (*known, *new)
    return {aid: place for place, aid in enumerate((*known, *new))}


def add(node, draw):
    node.store["draws"] = (*node.store.get("draws", ()), tuple(draw))


def candidates(node, draw):
    """[(account id, how often called before, weight)] of a draw, in the order in which tickets were dealt."""
    weights, people = rules.weights(dict(draw.tiers), draw.order), roster(node)
    found = [(place, times) for times, mask in draw.tiers for place in rules.from_mask(mask)]
    return [(people[place], times, weights[times]) for place, times in sorted(found)]


def again(node, draw):
    """Whom the kept seed draws of the kept candidates: what everybody can check."""
    return rules.pick(draw.seed, [(aid, weight) for aid, _times, weight in candidates(node, draw)])
