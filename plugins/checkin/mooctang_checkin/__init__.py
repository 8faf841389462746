"""签到: who is here, with the evidence beside every mark. This file holds the hooks."""

from mooctang_core.api import Classroom, Column, Panel, hookimpl, translator

from . import attendance, places
from .activity import CheckIn

_ = translator("mooctang_checkin")


@hookimpl
def activity_types():
    return [CheckIn]


@hookimpl
def reports(classroom, request):
    """签到 of the whole classroom: a row a student, a column a session."""
    return [attendance.table(classroom, request.plugins, request.school)]


@hookimpl
def roster_columns(classroom, request):
    """出勤率 beside each name."""
    rates = attendance.rates(classroom, request.plugins, request.school)
    return [(Column(_("出勤率"), "percent", note=attendance.DEFINITION), rates)]


@hookimpl
def panels(context, request):
    """A student's own attendance on the class page."""
    if not isinstance(context, Classroom) or request.aid is None or context.member(request.aid) is None:
        return None
    values = attendance.own(context, request.plugins, request.school, request.aid)
    return [Panel("attendance", _("我的出勤"), "attendance.pt", values, order=40)] if values["offered"] else None


@hookimpl
def classroom_present(classroom, now):
    """Who has checked in to the class that runs."""
    return attendance.here(classroom)


@hookimpl
def absences(session):
    """Who missed a class, or its beginning: by its check-ins."""
    return attendance.missed(session)


@hookimpl
def session_started(session, school, now):
    """A new class is the moment to forget where people were long ago."""
    places.forget_old(session.__parent__, school, now)
