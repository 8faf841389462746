"""点名: who is called, why it was them, and how they answered. This file holds the hooks."""

from mooctang_core.api import Column, hookimpl, translator

from . import sheets
from .activity import RollCall

_ = translator("mooctang_rollcall")


@hookimpl
def activity_types():
    return [RollCall]


@hookimpl
def reports(classroom, request):
    """点名 of the whole classroom: a row a call, and a row a student."""
    return sheets.of_the_term(classroom, request.plugins, request.school)


@hookimpl
def roster_columns(classroom, request):
    """How often each was called this term."""
    times = sheets.times(classroom)
    return [(Column(_("点名次数"), "number"), {member.aid: times[member.aid] for member in classroom.present()})] if times else []
