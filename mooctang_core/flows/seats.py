"""Moving what one account holds in a school's classrooms to another account of the same person: places, enrolments, records."""

from ..model.base import find
from ..model.classrooms import Classroom
from ..model.courses import Term
from ..model.inbox import Inboxes
from ..model.merging import Changes
from .merging.joining import Places
from .merging.names import Names
from .merging.walking import Walk
from .teaching import room_changed

FACTS = ("status", "score", "at", "by", "_data", "history")


def move_seats(school, old, new, host=None, now=None):
    """Every classroom, enrolment and notice of `old` belongs to `new`; what both have is joined. With a `host` plugins join theirs, too."""
    for path in school.places.get(old, ()):
        room = find(school, path)
        if isinstance(room, Classroom) and old in room.members:
            move_member(school, room, old, new)
            move_shelves(school, room, old, new, host, now)
            school.remember_place(new, path)
            room_changed(room, school)
    if old in school.places:
        del school.places[old]
    for term in terms_of(school):
        if old in term.enrolled:
            mine, gone = term.enrolled.get(new) or {"spans": ()}, term.enrolled[old]
            term.enrolled[new] = {**gone, **mine, "spans": joined(gone["spans"], mine["spans"])}
            del term.enrolled[old]
    move_letters(school, old, new)


def terms_of(school):
    return [term for course in school["courses"].values() for term in course.terms() if isinstance(term, Term)]


def move_member(school, room, old, new):
    """One place in one classroom. Who was out under one name and in under the other was in."""
    gone, mine = room.members[old], room.members.get(new)
    spans = joined(gone["spans"], mine["spans"] if mine else ())
    room.set_member(new, **{**gone, **(mine or {}), "spans": spans})
    del room.members[old]
    for node in nodes_of(room):
        move_record(node, old, new)
    for session in room["sessions"].values():
        move_presence(session, old, new)
    if room.book is not None:
        move_cells(room.book, old, new)


def move_shelves(school, room, old, new, host, now):
    """What plugins keep at the classroom: a place in a group, a conversation."""
    if host is None or not room._shelves:
        return
    walk = Walk(Names(old, new), Changes(), Places(lambda node: host.live(node, school)),
                lambda place: host.tell(school, "account_merged", place=place, old=old, new=new, school=school, now=now))
    walk.ask_plugins(room)
    walk.visit(room._shelves)


def nodes_of(room):
    """Every activity of a classroom that keeps records."""
    return [node for place in (*room["sessions"].values(), room["tasks"]) for node in place.values()]


def move_record(node, old, new):
    """A record with something in it is the new account's; where both have something, the new account's own stands."""
    held = node.records.get(old)
    if held is not None and not held.blank:
        own = node.records.writable(new)
        if own.blank:
            for name in FACTS:
                setattr(own, name, getattr(held, name))
        else:
            own.history = (*held.history, *own.history)
    elif held is not None:
        node.lay_out([new])
    if old in node.own_records:
        del node.own_records[old]


def move_presence(session, old, new):
    """Who was on the list of a class then, and whom its catch-up pack is for."""
    if old in session.people_then:
        session.people_then = tuple(dict.fromkeys(new if aid == old else aid for aid in session.people_then))
    if session.packs is not None and old in session.packs:
        session.packs.setdefault(new, session.packs[old])
        del session.packs[old]


def move_cells(book, old, new):
    """What a teacher wrote in the gradebook, column by column."""
    for key in [key for key in book.cells if key.rpartition("/")[2] == old]:
        moved = f"{key.rpartition('/')[0]}/{new}"
        book.cells[moved] = tuple(sorted((*book.cells[key], *book.cells.get(moved, ())), key=lambda entry: entry[0]))
        del book.cells[key]


def joined(*both):
    """Spans of time (from, to or None) as one row, overlapping ones made one."""
    found: list = []
    for since, until in sorted((span for spans in both for span in spans), key=lambda span: span[0]):
        if found and (found[-1][1] is None or found[-1][1] >= since):
            last = found[-1][1]
            found[-1] = (found[-1][0], None if last is None or until is None else max(last, until))
        else:
            found.append((since, until))
    return tuple(found)


def move_letters(school, old, new):
    """What was told to the one is told to the other."""
    inbox = Inboxes(school).of(old)
    if inbox is None:
        return
    mine = school.inboxes.get(new)
    if mine is None:
        school.inboxes[new] = inbox
    else:
        for name in reversed(inbox.names):
            if name not in mine.names:
                mine.put(name)
    del school.inboxes[old]
