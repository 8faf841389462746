"""A teacher closes while fifty submit, a thousand times: every answer is either in, or 409, and never both."""

import asyncio
import collections
import random
import uuid

from mooctang_core.model.base import find

from .client import Caller, run
from .ground import Ground
from .servers import Server
from .stores import places

AT_ONCE = 50
SPREAD = 0.08           # seconds over which they submit and the teacher closes


def main(options):
    with places(options.store, options.workers) as spots:
        place = Ground(students=AT_ONCE, **spots.settings())
        url = place.open("tally")
        teacher, *students = place.sign_in("teacher", *(f"s{n}" for n in range(1, AT_ONCE + 1)))
        place.close()
        with Server(place.over) as server:
            answered = run(raced(server, url, teacher, students, options.rounds))
            server.stop()
        place.reopen()
        try:
            return judged(place, url, students, answered, options.rounds)
        finally:
            place.close()


async def raced(server, url, teacher, students, rounds):
    """{(aid, round): status}"""
    answered, callers, hers = {}, {person.aid: Caller(server.port) for person in students}, Caller(server.port)
    for number in range(1, rounds + 1):
        if number > 1:
            await surely(hers, teacher.post(f"{url}/reopen", {}))
        await asyncio.gather(close(hers, url, teacher), *(submit(callers[person.aid], person, url, number, answered) for person in students))
    for caller in (hers, *callers.values()):
        caller.close()
    return answered


async def close(caller, url, teacher):
    await asyncio.sleep(random.random() * SPREAD)
    await surely(caller, teacher.post(f"{url}/close", {}))


async def surely(caller, data):
    """What the teacher does is done, also when the answer is to come again."""
    while (answer := await caller.ask(data)).status == 503:
        await asyncio.sleep(0.05)
    if answer.status >= 400:
        raise RuntimeError(f"The teacher was answered {answer.status}: {answer.body[:300]!r}")


async def submit(caller, person, url, number, answered):
    await asyncio.sleep(random.random() * SPREAD)
    data = person.post(f"{url}/submit", {"n": number, "idem": uuid.uuid4().hex})
    while (status := (await caller.ask(data)).status) == 503:
        await asyncio.sleep(0.05)
    answered[person.aid, number] = status


def judged(place, url, students, answered, rounds):
    """Compare each answer with what the store holds."""
    with place.reading() as school:
        records = find(school, url).records
        kept = {person.aid: collections.Counter(records[person.aid].data.get("kept", ())) for person in students}
    ambiguous = sum((status < 400) != (kept[aid][number] == 1) or status not in (200, 303, 409) for (aid, number), status in answered.items())
    found = collections.Counter("in" if status < 400 else str(status) for status in answered.values())
    return {"rounds": rounds, "answers": len(answered), "in": found["in"], "closed_409": found["409"], "ambiguous": ambiguous}
