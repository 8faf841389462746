"""When somebody's time is over, what they had filled in is submitted for them: through the committer, a few dozen at a time."""

import colander

from ..activity import Refused
from ..committer import Command, digest_of
from ..flows import drafting
from ..model.base import find

SLICE = 50
PATIENCE = 60           # seconds for a slice
SETTLED = ("done", "closed", "refused", "conflict")


class Uncollected(Exception):
    """Some drafts could not be submitted now. They are kept and tried again."""


class Collecting:
    """Nothing is forgotten before it is committed: a process that dies in the middle is followed by another that goes on."""

    def __init__(self, ground, put=None):
        self.ground, self.put = ground, put
        self.unreadable = set()

    def run(self):
        drafts = self.ground.host.drafts
        if drafts is None or self.put is None:
            return
        databases = dict(self.ground.schools())
        for school, path in drafts.places():
            if school in databases:
                self.ground.surely(f"collecting {school}{path}", lambda s=school, p=path: self._collect(s, databases[s], p))

    def _collect(self, slug, database, path):
        host, now = self.ground.host, self.ground.clock()
        due = self.ground.read(database, lambda root: drafting.due(root["schools"][slug], path, host, now))
        if due.over:
            host.drafts.done_with(slug, path)
        for draft in due.submitted:
            host.drafts.drop(slug, path, draft)
        drafts = [draft for draft in due.drafts if (slug, path, draft.aid, draft.at) not in self.unreadable]
        left = 0
        for start in range(0, len(drafts), SLICE):
            left += self._submit(slug, database, path, drafts[start:start + SLICE])
        if left:
            raise Uncollected(f"{left} drafts of {slug}{path} are left for the next time.")

    def _submit(self, slug, database, path, drafts):
        """One slice; the next follows when it is committed, so that whoever submits meanwhile waits for one slice at most."""
        commands = self.ground.read(database, lambda root: self._commands(root["schools"][slug], path, drafts))
        waiting = [(draft, self.put(command)) for draft, command in commands]
        left = 0
        for draft, future in waiting:
            outcome = future.result(PATIENCE)
            if outcome.state == "refused":
                self.unreadable.add((slug, path, draft.aid, draft.at))
            elif outcome.state in SETTLED:
                self.ground.host.drafts.drop(slug, path, draft)
            else:
                left += 1
        return left

    def _commands(self, school, path, drafts):
        host = self.ground.host
        activity = host.live(find(school, path), school)
        found = []
        for draft in drafts:
            try:
                answer = activity.read(draft.given())
            except (colander.Invalid, Refused):
                # Not fit to be submitted, or somebody played with it: it stays where it is, and nobody is held up.
                self.unreadable.add((school.slug, path, draft.aid, draft.at))
                continue
            found.append((draft, Command(
                kind="submit", school=school.slug, path=path, plugin=host.plugin_of(activity), aid=draft.aid, answer=answer,
                at=draft.at, digest=digest_of(answer), sent={"by_server": True})))
        return found
