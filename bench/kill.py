"""SIGKILL under load, again and again: every acknowledged write is there once, and nobody is answered 500."""

import asyncio
import random

from .client import run
from .ground import Ground
from .hammer import Hammer
from .servers import Server
from .stores import places

WRITERS = 16
MOST_WAIT = 1.0         # seconds of load before the next kill, at random


def main(options):
    with places(options.store, options.workers) as spots:
        return killed(spots, options.kills, options.writers or WRITERS, random.Random())


def killed(spots, kills, writers, rng, least_acks=0):
    """The figures of so many kills; `least_acks` are waited for between them."""
    place = Ground(students=writers, **spots.settings())
    url = place.open("tally")
    people = place.sign_in_students()
    place.close()
    with Server(place.over) as server:
        hammer = Hammer(server, url, people)
        run(hammer.strike(lambda: story(server, hammer, spots.postgres, kills, rng, least_acks / max(1, kills))))
        server.stop()
    place.reopen()
    try:
        return {"kills": kills, **hammer.compare(place), **hammer.figures()}
    finally:
        place.close()


async def story(server, hammer, postgres, kills, rng, acks_each):
    await hammer.more(20)
    for number in range(kills):
        await hammer.more(max(1, int(acks_each)))
        await asyncio.sleep(rng.random() * MOST_WAIT)
        await asyncio.to_thread(kill_one, server, postgres, number)
        await hammer.more(5)


def kill_one(server, postgres, number):
    """In turn: PostgreSQL when there is one, the whole server, one worker; what nobody restarts is started again here."""
    if postgres is not None and number % 2:
        postgres.kill()
        postgres.start()
    elif number % 4 == 2:
        server.kill_worker()
    else:
        server.kill()
        server.start()
