"""Classes in time: deadlines every two seconds, forgotten sessions, sealing, and the daily tidying."""

from datetime import timedelta

from ..flows import ending, teaching
from ..model.base import find, path_of

DAY = timedelta(days=1)


class Classes:
    """Knows which classrooms to look at: those with a class or a task that runs, and those that changed since."""

    def __init__(self, ground):
        self.ground = ground
        self.watched = {}
        self.folded = {}

    # -- who is looked at --
    def heard(self, changes):
        """The bus says that something in a classroom is different: look at it from now on."""
        for change in changes:
            parts = (change.get("p") or "").split("/")
            if change.get("k") in ("node", "room") and len(parts) >= 5:
                room = "/".join(parts[:5])
                self.watched.setdefault(change.get("s"), set()).add(room)
                self.folded.pop((change.get("s"), room), None)

    def find_running(self):
        """Every classroom where something runs: after a start, and now and then in case the bus was silent."""
        for slug, database in self.ground.schools():
            self.ground.surely(f"looking for classes of {slug}", lambda s=slug, d=database: self._find_running(s, d))

    def _find_running(self, slug, database):
        def running(root):
            return {path_of(room) for room in ending.classrooms(root["schools"][slug])
                    if room["sessions"].running_number or ending.open_tasks(room)}

        self.watched[slug] = self.ground.read(database, running)

    # -- deadlines and forgotten sessions --
    def tend(self):
        """Close what is past its deadline, end what nobody ended."""
        for slug, database in self.ground.schools():
            watched = sorted(self.watched.get(slug, ()))
            due = self.ground.read(database, lambda root, s=slug, w=watched: self._due(root["schools"][s], w)) if watched else ()
            for path in due:
                self.ground.surely(f"tending {slug}{path}", lambda s=slug, d=database, p=path: self._tend(s, d, p))

    def _due(self, school, paths):
        now, hours, minutes = self.ground.clock(), self.ground.settings.auto_end_hours, self.ground.settings.remind_minutes
        rooms = [(path, find(school, path)) for path in paths]
        return [path for path, room in rooms if room is not None and ending.needs_tending(room, school, self.ground.host, now, hours, minutes)]

    def _tend(self, slug, database, path):
        def step(school):
            settings = self.ground.settings
            ending.tend(find(school, path), school, self.ground.host, self.ground.clock(), settings.auto_end_hours, settings.remind_minutes)

        self.ground.write(slug, database, step)

    # -- sealing --
    def seal(self):
        """Fold what has been closed for a while; sessions that are folded altogether are not looked at again."""
        for slug, database in self.ground.schools():
            for path in self._rooms(slug, database):
                self.ground.surely(f"sealing {slug}{path}", lambda s=slug, d=database, p=path: self._seal(s, d, p))

    def _rooms(self, slug, database):
        return self.ground.read(database, lambda root: [path_of(room) for room in ending.classrooms(root["schools"][slug])])

    def _seal(self, slug, database, path):
        now, minutes = self.ground.clock(), self.ground.settings.seal_minutes
        ready = self.ground.read(database, lambda root: self._ready(root["schools"][slug], slug, path, now, minutes))
        for node_path in ready:
            self.ground.write(slug, database, lambda school, p=node_path: teaching.seal(find(school, p), school, self.ground.host))

    def _ready(self, school, slug, path, now, minutes):
        room = find(school, path)
        if room is None:
            return []
        sessions = self._open_ended(room, slug, path)
        return [path_of(node) for node in ending.unsealed([*sessions, room["tasks"]], now, minutes)]

    def _open_ended(self, room, slug, path):
        """The sessions in which something may still want folding; remembers up to which number nothing will."""
        done = self.folded.get((slug, path), 0)
        sessions = [room["sessions"][name] for name in sorted(room["sessions"], key=int) if int(name) > done]
        for session in sessions:
            if not ending.settled(session):
                break
            self.folded[slug, path] = int(session.__name__)
        return sessions

    # -- tidying --
    def tidy(self):
        """Once a day each activity may forget what it kept for a limited time."""
        for slug, database in self.ground.schools():
            if not self._tidied_today(slug):
                rooms = self._rooms(slug, database)
                done = [self.ground.surely(f"tidying {slug}{path}", lambda s=slug, d=database, p=path: self._tidy(s, d, p)) for path in rooms]
                if all(done):
                    self.ground.store.scratch.put("jobs", f"tidied {slug}", self.ground.clock().timestamp())

    def _tidied_today(self, slug):
        last = self.ground.store.scratch.get("jobs", f"tidied {slug}")
        return last is not None and self.ground.clock().timestamp() - last < DAY.total_seconds()

    def _tidy(self, slug, database, path):
        def step(school):
            room = find(school, path)
            return room is not None and ending.tidy(room, school, self.ground.host, self.ground.clock())

        self.ground.write(slug, database, step)
