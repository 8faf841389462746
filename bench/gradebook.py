"""Gradebook and statistics of 2,000 students with 40 classes × 5 closed, sealed activities: first byte cold and warm, and how that grows."""

import random

from mooctang_core.flows import teaching
from mooctang_core.model.activities import CLOSED, ActivityNode, Sealed, Sums
from mooctang_core.model.base import find

from .client import Caller, run
from .figures import ms
from .ground import ROOM, Ground
from .servers import Server
from .stores import places

KINDS = ("checkin", "quiz", "rollcall", "discussion", "quiz")
IN_A_CLASS = len(KINDS)
WARM = 5
GROWS = ("cold_ms", "warm_ms", "statistics_cold_ms", "statistics_warm_ms")


def main(options):
    students, activities = options.students, options.activities
    with places(options.store, options.workers) as spots:
        whole = measured(spots, students, activities)
        fewer_students = measured(spots, max(1, students // 10), activities)
        fewer_activities = measured(spots, students, max(1, activities // 10))
    times = {f"students_x10_{part}": round(whole[part] / fewer_students[part], 1) for part in GROWS}
    times |= {f"activities_x10_{part}": round(whole[part] / fewer_activities[part], 1) for part in GROWS}
    return {"students": students, "activities": activities, **whole, **times}


def measured(spots, students, activities):
    place = Ground(students=students, **spots.settings())
    hold_classes(place, activities)
    teacher = place.sign_in("teacher")[0]
    place.close()
    with Server(place.over) as server:
        found = run(asked(server, teacher))
    with Server(place.over) as server:
        return {**found, **run(looked_at(server, teacher))}


async def looked_at(server, teacher):
    """The statistics, of a server that has just begun."""
    caller = Caller(server.port)
    await caller.ask(teacher.get("/"))
    cold = await caller.sample(None, teacher.get(f"{ROOM}/reports"))
    warm = [(await caller.sample(None, teacher.get(f"{ROOM}/reports"))).seconds for _ in range(WARM)]
    return {"statistics_cold_ms": ms(cold.seconds), "statistics_warm_ms": ms(min(warm)), "statistics_wrong": int(cold.status != 200)}


async def asked(server, teacher):
    caller = Caller(server.port)
    await caller.ask(teacher.get("/"))
    cold = await caller.sample(None, teacher.get(f"{ROOM}/gradebook"))
    warm = [(await caller.sample(None, teacher.get(f"{ROOM}/gradebook"))).seconds for _ in range(WARM)]
    book = await caller.sample(None, teacher.get(f"{ROOM}/gradebook.csv"))
    statuses = {cold.status, book.status}
    return {"cold_ms": ms(cold.seconds), "warm_ms": ms(min(warm)), "csv_s": round(book.seconds, 2), "wrong": int(statuses != {200})}


def hold_classes(place, activities):
    """Classes of the past, written as the sealing job leaves them."""
    rng, aids = random.Random(2), [place.ids["east"][f"s{n}"] for n in range(1, place.students + 1)]
    for start in range(0, activities, IN_A_CLASS * 10):
        with place.writing() as school:
            room = find(school, ROOM)
            for _ in range(start, min(start + IN_A_CLASS * 10, activities), IN_A_CLASS):
                one_class(place, school, room, min(IN_A_CLASS, activities - start), aids, rng)


def one_class(place, school, room, number, aids, rng):
    room["sessions"].running_number = None
    session = teaching.start_session(room, school, place.host, place.ids["east"]["teacher"], place.now)
    for kind in KINDS[:number]:
        node = session.add(ActivityNode(kind, "", {"late_after": 5, "code": False, "place": False} if kind == "checkin" else {}, CLOSED))
        node.opened = node.closed = place.now
        came = [aid for aid in aids if rng.random() < 0.95]
        node.sealed, node.sums = sealed_checkin(came, place.now, rng) if kind == "checkin" else sealed_other(kind, came, place.now, rng)
    session.ended = place.now


def sealed_checkin(came, now, rng):
    return Sealed({aid: (rng.choice(("present", "late")), None, now, None, {"way": "tap", "device": ""}, ()) for aid in came}), None


def sealed_other(kind, came, now, rng):
    """With its sums, as the sealing job works them out."""
    marks = {n: (True, float(n), 10.0) for n in range(11)} if kind == "quiz" else dict.fromkeys(range(11), (True, None, None))
    scores = {aid: rng.randrange(11) for aid in came}
    rows = {aid: ("done", float(score) if kind == "quiz" else None, now, None, {}, ()) for aid, score in scores.items()}
    return Sealed(rows), Sums({aid: marks[score] for aid, score in scores.items()}, (False, None, None), [("1", 0.5)] if kind == "quiz" else [])
