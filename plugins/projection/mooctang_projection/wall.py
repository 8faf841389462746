"""A classroom's wall: whether it is on, what it shows, and how much it tells. Plain values on the classroom's shelf."""

from secrets import token_hex
from typing import Any, NamedTuple

from mooctang_core.api import (
    LEVELS,
    Classroom,
    MissingActivity,
    Refused,
    above,
    changed,
    find,
    path_of,
    translator,
)

_ = translator("mooctang_projection")

SHELF = "projection"
ORDER = tuple(LEVELS)
"""From names to nobody: each level tells less than the one before."""
MODES = ("light", "dark")


class State(NamedTuple):
    """What the shelf says. The epoch is a new word at every start, so that no screen of an earlier time comes back."""

    on: bool = False
    epoch: str = ""
    since: Any = None
    privacy: str = ORDER[0]
    mode: str = MODES[0]
    shown: str | None = None


def state_of(classroom):
    kept = classroom.peek_shelf(SHELF)
    return State(**{name: kept[name] for name in State._fields if name in kept})


def room_of(place):
    return above(place, Classroom)


def start(classroom, school, now):
    """Switch the wall on; a wall that is on stays as it is."""
    if classroom.archived:
        raise Refused(_("这个课堂已经归档，不能投屏。"))
    if not state_of(classroom).on:
        _write(classroom, on=True, epoch=token_hex(8), since=now, shown=None)
        _tell(classroom, school)


def stop(classroom, school):
    """Switch it off: no code and no screen of this time is good any more, and every screen is told to leave."""
    if state_of(classroom).on:
        _write(classroom, on=False, epoch="", shown=None)
        _tell(classroom, school)
        # Screens are the pages of nobody; students and teachers in the same room keep theirs.
        changed(school, path_of(classroom), "revoke", (None,))


def look(classroom, school, **choice):
    """Change how it looks: privacy, mode."""
    if choice.get("privacy", ORDER[0]) not in ORDER or choice.get("mode", MODES[0]) not in MODES:
        raise Refused(_("没有这个选项。"))
    if any(getattr(state_of(classroom), name) != value for name, value in choice.items()):
        _write(classroom, **choice)
        _tell(classroom, school)


def hide_more(classroom, school):
    """One level down: what anybody who stands at the screen may do. Showing names again is the teacher's."""
    level = ORDER.index(state_of(classroom).privacy)
    look(classroom, school, privacy=ORDER[min(level + 1, len(ORDER) - 1)])


def follow(classroom, school, path):
    """The teacher has this activity's results open (None: they left them). Nothing is written while the wall is off.

    Only while a class runs: what a teacher looks at in the evening is no business of whoever sits in the hall.
    """
    state = state_of(classroom)
    if path is not None and classroom["sessions"].running is None:
        return
    if state.on and state.shown != path:
        _write(classroom, shown=path)
        _tell(classroom, school)


def in_hand(classroom, school, host):
    """The activity that the wall is about now, or None: the opened results, else the newest that is open in class."""
    shown = state_of(classroom).shown
    node = find(school, shown) if shown else None
    if node is None or room_of(node) is not classroom or _is_hidden(node):
        node = _newest_open(classroom["sessions"].running)
    return host.live(node, school) if node is not None else None


def has_gone(activity):
    return isinstance(activity, MissingActivity)


def _newest_open(session):
    nodes = session.in_order() if session is not None else ()
    return next((node for node in reversed(nodes) if node.state in ("open", "paused")), None)


def _is_hidden(node):
    return getattr(node, "for_teachers", True) or not hasattr(node, "kind")


def _write(classroom, **values):
    shelf = classroom.shelf(SHELF)
    for name, value in values.items():
        shelf[name] = value


def _tell(classroom, school):
    # A record at the room reaches its walls and the teachers' pages; a change of the room would redraw 2,000 phones.
    changed(school, path_of(classroom), "record")
