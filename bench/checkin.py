"""2,000 students check in at once: how long, who saw what when, and whether each of them is there exactly once."""

import asyncio
import csv
import io
import random
import re
import time
import uuid

from .client import Caller, closed_loop, leave, open_pages, request, run, until
from .figures import ms, percentile, spread
from .ground import HOST, Ground
from .servers import Server
from .stores import places

CONNECTIONS = 200
TWICE = 0.2             # of the taps are sent a second time with the same key
TEACHER = re.compile(rb'<b[^>]*>(\d+)</b><span class=\\"num\\">/ ')
WALL = re.compile(rb'class=\\"pct num\\">(\d+)<')
PATIENCE = 60


def main(options):
    """The figures of the real application, then the ratio to the bare one under the same load."""
    with places(options.store, options.workers) as spots:
        figures = real(spots, options)
        bare = bare_one(spots, options)
    figures["ratio"] = round(bare["drain_s"] / figures["drain_s"], 2)
    return {**figures, "bare_drain_s": bare["drain_s"], "bare_p99_ms": bare["p99_ms"], "bare_cpu_s": bare["cpu_s"]}


def settings_of(spots, options):
    return spots.settings(streams_max=max(2500, options.students + 100))


# -- the real application ------------------------------------------------------------------------------------------------

def real(spots, options):
    place = Ground(students=options.students, **settings_of(spots, options))
    url = place.open("checkin", late_after=180)
    teacher, *students = place.sign_in("teacher", *(f"s{n}" for n in range(1, options.students + 1)))
    room = url.rsplit("/sessions/", 1)[0]
    place.close()
    with Server(place.over, fsync_delay_ms=options.fsync_delay_ms) as server:
        return run(hall(server, url, room, teacher, students, options))


async def hall(server, url, room, teacher, students, options):
    taps = [Tap(person, url, number) for number, person in enumerate(students)]
    seen = Seen(min(options.streams, len(taps)))
    watchers = [("wall", teacher.watch(f"{url}/code-live")), ("teacher", teacher.watch(f"{room}/live"))]
    watchers += [(tap, tap.person.watch(f"{room}/live")) for tap in taps[:options.streams]]
    pages = await open_pages(server.port, watchers, seen.hear, PATIENCE)
    await warm(server, students[0], room)
    used = server.cpu_seconds()
    samples, drain = await drained(server.port, [tap.job() for tap in taps])
    used = server.cpu_seconds() - used
    final = await until(lambda: seen.final(len(taps)), PATIENCE)
    figures = {"drain_s": round(drain, 2), **answer_times(samples), "cpu_s": round(used, 2), **seen.figures(taps, samples)}
    found = await verify(server.port, url, teacher, taps, samples)
    figures.update(found)
    figures["final_seen"] = final
    figures["broadcast_p99_ms"] = await broadcast(server.port, url, teacher, pages, seen)
    figures["memory_mb"] = server.memory_mb()
    leave(pages)
    return figures


async def warm(server, person, room):
    """A class page and its fragments are drawn before the bell, as in life."""
    caller = Caller(server.port)
    for _ in range(20):
        await caller.ask(person.get(f"{room}/"))
    caller.close()
    await asyncio.sleep(1.5)


class Tap:
    """One student's tap; sent again it has the same key."""

    def __init__(self, person, url, number):
        self.person, self.url, self.number = person, url, number
        self.data = person.tap(f"{url}/submit", {"idem": uuid.uuid4().hex})
        self.acked = self.shown = None

    def job(self):
        return self, self.data


async def drained(port, jobs, connections=CONNECTIONS):
    """(samples, seconds) of all jobs, a fifth of them sent twice, in any order."""
    rng = random.Random(1)
    jobs = jobs + rng.sample(jobs, int(len(jobs) * TWICE))
    rng.shuffle(jobs)
    started = time.perf_counter()
    samples = await closed_loop(port, jobs, min(connections, len(jobs)))
    return samples, time.perf_counter() - started


def answer_times(samples):
    return spread("", [sample.seconds for sample in samples])


