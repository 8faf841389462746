"""2,000 open pages: what they cost in memory, and how fast other pages are meanwhile, told something every second or not."""

import asyncio

from .client import Caller, leave, open_pages, probe, run
from .figures import ms, percentile
from .ground import ROOM, Ground
from .servers import Server
from .stores import places

SECONDS = 6


def main(options):
    with places(options.store, options.workers) as spots:
        place = Ground(students=options.students, **spots.settings(streams_max=max(2500, options.students + 100)))
        url = place.open("checkin", late_after=180)
        teacher, *students = place.sign_in("teacher", *(f"s{n}" for n in range(1, options.students + 1)))
        place.close()
        with Server(place.over) as server:
            return run(story(server, url, teacher, students))


async def story(server, url, teacher, students):
    empty, alone = server.memory_mb(), await probed(server, students[0], asyncio.sleep(SECONDS / 2))
    pages = await open_pages(server.port, [(n, person.watch(f"{ROOM}/live")) for n, person in enumerate(students)], lambda *event: None, 120)
    opened = server.memory_mb()
    quiet = await probed(server, students[0], asyncio.sleep(SECONDS))
    told = await probed(server, students[0], tell(server, url, teacher, SECONDS))
    figures = {"streams": len(pages), "memory_mb": max(opened, server.memory_mb()), "empty_mb": empty,
               "kb_each": round((opened - empty) * 1024 / len(pages), 1), "page_p95_ms": ms(percentile(quiet, 0.95)),
               "page_p95_told_ms": ms(percentile(told, 0.95)), "refused": sum(page.ended for page in pages)}
    leave(pages)
    return {**figures, "ratio": round(percentile(alone, 0.5) / percentile(quiet, 0.5), 2)}


async def probed(server, person, meanwhile):
    """Seconds that the class page took, asked for all the while."""
    stop = asyncio.Event()
    asking = asyncio.ensure_future(probe(server.port, person.get(f"{ROOM}/"), stop))
    await meanwhile
    stop.set()
    return [sample.seconds for sample in await asking]


async def tell(server, url, teacher, seconds):
    """Once a second something of the class is another: all pages are told."""
    caller = Caller(server.port)
    for _ in range(seconds):
        await caller.ask(teacher.post(f"{url}/extend", {"seconds": "30"}))
        await asyncio.sleep(1)
    caller.close()
