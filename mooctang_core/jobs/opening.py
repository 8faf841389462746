"""Urns are opened by the machine that has their key: five and more at a time while people come, and the rest after the close."""

import time

from ..model.activities import CLOSED, ActivityNode
from ..model.base import find
from ..urns import over, to_open

REST = 60               # seconds between two looks at one that is closed and holds too few
ORPHAN = 86_400         # seconds after which a key that no urn knows is thrown away


class Opening:
    """Goes through the keys, not through the classrooms: there are few of them."""

    def __init__(self, ground):
        self.ground = ground
        self._rests = {}

    def heard(self, changes):
        """The bus says that an activity is different: opened again, perhaps."""
        for change in changes:
            self._rests.pop((change.get("s"), change.get("p")), None)

    def run(self):
        keys = self.ground.host.urns
        if keys is None:
            return
        databases = dict(self.ground.schools())
        for word, school, path, made in keys.everything():
            if school in databases and self._rests.get((school, path), 0) <= time.monotonic():
                self.ground.surely(f"opening the urn of {school}{path}",
                                   lambda w=word, s=school, p=path, m=made: self._look(databases[s], w, s, p, m))

    def _look(self, database, word, slug, path, made):
        what = self.ground.read(database, lambda root: self._wanted(root["schools"][slug], path, word))
        if what == "lost":
            # The publishing that made this key may not be committed yet; a day later it will not be any more.
            if self.ground.store.scratch.clock() - made > ORPHAN:
                self.ground.host.urns.forget(word)
        elif what == "over":
            self._finish(database, slug, path, word)
        elif what == "open":
            key = self.ground.host.urns.get(word)
            self.ground.write(slug, database, lambda school: self._turn(school, path, word, key))
            self._look(database, word, slug, path, made)
        elif what == "rest":
            self._rests[slug, path] = time.monotonic() + REST

    def _wanted(self, school, path, word):
        urn = self._urn(school, path, word)
        if urn is None:
            return "lost"
        node, waiting = urn.node, len(urn.node.urn)
        if to_open(len(node.urn.pile.values), waiting, node.state == CLOSED):
            return "open"
        if over(urn.activity, self.ground.clock()):
            return "over"
        return "rest" if node.state == CLOSED else ""

    def _urn(self, school, path, word):
        node = find(school, path)
        if not isinstance(node, ActivityNode) or node.urn is None or node.urn.word != word:
            return None
        return self.ground.host.live(node, school).urn

    def _turn(self, school, path, word, key):
        urn = self._urn(school, path, word)
        return urn.turn(key) if urn is not None else 0

    def _finish(self, database, slug, path, word):
        """The last answer is opened, and that is committed: from here on nobody can tell which was whose."""
        if self.ground.write(slug, database, lambda school: self._empty(school, path, word)):
            self.ground.host.urns.forget(word)

    def _empty(self, school, path, word):
        urn = self._urn(school, path, word)
        if urn is None or not over(urn.activity, self.ground.clock()):
            return False
        urn.empty()
        return True