class Seen:
    """What the open pages have been told, and when."""

    def __init__(self, streams):
        self.counts = {"teacher": [], "wall": []}
        self.streams, self.shown = streams, []

    def hear(self, page, event, now):
        if isinstance(page.who, str):
            found = (TEACHER if page.who == "teacher" else WALL).search(event)
            if found:
                self.counts[page.who].append((now, int(found.group(1))))
        elif page.who.shown is None and b'data-done=\\"1/' in event:
            page.who.shown = now
            self.shown.append(now)
        elif b'"room"' in event:
            page.closed_at = now

    def final(self, number):
        return len(self.shown) >= self.streams and all(counts and counts[-1][1] == number for counts in self.counts.values())

    def figures(self, taps, samples):
        """From the moment that a tap was acknowledged to the moment that a page knew of it; before is 0."""
        acks = sorted(first_acks(samples).values())
        shared = [late for counts in self.counts.values() for late in delays(acks, counts)]
        return {"push_p99_ms": ms(percentile(shared, 0.99)), "push_p50_ms": ms(percentile(shared, 0.5)), **self.own_pages(taps, samples), "counts_shown": sum(map(len, self.counts.values()))}

    def own_pages(self, taps, samples):
        """How much later than the answer each student's own page said so; and how many never did."""
        acks = first_acks(samples)
        watched = [tap for tap in taps[:self.streams] if tap in acks]
        late = [max(0.0, tap.shown - acks[tap]) for tap in watched if tap.shown is not None]
        return {"own_push_p99_ms": ms(percentile(late, 0.99)), "own_unseen": len(watched) - len(late)}


def first_acks(samples):
    """{tap: when it was first answered well}"""
    acks = {}
    for sample in samples:
        if 200 <= sample.status < 400:
            acks[sample.job] = min(sample.at, acks.get(sample.job, sample.at))
    return acks


def delays(acks, counts):
    """For the n-th acknowledged tap: how much later a page first showed a count of n or more."""
    place, found = 0, []
    for number, acked in enumerate(acks, 1):
        while place < len(counts) and counts[place][1] < number:
            place += 1
        if place == len(counts):
            return found + [float("inf")] * (len(acks) - number + 1)
        found.append(max(0.0, counts[place][0] - acked))
    return found


async def verify(port, url, teacher, taps, samples):
    """Nobody lost, nobody twice: the acknowledged, the count on the pages, the list and the export say the same."""
    acked = {tap.person.aid for tap in first_acks(samples)}
    caller = Caller(port)
    sheet = (await caller.ask(teacher.get(f"{url}/table.csv?name=records"))).body.decode("utf-8-sig")
    book = await caller.ask(teacher.get(f"{url}/tables.xlsx"))
    listed = list(csv.reader(io.StringIO(sheet)))[1:]
    here = [row[0] for row in listed if "签到" in row]
    exported = [row for row in xlsx_rows(book.body) if "签到" in row]
    return {"lost": max(0, len(acked) - len(set(here))), "refused": sum(not 200 <= sample.status < 400 for sample in samples),
            "duplicated": len(here) - len(set(here)) + abs(len(exported) - len(here)), "listed": len(here), "exported": len(exported)}


def xlsx_rows(data):
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


async def broadcast(port, url, teacher, pages, seen):
    """The teacher closes it: every student's page hears of that."""
    caller, started = Caller(port), time.perf_counter()
    answer = await caller.ask(teacher.post(f"{url}/close", {}))
    if answer.status >= 400:
        return None
    acked = time.perf_counter()
    students = [page for page in pages if not isinstance(page.who, str)]
    await until(lambda: all(getattr(page, "closed_at", 0) > started for page in students), PATIENCE)
    return ms(percentile([getattr(page, "closed_at", acked + PATIENCE) - acked for page in students], 0.99))


# -- the bare one --------------------------------------------------------------------------------------------------------

def bare_one(spots, options):
    place = Ground(students=options.students, **settings_of(spots, options))
    url = place.open("checkin", late_after=180)
    aids = [place.ids["east"][f"s{n}"] for n in range(1, options.students + 1)]
    place.close()
    with Server(place.over, app="bench.bare:application", fsync_delay_ms=options.fsync_delay_ms) as server:
        return run(bare_hall(server, url, aids, options))


async def bare_hall(server, url, aids, options):
    accept = "Accept: text/event-stream\r\n"
    watchers = [(aid, request("GET", f"/live?path={url}&aid={aid}&kind=student", HOST, more=accept)) for aid in aids[:options.streams]]
    watchers += [(who, request("GET", f"/live?path={url}&aid={who}&kind=teacher", HOST, more=accept)) for who in ("teacher", "wall")]
    pages = await open_pages(server.port, watchers, lambda *event: None, PATIENCE)
    await asyncio.sleep(1.5)
    jobs = [(aid, request("POST", "/submit", HOST, body={"path": url, "aid": aid, "idem": uuid.uuid4().hex})) for aid in aids]
    used = server.cpu_seconds()
    samples, drain = await drained(server.port, jobs)
    used = server.cpu_seconds() - used
    leave(pages)
    if any(sample.status != 204 for sample in samples):
        raise RuntimeError("The bare server refused taps, so there is nothing to compare with.")
    return {"drain_s": round(drain, 2), **answer_times(samples), "cpu_s": round(used, 2)}

