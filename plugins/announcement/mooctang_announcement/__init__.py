"""公告 and 教案: what a teacher tells a class, who has read it, and what is shown while teaching. This file holds the hooks."""

from mooctang_core.api import Classroom, Panel, hookimpl, translator

from . import latest
from .announcement import Announcement
from .lesson import LessonPlan

_ = translator("mooctang_announcement")


@hookimpl
def activity_types():
    return [Announcement, LessonPlan]


@hookimpl
def panels(context, request):
    """The latest announcements on a student's class page, during a class and between two."""
    if not isinstance(context, Classroom) or request.aid is None or context.member(request.aid) is None:
        return None
    found = latest.of(context, request.plugins, request.school)
    values = {"found": [latest.line(request, activity) for activity in found]}
    return [Panel("announcements", _("最新公告"), "latest.pt", values, order=20)] if found else None
