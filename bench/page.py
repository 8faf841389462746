"""A student's class page, warm: how fast, how many a second against a bare 40-row page, and what a first visit costs."""

import asyncio
import re

from .client import Caller, closed_loop, request, run
from .figures import ms, percentile
from .ground import HOST, ROOM, Ground
from .servers import Server
from .stores import places

WARM, CONNECTIONS = 30, 8
NAMED = re.compile(rb'(?:href|src)="(/(?:s|brand|looks)/[^"#]+)')


def main(options):
    number = options.requests
    with places(options.store, options.workers) as spots:
        place = Ground(students=min(options.students, 500), **spots.settings())
        place.open("tally", "第一题")
        place.open("checkin", late_after=180)
        person = place.sign_in("s1")[0]
        place.close()
        with Server(place.over) as server:
            figures = run(ours(server, person, number))
        with Server(place.over, app="bench.bare:application") as server:
            bare = run(measured(server, request("GET", "/page", HOST), number))
    return {**figures, "bare_pages_s": bare["pages_s"], "ratio": round(figures["pages_s"] / bare["pages_s"], 2)}


async def ours(server, person, number):
    figures = await measured(server, person.get(f"{ROOM}/"), number)
    return {**figures, **await first_visit(server, person)}


async def measured(server, data, number):
    """One after the other for the time that one page takes; then several at once for how many a second."""
    caller = Caller(server.port)
    for _ in range(WARM):
        await caller.ask(data)
    loop = asyncio.get_running_loop()
    alone = [(await caller.sample(n, data)).seconds for n in range(number // 4)]
    began, used = loop.time(), server.cpu_seconds()
    samples = await closed_loop(server.port, [(n, data) for n in range(number)], CONNECTIONS)
    seconds = loop.time() - began
    return {"p50_ms": ms(percentile(alone, 0.5)), "p95_ms": ms(percentile(alone, 0.95)), "pages_s": round(number / seconds),
            "cpu_ms": round((server.cpu_seconds() - used) / number * 1000, 2), "wrong": sum(sample.status != 200 for sample in samples)}


async def first_visit(server, person):
    """Bytes and requests of somebody who has nothing in the cache, with the compression that a browser asks for."""
    squeezed = "Accept-Encoding: gzip\r\n"
    caller = Caller(server.port)
    page = await caller.ask(person.get(f"{ROOM}/", squeezed))
    files = {path.decode() for path in NAMED.findall(page.body)}
    sizes = [len((await caller.ask(person.get(path, squeezed))).body) for path in sorted(files)]
    return {"first_bytes": len(page.body) + sum(sizes), "first_requests": 1 + len(sizes), "html_bytes": len(page.body)}
