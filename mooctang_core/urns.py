"""Answers without names: dropped sealed into an urn, and opened together, never fewer than five at a time.

What is sealed can be read with one key only, which lies in scratch and is wiped out when the last answer was opened. So the
old transactions of the database, its backups and its copies say who took part, and nothing about what anybody answered.
"""

import logging
from base64 import b64decode, b64encode
from datetime import timedelta

from cryptography.exceptions import InvalidTag

from .changes import changed
from .model.activities import CLOSED
from .model.simulated import is_simulated
from .model.urn import Urn, chance
from .plain import frozen
from .sealing import new_key, seal, unseal

log = logging.getLogger("mooctang.urns")
FEW = 5
"""No result is made of fewer answers, and no two results differ by fewer."""
SPACE = "urn"
TOO_FEW_KEPT = timedelta(days=30)


def to_open(opened, waiting, closed):
    """How many of the waiting answers may be opened now.

    While people still come, five always stay behind: whoever comes last would otherwise be the whole difference between the
    result before the close and the one after it.
    """
    if closed:
        return waiting if waiting >= FEW else 0
    return max(0, waiting - FEW) // FEW * FEW


class Keys:
    """The keys of all urns of this machine, in scratch: no backup has them, no old transaction remembers them."""

    def __init__(self, scratch):
        self.scratch = scratch

    def keep(self, word, school, path, private):
        self.scratch.put(SPACE, word, [school, path, b64encode(private).decode(), self.scratch.clock()])
        self.scratch.settle()

    def get(self, word):
        kept = self.scratch.get(SPACE, word)
        return b64decode(kept[2]) if kept else None

    def everything(self):
        """[(word, school, path, when it was made)]"""
        return [(word, school, path, made) for word, (school, path, _key, made) in self.scratch.items(SPACE)]

    def forget(self, word):
        self.scratch.delete(SPACE, word)
        self.scratch.settle()


class UrnOf:
    """The urn of one activity, as its plugin uses it."""

    def __init__(self, activity):
        self.activity, self.node = activity, activity.node

    @property
    def _keys(self):
        keys = self.activity.host.urns if self.activity.host is not None else None
        if keys is None:
            raise RuntimeError("Answers without names need the scratch of a running server for their key.")
        return keys

    def lay(self):
        """In `on_publish`: make it ready. What an earlier round left unopened stays, as long as it can still be opened."""
        urn = self.node.urn
        if urn is not None and len(urn) and self._keys.get(urn.word) is not None:
            return
        private, public = new_key()
        if urn is None:
            urn = self.node.urn = Urn(public, len(self.node.own_records))
        else:
            urn.take_out(urn.waiting())
            urn.lock(public)
        self._keys.keep(urn.word, self.activity.school.slug, self.activity.path, private)

    def drop(self, person_id, value):
        """In `submit`: an answer, plain as JSON is. Who brings it is not kept; what a simulated student brings is not, either."""
        if not is_simulated(person_id):
            self.node.urn.drop(seal(self.node.urn.public, value))

    def __len__(self):
        """How many were dropped, opened or not. Not to be told while it is open; see `told`."""
        return 0 if self.node.urn is None else len(self.node.urn) + len(self.node.urn.pile.values)

    def __bool__(self):
        return True

    @property
    def told(self):
        """How many there are, as it may be told: in steps of five while people come."""
        return len(self) if self.activity.state == CLOSED else len(self) // FEW * FEW

    @property
    def opened(self):
        """The answers that may be shown: none, or five and more; in no order."""
        return () if self.node.urn is None else frozen(self.node.urn.pile.values)

    @property
    def settled(self):
        """Whether nothing more will be opened: it is closed, and no more than four are left."""
        return self.activity.state == CLOSED and (self.node.urn is None or len(self.node.urn) < FEW)

    @property
    def readable(self):
        """Whether this machine has the key to what is not opened yet."""
        return self.node.urn is None or not len(self.node.urn) or self._keys.get(self.node.urn.word) is not None

    def turn(self, key):
        """Open what may be opened now; returns how many were."""
        urn, closed = self.node.urn, self.activity.state == CLOSED
        waiting = urn.waiting()
        chosen = chance.sample(waiting, to_open(len(urn.pile.values), len(waiting), closed))
        if chosen:
            urn.take_out(chosen)
            urn.heap([value for _box, _name, sealed in chosen for value in self._read(key, sealed)])
            changed(self.activity.school, self.activity.path, "record")
        return len(chosen)

    def _read(self, key, sealed):
        try:
            return [unseal(key, sealed)]
        except (InvalidTag, ValueError):
            log.error("An answer in the urn of %s cannot be read: it was sealed for another key.", self.activity.path)
            return []

    def empty(self):
        """Throw away the few that may never be shown."""
        self.node.urn.take_out(self.node.urn.waiting())


def over(activity, now):
    """Whether the key of this activity's urn is of no use any more: everything is opened, or the few left have waited for long."""
    urn = activity.node.urn
    if activity.state != CLOSED:
        return False
    return not len(urn) or activity.closed is None or now - activity.closed > TOO_FEW_KEPT
