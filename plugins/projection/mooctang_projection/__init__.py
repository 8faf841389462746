"""Projection (投屏): the screen of a lecture hall shows what the teacher has in hand, and needs no login."""

from mooctang_core.api import TEACH, Classroom, Link, hookimpl, path_of, translator

from . import wall
from .faces import draw_remote, draw_wall

_ = translator("mooctang_projection")
title = _("投屏")

DOORS = {
    "wall_door": "/tp",
    "wall_way_in": "/tp/in",
    "wall_page": "/tp/wall",
    "wall_live": "/tp/live",
    "wall_here": "/tp/here",
    "wall_hide": "/tp/hide",
    "wall_wait": "/tp/wait",
    "wall_scan": r"/tp/{code:\d{6}}",
}


@hookimpl
def configure(config):
    for name, path in DOORS.items():
        config.add_route(name, path)
    config.add_room_face("wall", draw_wall)
    config.add_room_face("remote", draw_remote)


@hookimpl
def links(context, request):
    if not isinstance(context, Classroom) or not request.may(TEACH, context):
        return []
    label, badge = _("开启投屏"), ""
    if wall.state_of(context).on:
        # After class the screen rests on the way in: nothing of the class is on it any more.
        label, badge = (_("投屏中"), _("开")) if context["sessions"].running is not None else (_("投屏待机"), "")
    return [Link(request.translate(label), request.resource_path(context, "projection"), "projector", order=5, badge=request.translate(badge))]


@hookimpl
def activity_shown(activity, classroom, school, now):
    wall.follow(classroom, school, path_of(activity.node) if activity is not None else None)


@hookimpl
def activity_published(activity, school, now):
    # What was published last is in hand, also when somebody else has older results open.
    if activity.classroom is not None:
        wall.follow(activity.classroom, school, None)


@hookimpl
def session_ended(session, school, now):
    wall.follow(wall.room_of(session), school, None)
