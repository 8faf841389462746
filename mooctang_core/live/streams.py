"""One open page: a mailbox that holds no more than the names of what is new, emptied as fast as its reader reads."""
import random
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from mooctang_core.live.fragments import FragmentKey, event

BEAT = b"event: beat\ndata: {}\n\n"


class Grant(NamedTuple):
    """What an authorised view allows a page to watch."""

    school: str
    aid: str | None = None
    device: str | None = None
    room: str | None = None
    fragments: tuple = ()
    locale: str = "zh_CN"
    mode: str = ""
    privacy: str = ""
    host: str = ""
    kind: str = "student"

    @classmethod
    def read(cls, values: Mapping[str, Any]):
        known = {name: values[name] for name in cls._fields if name in values}
        return cls(**{**known, "fragments": tuple(map(tuple, values.get("fragments", ())))})

    @property
    def who(self):
        """Whose streams are counted together."""
        return self.aid or self.device

    def watched(self):
        """(element id, key) of each fragment."""
        for element, path, face, aid in self.fragments:
            yield element, FragmentKey(self.school, path, face, aid, self.locale, self.mode, self.privacy, self.host)

    def is_meant_by(self, change):
        """Whether a `revoke` is about this page: each thing that it names must be true of it."""
        people, devices, room = change.get("a"), change.get("d"), change.get("p")
        return ((not change.get("s") or change["s"] == self.school)
                and (not people or self.aid in people)
                and (not devices or self.device in devices)
                and (not room or room == self.room))


class Stream:
    """An async iterator of events. Everything but waiting happens on the loop's thread."""

    __slots__ = ("grant", "elements", "shown", "news", "due", "busy_since", "slot", "_beat", "_last", "_waiter", "_loop", "task")

    def __init__(self, grant, loop):
        self.grant, self._loop = grant, loop
        self.elements, self.shown, self.news = {}, {}, {}
        self.due = self._beat = False
        self.busy_since = None
        self.slot = 0
        self._last = self._waiter = self.task = None

    def __aiter__(self):
        return self

    async def __anext__(self):
        self.busy_since = None
        while not (self.news or self._beat or self._last is not None):
            self._waiter = self._loop.create_future()
            await self._waiter
        self.busy_since = time.monotonic()
        return self._take()

    def _take(self):
        if self._last is not None:
            last, self._last = self._last, b""
            if not last:
                raise StopAsyncIteration
            return last
        parts = [BEAT] if self._beat else []
        self._beat = False
        news, self.news = self.news, {}
        for fragment in news:
            self.shown[fragment] = fragment.version
            parts.append(fragment.event(self.elements[fragment]))
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def beat(self):
        self._beat = True

    def wake(self):
        self.due = False
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def end(self, why=None):
        """Say good-bye and finish. Without a reason the page may come back, a little later than its neighbours."""
        if self._last is None:
            self._last = event("gone", {"why": why}) if why else b"retry: %d\n\n" % random.randrange(500, 4000)
        self.wake()
