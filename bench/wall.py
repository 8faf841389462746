"""From a tap to the wall: how long, with 60 and with 2,000 in the class."""

import asyncio
import time
import uuid

from .checkin import WALL
from .client import Caller, leave, open_pages, run, until
from .figures import ms, percentile
from .ground import Ground
from .servers import Server
from .stores import places

EVERY = 0.35


def main(options):
    with places(options.store, options.workers) as spots:
        small, large = (measured(spots, students, options.taps) for students in (min(60, options.students), options.students))
    return {"p95_60_ms": small["p95"], "p95_all_ms": large["p95"], "p50_60_ms": small["p50"], "p50_all_ms": large["p50"],
            "lost": small["lost"] + large["lost"], "ratio": round(small["p95"] / large["p95"], 2)}


def measured(spots, students, taps):
    place = Ground(students=students, **spots.settings())
    url = place.open("checkin", late_after=180)
    teacher, *people = place.sign_in("teacher", *(f"s{n}" for n in range(1, min(students, taps) + 1)))
    place.close()
    with Server(place.over) as server:
        late = run(story(server, url, teacher, people))
    known = [seconds for seconds in late if seconds is not None]
    return {"p50": ms(percentile(known, 0.5)), "p95": ms(percentile(known, 0.95)), "lost": len(late) - len(known)}


async def story(server, url, teacher, people):
    shown = {}

    def hear(page, event, now):
        found = WALL.search(event)
        if found:
            shown.setdefault(int(found.group(1)), now)

    pages = await open_pages(server.port, [("wall", teacher.watch(f"{url}/code-live"))], hear)
    caller, late = Caller(server.port), []
    for number, person in enumerate(people, 1):
        tapped = time.perf_counter()
        await caller.ask(person.tap(f"{url}/submit", {"idem": uuid.uuid4().hex}))
        seen = await until(lambda n=number: n in shown, 10)
        late.append(shown[number] - tapped if seen else None)
        await asyncio.sleep(EVERY)
    leave(pages)
    return late[3:]
