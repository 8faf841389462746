"""When a teacher did something in a class last: every post of theirs below the classroom counts, whichever plugin answers it."""

from datetime import timedelta

from ..model.base import above
from ..model.classrooms import Classroom
from ..permissions import TEACH

A_MINUTE = timedelta(minutes=1)
"""Noted to the minute, so that a busy console does not write the session at every tap."""


def noted(view, info):
    if info.exception_only or info.options.get("permission") != TEACH:
        return view

    def acting(context, request):
        response = view(context, request)
        if request.method == "POST" and response.status_int < 400:
            note(context, request.now)
        return response

    return acting


noted.options = ("permission",)


def note(context, now):
    room = above(getattr(context, "node", context), Classroom)
    session = room["sessions"].running if room is not None else None
    if session is not None and (session.acted is None or now - session.acted >= A_MINUTE):
        session.acted = now


def includeme(config):
    config.add_view_deriver(noted, name="noted", under="csrf_view", over="texts_only")
