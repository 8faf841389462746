"""Once an hour: how far each school's log has come is noted at the alliance, and how far the alliance's own has come, in each database.

Whoever rewrites a log would have to rewrite what was noted of it, too, in another root and perhaps another database.
"""

from ..flows import auditing
from ..store.places import MAIN


class Anchoring:
    """Reads one database at a time and writes one; done twice, it notes nothing new."""

    def __init__(self, ground):
        self.ground = ground

    def run(self):
        schools = self.ground.schools()
        for slug, database in schools:
            self.ground.surely(f"noting the log of {slug}", lambda s=slug, d=database: self._note(s, d))
        for database in dict.fromkeys((MAIN, *(database for _slug, database in schools)) if schools else ()):
            self.ground.surely(f"noting the alliance's log in {database}", lambda d=database: self._note_alliance(d))

    def _note(self, slug, database):
        noted = self.ground.read(MAIN, lambda root: auditing.anchors_of(root["alliance"], slug))
        count, head, bent = self.ground.read(database, lambda root: _end(root["schools"][slug], noted))
        if is_news(noted, count):
            self.ground.write_alliance(lambda alliance: auditing.anchor(alliance, slug, count, head, self.ground.clock(), bent))

    def _note_alliance(self, database):
        noted = self.ground.read(database, auditing.alliance_anchors)
        count, head, bent = self.ground.read(MAIN, lambda root: _end(root["alliance"], noted))
        if is_news(noted, count):
            self.ground.write_root(database, lambda root: auditing.anchor_alliance(root, count, head, self.ground.clock(), bent))


def is_news(noted, count):
    return count and (not noted or noted[-1][1] < count)


def _end(place, noted):
    """How far a log has come, and which of the old notes it does not bear out."""
    return (place.audit.count, place.audit.head, auditing.bent_of(place, noted)) if place.audit is not None else (0, "", frozenset())
