"""2,000 people log in at eight o'clock, and what the others feel of it; against a bare loop of the same hash."""

import asyncio
import os
import secrets
import time
from concurrent.futures import ThreadPoolExecutor

from mooctang_core.identity import passwords
from mooctang_core.identity.secret import server_secret, sign

from .client import closed_loop, probe, request, run
from .figures import ms, percentile, spread
from .ground import HOST, ROOM, Ground
from .servers import Server
from .stores import places

PASSWORD = "kqzva-93hmt"
CONNECTIONS = 200


def main(options):
    with places(options.store, options.workers) as spots:
        place = Ground(students=options.students, **spots.settings())
        credential = passwords.hash(PASSWORD)
        with place.writing("alliance") as alliance:
            for aid in place.ids["east"].values():
                passwords.set_password(alliance.accounts[aid], credential)
        with place.reading() as school:
            numbers = sorted(school["people"])
        watcher = place.sign_in("s1")[0]
        secret = server_secret(place.settings.home)
        place.close()
        with Server(place.over) as server:
            return run(story(server, [entering(secret, number) for number in numbers], watcher, bare(credential)))


def entering(secret, number):
    """One login form as a browser sends it that has seen the page."""
    visitor = secrets.token_urlsafe(18)
    token = sign(secret, "csrf", HOST, f"visitor {visitor}")
    fields = {"name": number, "password": PASSWORD, "csrf_token": token, "keep": "yes"}
    return number, request("POST", "/login", HOST, f"visitor={visitor}", fields)


def bare(credential, number=60):
    """Checks a second with nothing round them, on as many threads as the server's pool has."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        started = time.perf_counter()
        list(pool.map(lambda _n: passwords.check(credential, PASSWORD), range(number)))
        return number / (time.perf_counter() - started)


async def story(server, jobs, watcher, bare_a_second):
    stop = asyncio.Event()
    asking = asyncio.ensure_future(probe(server.port, watcher.get(f"{ROOM}/"), stop))
    await asyncio.sleep(1)
    started = time.perf_counter()
    samples = await closed_loop(server.port, jobs, CONNECTIONS, keep=True)
    drain = time.perf_counter() - started
    stop.set()
    pages = [sample.seconds for sample in await asking]
    entered = [sample for sample in samples if sample.status in (302, 303) and b"mooctang=" in sample.answer.head]
    return {"drain_s": round(drain, 2), **spread("", [sample.seconds for sample in samples]), "page_p95_ms": ms(percentile(pages, 0.95)),
            "refused": len(samples) - len(entered), "bare_a_second": round(bare_a_second, 1), "ratio": round(len(samples) / drain / bare_a_second, 2)}
