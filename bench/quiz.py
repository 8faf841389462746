"""2,000 students answer ten questions: pages, drafts, all submitting in the same half minute, and a close that finds drafts to collect."""

import asyncio
import csv
import io
import random
import re
import time
import uuid

from mooctang_core.model.base import find

from .checkin import bare_one, drained, first_acks, settings_of
from .client import Caller, closed_loop, leave, open_pages, probe, run
from .figures import spread
from .ground import Ground
from .servers import Server
from .stores import places

QUESTIONS = 10
WINDOW = 30.0           # seconds in which everybody submits
OFFLINE = 0.1           # of the phones are gone at the end: what they saved is submitted for them
RACERS, SPREAD = 50, 0.08
PATIENCE = 120
BEGUN = re.compile(rb'name="begun" value="([^"]+)"')


def asked():
    options = [{"id": word, "text": f"选项 {word}"} for word in "abcd"]
    return [{"id": f"q{n}", "type": "single", "text": f"第 {n} 个问题，加速度是多少？", "score": 10, "key": "abcd"[n % 4], "explain": "", "options": options}
            for n in range(1, QUESTIONS + 1)]


def answers(number):
    """What one student answers: everybody something of their own, so that no two can be mistaken for one another."""
    chance = random.Random(number)
    return {f"q{n}": chance.choice("abcd") for n in range(1, QUESTIONS + 1)}


def main(options):
    with places(options.store, options.workers) as spots:
        figures = real(spots, options)
        bare = bare_one(spots, options)
    figures["ratio"] = round(bare["drain_s"] / figures["drain_s"], 2)
    return {**figures, "bare_drain_s": bare["drain_s"]}


