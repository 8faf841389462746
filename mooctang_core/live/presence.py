"""How many people have a room open, over all processes: each tells its own number, and silence is forgotten."""
import collections
import time

EVERY = 15              # seconds after which a number is told again
FORGOTTEN = 50          # seconds after which a silent process counts no more


class Presence:
    def __init__(self, process, clock=time.monotonic):
        self._process, self._clock = process, clock
        self._here = collections.defaultdict(collections.Counter)
        self._there = collections.defaultdict(dict)
        self._told = {}
        self._changed = set()

    def came(self, school, room, who):
        self._here[school, room][who] += 1
        self._changed.add((school, room))

    def went(self, school, room, who):
        people = self._here[school, room]
        people[who] -= 1
        if people[who] <= 0:
            del people[who]
        self._changed.add((school, room))

    def heard(self, change):
        """Another process tells its number. True when the sum is another now."""
        process, place = change.get("w"), (change["s"], change["p"])
        if process == self._process:
            return False
        before = self.connected(*place)
        self._there[place][process] = (int(change.get("n") or 0), self._clock())
        return self.connected(*place) != before

    def connected(self, school, room):
        # Asked from other threads too, so each dictionary is looked at once and copied in one step.
        there = list(self._there.get((school, room), {}).values())
        return len(self._here.get((school, room), ())) + sum(number for number, _ in there)

    def news(self):
        """(changes to tell the other processes, places whose number is new); called about once a second."""
        now = self._clock()
        self._forget_silent(now)
        changed, self._changed = self._changed, set()
        due = changed | {place for place, (_, told) in self._told.items() if now - told >= EVERY}
        return [change for place in due if (change := self._tell(place, now))], changed

    def _tell(self, place, now):
        number = len(self._here.get(place, ()))
        before = self._told.get(place)
        if before is not None and before[0] == number and now - before[1] < EVERY:
            return None
        self._told[place] = (number, now)
        if not number:
            del self._told[place]
            self._here.pop(place, None)
        return {"s": place[0], "p": place[1], "k": "presence", "n": number, "w": self._process}

    def _forget_silent(self, now):
        for place, processes in list(self._there.items()):
            for process, (_, heard) in list(processes.items()):
                if now - heard > FORGOTTEN:
                    del processes[process]
                    self._changed.add(place)
            if not processes:
                del self._there[place]
