"""How far each person has read. It is traffic and no data of the class: it lies in scratch."""

from mooctang_core.api import path_of

from . import log

SPACE = "classspace-read"


def _key(request, room, other=""):
    return f"{request.school.slug}|{path_of(room)}|{request.aid}|{other}"


def mark(request, room, number, other=""):
    """Read up to this message; never back."""
    if number > seen(request, room, other):
        request.registry.store.scratch.put(SPACE, _key(request, room, other), number)


def seen(request, room, other=""):
    return request.registry.store.scratch.get(SPACE, _key(request, room, other)) or 0


def unread(request, room):
    return max(0, log.Log(room).last() - seen(request, room))


def badge(request, room):
    """What stands beside the link: the messages of the room and the talks with something new."""
    number = unread(request, room) + len(new_talks(request, room))
    return "" if not number else str(number) if number < 100 else "99+"


def new_talks(request, room):
    """Those who wrote to this person and were not read."""
    blocked = log.prefs_of(room, request.aid)["blocked"]
    return [other for other, (number, *_more) in log.talks_of(room, request.aid).items() if other not in blocked and number > seen(request, room, other)]