def real(spots, options):
    place = Ground(students=options.students, **settings_of(spots, options))
    quizzes = [place.open("quiz", questions=asked()) for _each in range(3)]
    races = [place.open("quiz", questions=asked()[:1]) for _each in range(-(-options.rounds // RACERS))]
    teacher, *students = place.sign_in("teacher", *(f"s{n}" for n in range(1, options.students + 1)))
    place.close()
    with Server(place.over, fsync_delay_ms=options.fsync_delay_ms) as server:
        figures, raced = run(hall(server, quizzes, races, teacher, students, options))
        server.stop()
    place.reopen()
    try:
        return {**figures, **judged(place, races, raced)}
    finally:
        place.close()


async def hall(server, quizzes, races, teacher, students, options):
    live, left, rush = quizzes
    for page in (students[0].get(f"{live}/"), students[0].get(f"{live.rsplit('/sessions/', 1)[0]}/"), teacher.get(f"{live}/")):
        await closed_loop(server.port, [("warm", page)], 1)  # templates are compiled before the bell, as in life
    figures = await opened(server.port, live, students)
    watchers = [("teacher", teacher.watch(f"{live}/live")), *((person.aid, person.watch(f"{live}/live")) for person in students[:options.streams])]
    pages = await open_pages(server.port, watchers, lambda *event: None, PATIENCE)
    figures |= await one_lesson(server, live, teacher, students)
    figures |= await left_behind(server, left, teacher, students)
    leave(pages)
    jobs = [(person.aid, person.tap(f"{rush}/submit", sheet(number))) for number, person in enumerate(students)]
    samples, drain = await drained(server.port, jobs)
    figures |= {"drain_s": round(drain, 2), "refused": sum(not 200 <= each.status < 400 for each in samples), "memory_mb": server.memory_mb()}
    return figures, await raced(server, races, teacher, students[:RACERS])


def sheet(number, **more):
    return {**answers(number), "idem": uuid.uuid4().hex, **more}


async def opened(port, url, students):
    samples = await closed_loop(port, [(person, person.get(f"{url}/")) for person in students], min(50, len(students)))
    return spread("page_", [each.seconds for each in samples])


# -- one lesson: drafts as they are given, then everybody at once ---------------------------------------------------------

async def one_lesson(server, url, teacher, students):
    port = server.port
    drafts = await paced(port, [(person, person.post(f"{url}/draft", answers(number))) for number, person in enumerate(students)], WINDOW / 2)
    gone = set(random.Random(7).sample(range(len(students)), int(len(students) * OFFLINE)))
    jobs = [(person, person.tap(f"{url}/submit", sheet(number))) for number, person in enumerate(students) if number not in gone]
    again = random.Random(8).sample(jobs, len(jobs) // 5)
    used = server.cpu_seconds()
    samples = await paced(port, jobs + again, WINDOW)
    used = server.cpu_seconds() - used
    figures = {**spread("draft_", [each.seconds for each in drafts]), **spread("", [each.seconds for each in samples]), "cpu_s": round(used, 2)}
    await closed(port, url, teacher)
    return {**figures, **await verified(port, url, teacher, students, first_acks(samples), gone)}


async def paced(port, jobs, seconds):
    """Send each (job, bytes) at a moment of its own within so many seconds, on a line of its own; a Sample for each."""
    async def one(job, data):
        await asyncio.sleep(random.random() * seconds)
        caller = Caller(port)
        try:
            return (await caller.sample(job, data))._replace(answer=None)
        finally:
            caller.close()

    return await asyncio.gather(*(one(*each) for each in jobs))


async def closed(port, url, teacher):
    caller = Caller(port)
    answer = await caller.ask(teacher.post(f"{url}/close", {}))
    caller.close()
    if answer.status >= 400:
        raise RuntimeError(f"The teacher was answered {answer.status}: {answer.body[:300]!r}")


async def verified(port, url, teacher, students, acked, gone):
    """Everybody is in the list once, with the answers they gave: who submitted, and who left only a draft."""
    rows = {}

    async def complete():
        rows.clear()
        for row in await listed(port, url, teacher):
            rows.setdefault(row[0], []).append(row)
        return sum(len(found) == 1 and found[0][3] != "未提交" for found in rows.values()) >= len(acked) + len(gone)

    began = time.perf_counter()
    while not await complete() and time.perf_counter() - began < PATIENCE:
        await asyncio.sleep(0.25)
    wrong = sum(found[0][7::2] != letters(number) for number, found in in_order(rows) if found[0][3] != "未提交")
    there = sum(found[0][3] != "未提交" for found in rows.values())
    return {"lost": len(acked) + len(gone) - there, "duplicated": sum(len(found) - 1 for found in rows.values()), "wrong": wrong,
            "collect_s": round(time.perf_counter() - began, 2)}


async def listed(port, url, teacher):
    caller = Caller(port)
    answer = await caller.ask(teacher.get(f"{url}/table.csv?name=records"))
    caller.close()
    return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))[1:]


def letters(number):
    return [answer.upper() for answer in answers(number).values()]


def in_order(rows):
    """(number of the student, their rows): student numbers rise with s1, s2 …"""
    return enumerate(rows[key] for key in sorted(rows))


# -- nobody submits: the server does, for everybody ------------------------------------------------------------------------

async def left_behind(server, url, teacher, students):
    """All drafts and no submission: how long collecting takes, and how others are answered meanwhile."""
    await closed_loop(server.port, [(person, person.post(f"{url}/draft", answers(number))) for number, person in enumerate(students)], min(50, len(students)))
    stop = asyncio.Event()
    watching = asyncio.ensure_future(probe(server.port, students[0].get(f"{url.rsplit('/sessions/', 1)[0]}/"), stop))
    began = time.perf_counter()
    await closed(server.port, url, teacher)
    there = 0
    while there < len(students) and time.perf_counter() - began < PATIENCE:
        await asyncio.sleep(0.5)
        there = sum(row[3] != "未提交" for row in await listed(server.port, url, teacher))
    stop.set()
    seen = await watching
    return {"collect_all_s": round(time.perf_counter() - began, 2), "uncollected": len(students) - there, **spread("meanwhile_", [each.seconds for each in seen])}


# -- a close against submits ------------------------------------------------------------------------------------------------

async def raced(server, races, teacher, students):
    """{(race, aid): (status, what was sent)}; every second phone holds the word that it began in time."""
    answered = {}
    for number, url in enumerate(races):
        begun = await words(server.port, url, students[::2])
        callers = {person.aid: Caller(server.port) for person in students}
        await asyncio.gather(slowly(closed(server.port, url, teacher)), *(
            submit(callers[person.aid], person, url, number, begun.get(person.aid), answered) for person in students))
        for caller in callers.values():
            caller.close()
    return answered


async def words(port, url, students):
    samples = await closed_loop(port, [(person.aid, person.get(f"{url}/")) for person in students], 10, keep=True)
    return {each.job: BEGUN.search(each.answer.body).group(1).decode() for each in samples}


async def slowly(story):
    await asyncio.sleep(random.random() * SPREAD)
    await story


async def submit(caller, person, url, number, begun, answered):
    await asyncio.sleep(random.random() * SPREAD)
    given = random.choice("abcd")
    data = person.tap(f"{url}/submit", {"q1": given, "idem": uuid.uuid4().hex, **({"begun": begun} if begun else {})})
    while (status := (await caller.ask(data)).status) == 503:
        await asyncio.sleep(0.05)
    answered[number, person.aid] = (status, given)


def judged(place, races, answered):
    """An answer is in, with what was sent, or it is 409 and nothing is in: never both and never neither."""
    with place.reading() as school:
        kept = [{aid: dict(record.data).get("answers") for aid, record in find(school, url).records.items()} for url in races]
    wrong = sum((status < 400) != (kept[number].get(aid) == {"q1": given}) or status not in (200, 204, 303, 409) for (number, aid), (status, given) in answered.items())
    return {"races": len(answered), "in": sum(status < 400 for status, _given in answered.values()), "ambiguous": wrong}
