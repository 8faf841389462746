"""Whoever has not done a task is reminded once, some hours before it is due."""

from ..flows import tasks
from ..model.activities import ActivityNode
from ..model.base import find


class Reminding:
    """Looks at the classrooms in which something is open."""

    def __init__(self, ground, classes):
        self.ground, self.classes = ground, classes

    def run(self):
        for slug, database in self.ground.schools():
            watched = sorted(self.classes.watched.get(slug, ()))
            due = self.ground.read(database, lambda root, s=slug, w=watched: self._due(root["schools"][s], w)) if watched else ()
            for path in due:
                self.ground.surely(f"reminding {slug}{path}", lambda s=slug, d=database, p=path: self.ground.write(s, d, lambda school: self._remind(school, p)))

    def _due(self, school, paths):
        now = self.ground.clock()
        rooms = [(path, find(school, path)) for path in paths]
        return [path for path, room in rooms if room is not None
                and any(isinstance(node, ActivityNode) and tasks.wants_reminding(node, now) for node in room["tasks"].values())]

    def _remind(self, school, path):
        room = find(school, path)
        if room is not None:
            tasks.remind_all(room, school, self.ground.host, self.ground.clock())
