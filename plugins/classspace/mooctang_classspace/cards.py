"""Tasks and announcements among the messages: which were published when. What they are called and how they stand is the core's to say."""

from mooctang_core.api import find, path_of

from .log import WORD

NEWEST = 300


def is_card(activity):
    """An out-of-class task, or what stands beside the class and is meant to be read, such as an announcement."""
    own = path_of(activity.node)
    return own.startswith(path_of(activity.classroom) + "/tasks/") or (not activity.in_hand and "task" in activity.places)


def note(room, activity, now):
    """A place for it by the time. Cards lie apart from the messages, so a teacher's publishing never meets those who talk."""
    cards = room.shelf(WORD).many("cards")
    cards[f"{stamp(now)}|{path_of(activity.node)}"] = {"path": path_of(activity.node), "at": now}


def stamp(moment):
    return f"{int(moment.timestamp() * 1000):015d}"


def between(request, room, begin, end):
    """[(moment, activity)] of the cards from one moment up to another (None: without end), as they stand today."""
    found = []
    for card in room.peek_many(WORD, "cards").between(stamp(begin) if begin else "0", f"{stamp(end)}" if end else "~"):
        node = find(request.school, card["path"])
        if node is not None and getattr(node, "state", "draft") != "draft":
            found.append((card["at"], request.plugins.live(node, request.school)))
    return found[-NEWEST:]
