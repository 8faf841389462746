"""What one school does of a merge: itself first, then each course and classroom that the old account belongs to, in transactions of their own.

Whatever is done once more finds nothing to do, so a stop in the middle is made good by beginning again.
"""

from BTrees.OOBTree import OOBTree

from ...model.base import find, path_of
from ...model.classrooms import Classroom
from ...model.courses import Course, Term
from ...model.merging import Merged
from ...model.outbox import Outbox
from ...model.simulated import simulated_id
from .. import auditing
from .joining import Places
from .names import Names
from .walking import Walk

BY_KEY = ("places", "inboxes")
"""Large trees by account: only the two are looked at."""
LEFT_OUT = {"people", "cohorts", "courses", "files", "outbox", "postings", "audit", "evolved", "brand", "directory", "imports", "merges", "enabled_plugins", "tripped", "_items", *BY_KEY}


class Task:
    """One merge as a school carries it out: plain words, no object of the alliance."""

    def __init__(self, name, at, old, new, stays):
        self.name, self.at, self.old, self.new, self.stays = name, at, old, new, stays
        """`old` and `new` are {"aid", "name", "number"}; `stays` is the number that the one account has here now."""

    def walk(self, school, host):
        changes = self.log(school).changes
        places = Places(lambda node: host.live(node, school))
        tell = (lambda place: self.tell(place, school, host)) if host.has(school, "account_merged") else None
        return Walk(Names(self.old["aid"], self.new["aid"]), changes, places, tell)

    def tell(self, place, school, host):
        host.tell(school, "account_merged", place=place, old=self.old["aid"], new=self.new["aid"], school=school, now=self.at)

    def log(self, school):
        if school.merges is None:
            school.merges = OOBTree()
        if self.name not in school.merges:
            school.merges[self.name] = Merged(self.name, self.at, self.old, self.new)
            auditing.log(school, self.new["aid"], "accounts-merged", self.stays, self.at, old=self.old["name"], new=self.new["name"])
        return school.merges[self.name]


def places_of(school, aid):
    """The paths of the courses, terms and classrooms that an account has to do with."""
    found = []
    for course in school["courses"].values():
        everywhere = aid in course.team
        if everywhere:
            found.append(path_of(course))
        for term in course.terms():
            if everywhere or aid in term.enrolled:
                found.append(path_of(term))
            found += [path_of(room) for room in term.classrooms() if everywhere or belongs(room, aid)]
    return found


def belongs(room, aid):
    return aid in room.members or aid in room.teachers or aid in room.kept_out or simulated_id(aid) in (room.simulated or ())


def do_school(school, host, task):
    """The school itself: its lists of people, inboxes, shelves, and the number in its books."""
    walk = task.walk(school, host)
    walk.ask_plugins(school)
    walk.attributes(school, but=LEFT_OUT)
    for name in BY_KEY:
        tree = getattr(school, name)
        if tree is not None and task.old["aid"] in tree:
            walk.move(tree, task.old["aid"], task.new["aid"], tree[task.old["aid"]], school, name)
    for letter in Outbox(school).all("w"):
        if letter.aid == task.old["aid"]:
            walk.attribute(letter, "aid", letter.aid)
    for cohort in school["cohorts"].values():
        walk.attribute(cohort, "head", cohort.head)
    _numbers(school, task, walk)


def _numbers(school, task, walk):
    """The roster entry of the number that stays leads to the one account; the other number is free again."""
    for number in filter(None, (task.old["number"], task.new["number"])):
        entry = school["people"].get(number)
        if entry is None or entry.aid not in (task.old["aid"], task.new["aid"]):
            continue
        holder = task.new["aid"] if number == task.stays else None
        if entry.aid != holder:
            walk.changes.add(entry, ("attribute", "aid"), (entry.aid,), (holder,))
            entry.aid = holder


def do_place(school, host, task, path):
    """One course, term or classroom. A classroom goes with all that is in it."""
    place = find(school, path)
    if not isinstance(place, (Course, Term, Classroom)):
        return
    walk = task.walk(school, host)
    if not isinstance(place, Classroom):
        walk.leave_out(*place.values())
    walk.visit(place)
    if isinstance(place, Classroom):
        _number_in(place, task, walk)


def _number_in(room, task, walk):
    kept = room.members.get(task.new["aid"])
    if kept and task.stays and kept.get("number") != task.stays and kept.get("number") in (task.old["number"], task.new["number"]):
        walk.put(room.members, ("key", task.new["aid"]), kept, {**kept, "number": task.stays})

