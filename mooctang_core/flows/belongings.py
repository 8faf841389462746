"""Everything that is held about one person, as plain data and files to take away."""

from ..model.activities import ActivityNode
from ..model.base import path_of
from ..model.inbox import Inboxes
from ..plain import thawed
from . import certifying, verifying
from .erasing import rooms_of

HASH = 64


def of_account(account):
    """What the alliance holds; hashes and keys of passwords and factors are nobody's to read, not even one's own."""
    return {
        "id": account.aid, "name": account.name, "language": account.locale, "time zone": account.timezone, "login methods": list(account.methods),
        "address for reminders": account.reminders, "second factor": account.second is not None, "certifications": dict(account.certifications),
        "wishes": thawed(account.wishes), "verified teacher": account.verified_teacher,
        "devices": [{"host": one["host"], "what": one["label"], "since": one["opened"]} for one in account.devices.values()]}


def of_school(school, host, account):
    """What one school holds: its books, classrooms with every record and what plugins say they keep there, and notices."""
    number = account.number_at(school.slug)
    entry = school["people"].get(number) if number else None
    rooms = [of_room(room, school, host, account.aid) for room in rooms_of(school) if room.member(account.aid) is not None or account.aid in room.teachers]
    letters, asked = Inboxes(school).letters(account.aid), verifying.application(school, account.aid)
    return {
        "school": school.title, "number": number, "class": entry.cohort if entry is not None else None, "real name": entry.name if entry is not None else None,
        **certifying.held_about(school, account.aid), "teacher verification": thawed(asked) if asked else None,
        "classrooms": rooms, "notices": [{"posted": posting.posted, **thawed(posting.notice)} for _name, posting, _unread in letters]}


def of_room(room, school, host, aid):
    member, course = room.member(aid), room.__parent__.__parent__
    nodes = [node for session in room["sessions"].in_order() for node in session.values()] + list(room["tasks"].values())
    return {
        "course": course.title, "classroom": room.title, "path": path_of(room), "teacher": aid in room.teachers,
        "member": thawed(member._asdict()) if member is not None else None,
        "records": [of_record(node, node.records.get(aid)) for node in nodes if isinstance(node, ActivityNode) and _written(node.records.get(aid))],
        "plugins": {plugin: thawed(held) for plugin, held in host.ask(school, "personal_data", classroom=room, person_id=aid) if held}}


def _written(record):
    return record is not None and not record.blank


def of_record(node, record):
    return {"activity": node.title, "kind": node.kind, "path": path_of(node), "status": record.status, "score": record.score, "at": record.at,
            "data": thawed(record.data), "history": thawed(record.history)}


def files_in(value):
    """Every file that is named somewhere in plain data: {"hash", "name", …}."""
    if isinstance(value, dict):
        if isinstance(value.get("hash"), str) and len(value["hash"]) == HASH and "name" in value:
            yield value
        for inside in value.values():
            yield from files_in(inside)
    elif isinstance(value, (list, tuple)):
        for inside in value:
            yield from files_in(inside)
