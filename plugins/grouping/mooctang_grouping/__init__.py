"""学生分组: who works with whom in a classroom, and since when. This file holds the hooks."""

from mooctang_core.api import TEACH, Classroom, Link, Panel, hookimpl, translator

from . import merging
from .activity import Grouping
from .ledger import Ledger

_ = translator("mooctang_grouping")


@hookimpl
def activity_types():
    return [Grouping]


@hookimpl
def classroom_groups(classroom, moment=None, person_id=None):
    """The groups of now or of a moment, or one person's; None while nobody has made any."""
    ledger = Ledger(classroom)
    if person_id is not None and ledger.known():
        return ledger.groups_with(person_id, moment)
    return ledger.groups(moment) if ledger.known() else None


@hookimpl
def links(context, request):
    """学生分组 in the teacher's menu; 我的小组 in a student's, once there are groups."""
    if not isinstance(context, Classroom):
        return None
    href = request.resource_path(context, "groups")
    if request.may(TEACH, context):
        return [Link(request.translate(_("学生分组")), href, "diagram-3", order=30)]
    return [Link(request.translate(_("我的小组")), href, "diagram-3", order=30)] if Ledger(context).known() else None


@hookimpl
def panels(context, request):
    """A student's own group on the class page."""
    if not isinstance(context, Classroom) or request.aid is None or context.member(request.aid) is None:
        return None
    gid = Ledger(context).group_of(request.aid)
    if gid is None:
        return None
    return [Panel("group", _("我的小组"), links=(Link(Ledger(context).name_of(gid), request.resource_path(context, "groups"), "diagram-3"),), order=45)]


@hookimpl
def member_left(classroom, person_id, school, now):
    """Who leaves the classroom leaves their group as of that day."""
    ledger = Ledger(classroom)
    if ledger.group_of(person_id) is not None:
        ledger.place(person_id, None, now)


@hookimpl
def account_merged(place, old, new, now):
    """One person has one seat."""
    if isinstance(place, Classroom):
        merging.merge(place, old, new, now)
