"""Once an hour: how far each school's log has come is noted at the alliance, in another root and perhaps another database."""

from ..flows import auditing


class Anchoring:
    """Reads one database at a time and writes the alliance's; done twice, it notes nothing new."""

    def __init__(self, ground):
        self.ground = ground

    def run(self):
        for slug, database in self.ground.schools():
            self.ground.surely(f"noting the log of {slug}", lambda s=slug, d=database: self._note(s, d))

    def _note(self, slug, database):
        count, head = self.ground.read(database, lambda root: _end(root["schools"][slug]))
        noted = self.ground.read("main", lambda root: auditing.anchors_of(root["alliance"], slug)[-1:])
        if count and (not noted or noted[0][1] < count):
            self.ground.write_alliance(lambda alliance: auditing.anchor(alliance, slug, count, head, self.ground.clock()))


def _end(school):
    return (school.audit.count, school.audit.head) if school.audit is not None else (0, "")
