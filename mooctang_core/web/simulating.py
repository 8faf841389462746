"""模拟学生: under the address /simulated a teacher is, in their own classrooms, a simulated student and nothing else.

The second self lives in the address and not in a cookie: the console in one tab and the student's page in another are two
people, and closing the tab is enough to be only one again.
"""

from pyramid.httpexceptions import HTTPNotFound

from ..model.base import above
from ..model.classrooms import Classroom
from ..model.simulated import simulated_id
from .answers import moved

PREFIX = "/simulated"
INSIDE = f"{PREFIX}/courses/"


def tween_factory(handler, registry):
    """Take the prefix off the path, so that every link which is made from here on carries it."""

    def tween(request):
        if request.path_info.startswith(INSIDE):
            request.script_name += PREFIX
            request.path_info = request.path_info.removeprefix(PREFIX)
        elif request.path_info.startswith(f"{PREFIX}/"):
            return outside(request)
        return handler(request)

    return tween


def outside(request):
    """A simulated student has classrooms and nothing else; what is shared by the whole site is the teacher's again."""
    if request.method not in ("GET", "HEAD"):
        return HTTPNotFound()
    return moved(request.path_qs.removeprefix(PREFIX))


def simulated(request):
    return request.script_name.endswith(PREFIX)


def asking(request, own):
    """Who asks: under the prefix somebody's simulated student, everywhere else they themselves."""
    return simulated_id(own) if own is not None and request.simulated else own


def simulated_room(request):
    """The classroom that a simulated student stands in, for the banner and its way out."""
    context = request.context if request.simulated else None
    return above(getattr(context, "node", context), Classroom)


def entrance(request, place):
    """The same place as a simulated student sees it."""
    return PREFIX + request.resource_path(place)


def way_out(request, place):
    """The same place as one sees it oneself."""
    return request.resource_path(place).removeprefix(PREFIX)


def includeme(config):
    config.add_tween("mooctang_core.web.simulating.tween_factory", under="mooctang_core.web.reading.tween")
    for function in (simulated, simulated_room):
        config.add_request_method(function, reify=True)
