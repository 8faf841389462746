"""Every five minutes: schools' courses of the alliance say what the alliance says, and go offline when their licence is over."""

from zoneinfo import ZoneInfo

from ..flows import licensing


class Licences:
    """Reads the alliance, then writes one school at a time, and only where something is behind."""

    def __init__(self, ground):
        self.ground = ground

    def run(self):
        for slug, database in self.ground.schools():
            self.ground.surely(f"looking after the licences of {slug}", lambda s=slug, d=database: self._tend(s, d))

    def _tend(self, slug, database):
        now = self.ground.clock()
        offers = self.ground.read("main", lambda root: licensing.offers_to(root["alliance"], slug))
        if self.ground.read(database, lambda root: self._behind(root["schools"][slug], offers, now)):
            self.ground.write(slug, database, lambda school: licensing.catch_up(school, offers, now, day_at(school, now)))

    def _behind(self, school, offers, now):
        return bool(licensing.behind(school, offers, day_at(school, now)))


def day_at(school, now):
    """The date on the school's calendar."""
    return now.astimezone(ZoneInfo(school.timezone)).date()
