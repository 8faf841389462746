"""2,000 people join one classroom by its code at once: all write the same list; against a bare view with the same group commit."""

from mooctang_core.model.base import find
from mooctang_core.model.classrooms import Classroom
from mooctang_core.permissions import TEACHER

from . import checkin
from .client import run
from .figures import spread
from .ground import Ground
from .servers import Server
from .stores import places

CODE = "NEW888"
NEW = "/courses/physics/2026-fall/r8"


def main(options):
    with places(options.store, options.workers) as spots:
        figures = joined(spots, options)
        bare = checkin.bare_one(spots, options)
    return {**figures, "bare_drain_s": bare["drain_s"], "ratio": round(bare["drain_s"] / figures["drain_s"], 2)}


def joined(spots, options):
    place = Ground(students=options.students, **spots.settings())
    with place.writing() as school:
        room = find(school, "/courses/physics/2026-fall")["r8"] = Classroom("物理二班", CODE)
        room.teachers[place.ids["east"]["teacher"]] = TEACHER
    with place.writing("alliance") as alliance:
        alliance.codes[CODE] = ("east", NEW)
    people = place.sign_in_students()
    place.close()
    with Server(place.over) as server:
        samples, drain = run(checkin.drained(server.port, [(person, person.post("/join", {"code": CODE}, more="")) for person in people]))
        server.stop()
    place.reopen()
    with place.reading() as school:
        members = {member.aid for member in find(school, NEW).present()}
    place.close()
    acked = {sample.job.aid for sample in samples if 200 <= sample.status < 400}
    return {"drain_s": round(drain, 2), **spread("", [sample.seconds for sample in samples]), "lost": len(acked - members),
            "refused": sum(not 200 <= sample.status < 400 for sample in samples), "members": len(members)}
