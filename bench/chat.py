"""The class space of 2,000: twenty messages a second, and how long each takes from sending to every screen."""

import asyncio
import random
import re
import time
import uuid

from .client import Caller, leave, open_pages, run, until
from .figures import ms, percentile
from .ground import ROOM, Ground
from .servers import Server
from .stores import places

A_SECOND, SECONDS = 20, 12
LAST = re.compile(rb'data-last=\\"(\d+)\\"')
WINDOW = 20


def main(options):
    with places(options.store, options.workers) as spots:
        place = Ground(students=options.students, **spots.settings(streams_max=max(2500, options.students + 100)))
        students = place.sign_in_students()
        place.close()
        with Server(place.over) as server:
            return run(talk(server, students, options.streams))


async def talk(server, students, streams):
    heard, sent = {}, {}

    def hear(page, event, now):
        found = LAST.search(event)
        if found:
            heard.setdefault(page.who, []).append((int(found.group(1)), now, len(event)))

    pages = await open_pages(server.port, [(n, person.watch(f"{ROOM}/space-live")) for n, person in enumerate(students[:streams])], hear, 120)
    used = server.cpu_seconds()
    answers = await spoken(server.port, students, sent)
    total = len(sent)
    complete = await until(lambda: all(seen and seen[-1][0] >= total for seen in heard.values()), 20)
    used = server.cpu_seconds() - used
    leave(pages)
    late = [seconds for seen in heard.values() for seconds in waits(seen, sent)]
    gaps = sum(after - before > WINDOW and before > 0 for seen in heard.values() for (before, _n, _l), (after, _m, _k) in zip(seen, seen[1:], strict=False))
    sizes = [size for seen in heard.values() for _last, _at, size in seen[1:]]
    return {"messages": total, "screens": len(pages), "answer_p95_ms": ms(percentile(answers, 0.95)), "screen_p50_ms": ms(percentile(late, 0.5)),
            "screen_p95_ms": ms(percentile(late, 0.95)), "screen_p99_ms": ms(percentile(late, 0.99)), "fetched_later": gaps, "event_bytes": int(percentile(sizes, 0.5)),
            "cpu_s": round(used, 2), "lost": A_SECOND * SECONDS - total + (0 if complete else 1), "memory_mb": server.memory_mb(),
            "ratio": round(percentile(answers, 0.5) / max(percentile(late, 0.5), 1e-9), 3)}


async def spoken(port, students, sent):
    """Somebody else each time, evenly spread; the seconds until each answer."""
    callers, answers, jobs = [Caller(port) for _ in range(A_SECOND)], [], []
    chance = random.Random(7)
    people = chance.sample(students, min(len(students), A_SECOND * SECONDS))
    began = time.perf_counter()

    async def one(number):
        person, started = people[number % len(people)], time.perf_counter()
        text = chance.choice(("第三题的答案是多少？", "我觉得先画受力图，再列方程。", "收到，谢谢老师 👍", "下次课在哪里上？教三 204 还是 205？"))
        answer = await callers[number % A_SECOND].ask(person.post(f"{ROOM}/space-say", {"text": f"{text}{number}", "idem": uuid.uuid4().hex}))
        answers.append(time.perf_counter() - started)
        found = re.search(rb'"n": ?(\d+)', answer.body)
        if found:
            sent[int(found.group(1))] = started

    for number in range(A_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
        jobs.append(asyncio.ensure_future(one(number)))
    await asyncio.gather(*jobs)
    return answers


def waits(seen, sent):
    """Seconds from the sending of each message until this screen had it."""
    before = 0
    for last, now, _size in seen:
        for number in range(before + 1, last + 1):
            if number in sent:
                yield now - sent[number]
        before = max(before, last)
