"""Accounts that became one: each school moves what it holds, a classroom at a time; and back again when it is taken back."""

from ..flows import merging
from ..flows.merging import school as halves
from ..model.merging import KEPT, MOVED, SETTLED, WAITING, of


class Merging:
    """Looks at what the alliance says is under way. The school's half is committed before the alliance notes it: done twice is done once."""

    def __init__(self, ground):
        self.ground = ground

    def run(self):
        for name, undone, slug, state, task in self.ground.read("main", self._waiting):
            self.ground.surely(f"merging {name} in {slug}", lambda n=name, u=undone, s=slug, w=state, t=task: self._school(n, u, s, w, t))

    def _waiting(self, root):
        """[(merge, whether it is being undone, school, how far, task)], plain; a minute after the first time comes a second."""
        alliance, now = root.get("alliance"), self.ground.clock()
        found = []
        for merge in (alliance.merges[name] for name in alliance.merging) if alliance is not None else ():
            for slug, state in merge.schools.items():
                if state == WAITING or (state == MOVED and now - merge.at > merging.ON_THE_WAY):
                    found.append((merge.name, merge.undone is not None, slug, state, merging.task_of(merge, slug)))
        return found

    def _school(self, name, undone, slug, state, task):
        database = dict(self.ground.schools()).get(slug)
        if database is not None and undone:
            self.ground.write(slug, database, lambda school: self._back(school, name))
        elif database is not None:
            self._forward(slug, database, task)
        after = SETTLED if undone or state == MOVED or database is None else MOVED
        self.ground.write_alliance(lambda alliance: self._note(alliance, name, slug, undone, after))

    def _forward(self, slug, database, task):
        host = self.ground.host
        paths = self.ground.read(database, lambda root: halves.places_of(root["schools"][slug], task.old["aid"]))
        self.ground.write(slug, database, lambda school: halves.do_school(school, host, task))
        for path in paths:
            self.ground.write(slug, database, lambda school, p=path: halves.do_place(school, host, task, p))

    def _back(self, school, name):
        merging.undo_school(school, name)
        if name in of(school):
            school.merges[name].undone = self.ground.clock()

    def _note(self, alliance, name, slug, undone, after):
        merge = alliance.merges[name]
        if (merge.undone is not None) != undone:
            return  # it was taken back just now
        merge.schools = {**merge.schools, slug: after}
        if all(state == SETTLED for state in merge.schools.values()):
            merge.done = self.ground.clock()
            alliance.merging = tuple(one for one in alliance.merging if one != name)

    # -- a month later --
    def forget_old(self):
        """What can no longer be taken back need not be kept."""
        now = self.ground.clock()
        for slug, database in self.ground.schools():
            if self.ground.read(database, lambda root, s=slug: any(_old(one, now) for one in of(root["schools"][s]).values())):
                self.ground.surely(f"forgetting old merges of {slug}", lambda s=slug, d=database: self.ground.write(s, d, lambda school: _forget(school, now)))
        if self.ground.read("main", lambda root: any(_old(one, now) for one in of(root["alliance"]).values()) if "alliance" in root else False):
            self.ground.write_alliance(lambda alliance: _forget(alliance, now))


def _old(one, now):
    return now - one.at > KEPT and len(one.changes) > 0


def _forget(place, now):
    for one in place.merges.values():
        if _old(one, now):
            one.changes.lines.clear()
