"""Accounts whose thirty days are over are deleted: in each school first, at the alliance last, so that what was cut off is done again."""

from ..flows.erasing import erase
from ..identity import leaving


class Leaving:
    """Each step is a transaction of one database, and changes nothing when it is done twice."""

    def __init__(self, ground):
        self.ground = ground

    def run(self):
        for aid, numbers in self.ground.read("main", self._over):
            self.ground.surely(f"deleting the account {aid}", lambda a=aid, n=numbers: self._erase(a, n))

    def _over(self, root):
        alliance, now = root.get("alliance"), self.ground.clock()
        accounts = [alliance.accounts[aid] for aid in alliance.leaving or () if aid in alliance.accounts] if alliance is not None else []
        return [(account.aid, dict(account.certifications)) for account in accounts if leaving.is_over(account, now)]

    def _erase(self, aid, numbers):
        now = self.ground.clock()
        for slug, database in self.ground.schools():
            self.ground.write(slug, database, lambda school, s=slug: erase(school, aid, numbers.get(s), now))
        self.ground.write_alliance(lambda alliance: leaving.erase(alliance, alliance.accounts[aid]))
