"""The latest announcements of a classroom, from its classes and from outside them."""

from .announcement import Announcement

MOST = 3
SESSIONS = 8
"""How many classes back one looks."""


def of(classroom, host, school):
    """The newest that were published."""
    sessions = classroom["sessions"].in_order()[-SESSIONS:]
    nodes = [node for place in (*sessions, classroom["tasks"]) for node in place.values()
             if getattr(node, "kind", "") == Announcement.kind and node.state in ("open", "closed") and node.opened]
    newest = sorted(nodes, key=lambda node: node.opened, reverse=True)[:MOST]
    return [activity for activity in (host.live(node, school) for node in newest) if isinstance(activity, Announcement)]


def line(request, activity):
    """One line for this reader: what, when, and whether it is new to them."""
    return {"activity": activity, "status": activity.record_of(request.aid).status}
