"""A loop, a hub and pages that look at it."""
import asyncio
import json

import pytest

from mooctang_core.live.bus import MemoryBus
from mooctang_core.live.hub import Hub


class Drawn:
    """A render function that says which drawing of which fragment it is."""

    def __init__(self):
        self.calls, self.words = [], {}

    def __call__(self, key, since=None):
        self.calls.append((key.path, key.face, key.aid))
        word = self.words.get((key.path, key.face), "x")
        if isinstance(word, Exception):
            raise word
        return f"{key.face}:{word}" + (f":{key.aid}" if key.aid else "")


class Page:
    """What one open page has been told."""

    def __init__(self, hub, stream):
        self.hub, self.stream, self.events = hub, stream, []
        stream.task = asyncio.ensure_future(self._read())

    async def _read(self):
        async for chunk in self.stream:
            self.events += [parse(text) for text in chunk.decode().split("\n\n") if text]

    def shows(self, element):
        return next((data[element] for name, data in reversed(self.events) if name == "patch" and element in data), None)

    def names(self):
        return [name for name, _ in self.events]

    def leave(self):
        self.stream.task.cancel()
        self.hub.detach(self.stream)


def parse(text):
    lines = dict(line.split(": ", 1) for line in text.split("\n"))
    return lines.get("event", "retry"), json.loads(lines.get("data", "null"))


class Room:
    """A hub with a room r7 in school pku."""

    def __init__(self):
        self.render, self.bus = Drawn(), MemoryBus()
        self.hub = Hub(self.render, self.bus)
        self.hub.start(asyncio.get_running_loop())

    def page(self, aid="s1", fragments=None, **more):
        fragments = fragments or [["class", "/r7", "class", None], ["mine", "/r7", "mine", aid]]
        grant = {"school": "pku", "aid": aid, "device": f"d-{aid}", "room": "/r7", "fragments": fragments, **more}
        return Page(self.hub, self.hub.attach(grant))

    def change(self, kind, path="/r7/sessions/1/1", people=(), school="pku", **more):
        self.bus.publish([{"s": school, "p": path, "k": kind, "a": list(people), **more}])

    async def until(self, condition, seconds=3):
        deadline = asyncio.get_running_loop().time() + seconds
        while not condition():
            assert asyncio.get_running_loop().time() < deadline, "it did not happen in time"
            await asyncio.sleep(0.005)

    async def quiet(self, seconds=0.3):
        await asyncio.sleep(seconds)

    def close(self):
        self.hub.close()
        self.bus.close()


@pytest.fixture
def live():
    """Run a story in a loop of its own with a room."""
    def run(story):
        async def whole():
            room = Room()
            try:
                await story(room)
            finally:
                room.close()
        asyncio.run(whole())
    return run
