"""An urn: answers that belong to nobody. Those just dropped lie sealed in boxes, those that were opened lie mixed on one pile."""

from random import SystemRandom
from secrets import token_bytes, token_hex

from BTrees.OOBTree import OOBucket
from persistent import Persistent

from ..plain import plain

FEWEST, MOST, EACH = 8, 256, 8
FLOOR = b""
chance = SystemRandom()


class Pile(Persistent):
    """The opened answers, in no order."""

    values: tuple = ()


class Urn(Persistent):
    """Boxes for sealed answers. Two thousand may drop one at once: it falls into a box by chance, and boxes merge what two bring."""

    def __init__(self, public, people):
        self.boxes = tuple(_box() for _ in range(max(FEWEST, min(MOST, people // EACH))))
        self.pile = Pile()
        self.lock(public)

    def lock(self, public):
        """From now on answers are sealed for this key, which goes by a word of its own."""
        self.word, self.public = token_hex(8), public

    def drop(self, sealed):
        """A random name in a random box: neither says who came, nor after whom."""
        chance.choice(self.boxes)[token_bytes(16)] = sealed

    def waiting(self):
        """[(box, name, sealed)] of all that lie there unopened."""
        return [(box, name, sealed) for box in self.boxes for name, sealed in box.items() if name != FLOOR]

    def __len__(self):
        return sum(len(box) - 1 for box in self.boxes)

    def __bool__(self):
        return True

    def take_out(self, found):
        for box, name, _sealed in found:
            del box[name]

    def heap(self, values):
        """Put opened answers on the pile, and mix it altogether."""
        values = [*self.pile.values, *(plain(value, "an answer") for value in values)]
        chance.shuffle(values)
        self.pile.values = tuple(values)


def _box():
    # A box that was empty cannot merge what two bring at the same time; so it never is.
    box = OOBucket()
    box[FLOOR] = None
    return box
