"""200 rooms of 50 students with their pages open, something happening in each room every second."""

import asyncio
import random
import re
import time
import uuid

from mooctang_core.flows import teaching
from mooctang_core.model.base import find
from mooctang_core.model.classrooms import Classroom
from mooctang_core.permissions import TEACHER

from .checkin import TEACHER as COUNT
from .client import Caller, leave, open_pages, request, run
from .figures import ms, percentile
from .ground import HOST, ROOM, Ground
from .servers import Server
from .stores import places

SIZE = 50
DRAWING = re.compile(rb"mooctang_drawing_seconds_total ([0-9.]+)")


def main(options):
    with places(options.store, options.workers) as spots:
        place = Ground(students=min(2000, options.rooms * SIZE), **spots.settings(streams_max=20_000, streams_per_user=100, members_max=2000))
        rooms = [Room(place, number) for number in range(options.rooms)]
        teacher, *students = place.sign_in("teacher", *(f"s{n}" for n in range(1, place.students + 1)))
        # The teacher of all rooms is one account: it may have more pages open than a person has.
        persons = {person.aid: person for person in students}
        place.close()
        place.over["streams_per_user"] = 100
        with Server(place.over) as server:
            return run(story(server, rooms, teacher, persons, options.seconds))


class Room:
    """A classroom of fifty with a check-in that is open."""

    def __init__(self, place, number):
        word = f"b{number}"
        self.path = f"{ROOM.rsplit('/', 1)[0]}/{word}"
        self.aids = [place.ids["east"][f"s{1 + (number * SIZE + n) % place.students}"] for n in range(SIZE)]
        self.acks, self.counts = [], []
        with place.writing() as school:
            room = find(school, ROOM.rsplit("/", 1)[0])[word] = Classroom(word, f"B{number:05d}")
            room.teachers[place.ids["east"]["teacher"]] = TEACHER
            for n, aid in enumerate(self.aids):
                room.set_member(aid, name=f"学生{n}", number=f"{n}", spans=((place.now, None),))
            teaching.start_session(room, school, place.host, place.ids["east"]["teacher"], place.now)
        self.url = place.open("checkin", place=self.path, late_after=180)

    def late(self):
        """Seconds from each acknowledged tap to a console that shows it."""
        found = [next((at for at, count in self.counts if count >= n), None) for n in range(1, len(self.acks) + 1)]
        return [max(0.0, at - acked) if at is not None else float("inf") for at, acked in zip(found, sorted(self.acks), strict=True)]


async def story(server, rooms, teacher, persons, seconds):
    def hear(page, event, now):
        found = COUNT.search(event) if isinstance(page.who, Room) else None
        if found:
            page.who.counts.append((now, int(found.group(1))))

    watching = [(room, teacher.watch(f"{room.path}/live")) for room in rooms[:100]]
    watching += [(aid, persons[aid].watch(f"{room.path}/live")) for room in rooms for aid in room.aids]
    began = time.monotonic()
    pages = await open_pages(server.port, watching, hear, 300)
    opened = time.monotonic() - began
    await asyncio.sleep(3)
    before, used, began = await drawn(server), server.cpu_seconds(), time.monotonic()
    statuses = [status for one in await asyncio.gather(*(taps(server, room, persons, seconds) for room in rooms)) for status in one]
    await asyncio.sleep(3)
    lasted = time.monotonic() - began
    late = [seconds for room in rooms[:100] for seconds in room.late()]
    figures = {"rooms": len(rooms), "streams": len(pages), "opened_s": round(opened, 1), "push_p50_ms": ms(percentile(late, 0.5)), "push_p95_ms": ms(percentile(late, 0.95)),
               "drawing_share": round((await drawn(server) - before) / lasted, 3), "cpu_share": round((server.cpu_seconds() - used) / lasted, 2),
               "refused": sum(status >= 400 or status == 0 for status in statuses), "memory_mb": server.memory_mb()}
    leave(pages)
    return figures


async def taps(server, room, persons, seconds):
    """One tap a second in one room, at a moment of its own."""
    caller, statuses = Caller(server.port), []
    await asyncio.sleep(random.random())
    for aid in room.aids[:seconds]:
        sample = await caller.sample(aid, persons[aid].tap(f"{room.url}/submit", {"idem": uuid.uuid4().hex}))
        statuses.append(sample.status)
        if sample.status < 400:
            room.acks.append(sample.at)
        await asyncio.sleep(max(0.0, 1 - sample.seconds))
    caller.close()
    return statuses


async def drawn(server):
    """Seconds of a core that drawing fragments has taken so far."""
    caller = Caller(server.port)
    answer = await caller.ask(request("GET", "/metrics", HOST))
    caller.close()
    return float(DRAWING.search(answer.body).group(1))
