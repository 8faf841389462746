"""Writers that never give up: each sends its next number, and the same one again until it is acknowledged."""

import asyncio
import collections
import itertools
import random
import time
import uuid

from .client import Caller

SECONDS = 10            # for one answer; then the connection is given up and the same key sent again
PAUSE = 0.05


class Hammer:
    """Many writers against one activity of kind tally; knows what was acknowledged and what was answered."""

    def __init__(self, server, url, people):
        self.server, self.url, self.people = server, url, people
        self.acked = collections.defaultdict(list)
        self.answers = collections.Counter()
        self.resent = 0
        self.last_ack, self.longest_gap = time.monotonic(), 0.0
        self.stopping = False
        self.giving_up = False      # the server will not come back: what is unknown stays unknown

    async def strike(self, story):
        """Write while `story()` runs; then let every writer finish what it began."""
        self.last_ack = time.monotonic()
        writers = [asyncio.ensure_future(self._write(person)) for person in self.people]
        try:
            await story()
        finally:
            self.stopping = True
            await asyncio.gather(*writers)

    async def _write(self, person):
        caller, number = Caller(self.server.port), 0
        while not self.stopping:
            number += 1
            data = person.post(f"{self.url}/submit", {"n": number, "idem": uuid.uuid4().hex})
            if not await self._until_known(caller, data):
                break
            self.acked[person.aid].append(number)
        caller.close()

    async def _until_known(self, caller, data):
        """True when it is acknowledged; False when the answer says that it never will be."""
        for attempt in itertools.count():
            if self.giving_up:
                return False
            self.resent += attempt > 0
            caller.port = self.server.port
            try:
                answer = await caller.ask(data, SECONDS)
            except (OSError, TimeoutError):
                caller.close()
                self.answers["broken"] += 1
                await asyncio.sleep(random.random() * PAUSE)
                continue
            self.answers[answer.status] += 1
            if answer.status < 400:
                self._acknowledged()
                return True
            if answer.status not in (500, 503, 507):
                return False
            if answer.status == 503 and answer.header("Retry-After") is None:
                self.answers["503 without Retry-After"] += 1
            await asyncio.sleep(random.random() * PAUSE * 4)

    def _acknowledged(self):
        now = time.monotonic()
        self.longest_gap = max(self.longest_gap, now - self.last_ack)
        self.last_ack = now

    async def more(self, number, seconds=60):
        """Wait until so many more have been acknowledged."""
        wanted, deadline = self.count + number, time.monotonic() + seconds
        while self.count < wanted:
            if time.monotonic() > deadline:
                raise RuntimeError(f"Nothing is acknowledged any more: {dict(self.answers)}; the server says: {self.server.said()[-2000:]}")
            await asyncio.sleep(0.01)

    @property
    def count(self):
        return sum(map(len, self.acked.values()))

    def compare(self, place):
        """{acked, lost, duplicated} against what the store holds."""
        with place.reading() as school:
            from mooctang_core.model.base import find

            records = find(school, self.url).records
            kept = {person.aid: collections.Counter(records[person.aid].data.get("kept", ())) for person in self.people}
        lost = sum(kept[aid][number] == 0 for aid, numbers in self.acked.items() for number in numbers)
        return {"acked": self.count, "lost": lost, "duplicated": sum(count - 1 for one in kept.values() for count in one.values())}

    def figures(self):
        refused = sum(count for status, count in self.answers.items() if isinstance(status, int) and 400 <= status < 600 and status not in (500, 503, 507))
        return {"errors_500": self.answers[500], "answers_503": self.answers[503], "broken": self.answers["broken"], "resent": self.resent,
                "refused": refused, "longest_gap_s": round(self.longest_gap, 2)}
