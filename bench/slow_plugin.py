"""A plugin whose submit sleeps for three seconds: what the taps of another plugin feel of it."""

import asyncio
import uuid

from .client import Caller, run
from .figures import ms, percentile
from .ground import Ground
from .servers import Server
from .stores import places

TAPPERS, SLEEPERS = 20, 4


def main(options):
    with places(options.store, options.workers) as spots:
        place = Ground(students=TAPPERS + SLEEPERS, **spots.settings())
        quick, slow = place.open("tally"), place.open("sleepy")
        people = place.sign_in_students()
        place.close()
        with Server(place.over) as server:
            return run(story(server, quick, slow, people, options.seconds))


async def story(server, quick, slow, people, seconds):
    tappers, sleepers = people[:TAPPERS], people[TAPPERS:]
    await tapping(server, quick, tappers, 1)
    without, _ = await tapping(server, quick, tappers, seconds)
    asleep = [asyncio.ensure_future(ask(server, person, slow)) for person in sleepers]
    within, wrong = await tapping(server, quick, tappers, seconds)
    slept = await asyncio.gather(*asleep)
    return {"without_p95_ms": ms(percentile(without, 0.95)), "with_p95_ms": ms(percentile(within, 0.95)), "without_max_ms": ms(max(without)),
            "with_max_ms": ms(max(within)), "refused": wrong, "sleepers_answered": sum(status in (200, 503) for status in slept),
            "ratio": round(percentile(without, 0.95) / percentile(within, 0.95), 2)}


async def tapping(server, url, people, seconds):
    """(seconds of each tap, how many were not taken): everybody taps three times a second."""
    deadline, times, wrong = asyncio.get_running_loop().time() + seconds, [], 0

    async def one(person, place):
        nonlocal wrong
        caller, number = Caller(server.port), 0
        await asyncio.sleep(place / len(people) / 3)
        while asyncio.get_running_loop().time() < deadline:
            number += 1
            sample = await caller.sample(None, person.post(f"{url}/submit", {"n": number, "idem": uuid.uuid4().hex}))
            times.append(sample.seconds)
            wrong += sample.status != 200
            await asyncio.sleep(max(0.0, 0.33 - sample.seconds))
        caller.close()

    await asyncio.gather(*(one(person, place) for place, person in enumerate(people)))
    return times, wrong


async def ask(server, person, url):
    caller = Caller(server.port)
    sample = await caller.sample(None, person.post(f"{url}/submit", {"idem": uuid.uuid4().hex}))
    caller.close()
    return sample.status
