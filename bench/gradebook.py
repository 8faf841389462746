"""The gradebook of 2,000 students and 200 closed, sealed activities: first byte cold and warm, and how that grows."""

import random

from mooctang_core.flows import teaching
from mooctang_core.model.activities import CLOSED, ActivityNode, Sealed
from mooctang_core.model.base import find

from .client import Caller, run
from .figures import ms
from .ground import ROOM, Ground
from .servers import Server
from .stores import places

IN_A_CLASS = 4
WARM = 5


def main(options):
    students, activities = options.students, options.activities
    with places(options.store, options.workers) as spots:
        whole = measured(spots, students, activities)
        fewer_students = measured(spots, max(1, students // 10), activities)
        fewer_activities = measured(spots, students, max(1, activities // 10))
    times = {f"students_x10_{part}": round(whole[part] / fewer_students[part], 1) for part in ("cold_ms", "warm_ms")}
    times |= {f"activities_x10_{part}": round(whole[part] / fewer_activities[part], 1) for part in ("cold_ms", "warm_ms")}
    return {"students": students, "activities": activities, **whole, **times}


def measured(spots, students, activities):
    place = Ground(students=students, **spots.settings())
    hold_classes(place, activities)
    teacher = place.sign_in("teacher")[0]
    place.close()
    with Server(place.over) as server:
        return run(asked(server, teacher))


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
    for _ in range(number):
        node = session.add(ActivityNode("checkin", "", {"late_after": 5, "code": False, "place": False}, CLOSED))
        node.opened = node.closed = place.now
        node.sealed = Sealed({aid: (rng.choice(("present", "late")), None, place.now, None, {"way": "tap", "device": ""}, ()) for aid in aids if rng.random() < 0.95})
    session.ended = place.now
