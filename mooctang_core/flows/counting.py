"""计入统计 / 不计入统计: an activity that does not count stays in history and export, and is left out of everything that sums up."""

from .teaching import refuse_sealed, room_changed


def count(activity, school, counted):
    """Let an activity count, or not; at any time, also long after the class."""
    refuse_sealed(activity)
    if activity.counted != counted:
        activity.node.counted = counted
        activity.bump()
        room_changed(activity.node, school)
