"""Handing people from one activity to another with one tap: whoever looked odd at the check-in is asked in a roll call."""

from pyramid.view import view_config

from ...activity import Activity, Refused
from ...flows import teaching
from ...permissions import TEACH
from ...words import translator
from ..answers import moved
from .adding import last_settings, type_named

_ = translator("mooctang_core")


@view_config(context=Activity, name="hand", permission=TEACH, request_method="POST")
def hand(activity, request):
    """Give some people of this activity to one of another type: one that is open in this class, or a new one."""
    cls = type_named(request, request.POST.get("kind", ""))
    people = chosen(activity, request.POST.get("people", "").split())
    session = activity.session
    if not cls.takes_people or session is None or not session.running:
        raise Refused(_("现在没有上课，不能发起这个活动。"))
    if not people:
        raise Refused(_("没有选中任何人。"))
    taker = open_one(session, cls, request) or new_one(session, cls, request)
    taker.take_people(people, activity, request.aid, request.now)
    return moved(request.resource_path(taker))


def chosen(activity, wanted):
    """Those of the wanted who belong to the activity, in its order."""
    return [person.aid for person in activity.people() if person.aid in set(wanted)]


def open_one(session, cls, request):
    """The newest of this type that is open in the class."""
    nodes = [node for node in teaching.open_nodes(session) if node.kind == cls.kind]
    return request.plugins.live(nodes[-1], request.school) if nodes else None


def new_one(session, cls, request):
    """One with the settings that this classroom used last, opened at once."""
    node = teaching.add(session, cls, last_settings(session, cls), "", request.aid)
    made = request.plugins.live(node, request.school)
    teaching.publish(made, request.school, request.plugins, request.now)
    return made
