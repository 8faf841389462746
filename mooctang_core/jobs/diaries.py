"""Every minute: looks that wait in scratch go into the diaries of their classrooms."""

from ..flows import diary

MOST = 500


class Diaries:
    """A school at a time: written first, then forgotten in scratch. After a crash between the two a look may be counted twice, never lost."""

    def __init__(self, ground):
        self.ground = ground

    def run(self):
        for slug, database in self.ground.schools():
            self.ground.surely(f"writing the diaries of {slug}", lambda s=slug, d=database: self._carry(s, d))

    def _carry(self, slug, database):
        scratch = self.ground.store.scratch
        found = diary.waiting(scratch, slug)[:MOST]
        if found:
            self.ground.write(slug, database, lambda school: diary.carry(school, [tuple(rest) for _key, _value, *rest in found]))
        for key, value, *_rest in found:
            scratch.drop(diary.SPACE, key, value)
