"""Coming in as a simulated student, and leaving again: one tap each."""

from pyramid.view import view_config

from ...flows import joining
from ...model.classrooms import Classroom
from ...permissions import TEACH, VIEW
from ..answers import moved
from ..simulating import entrance, way_out


@view_config(context=Classroom, name="simulate", permission=TEACH, request_method="POST")
def simulate(classroom, request):
    """Into the class as a student sees it."""
    joining.simulate(classroom, request.aid, request.now)
    return moved(entrance(request, classroom))


@view_config(context=Classroom, name="unsimulate", permission=VIEW, request_method="POST")
def unsimulate(classroom, request):
    """Back to the console. What was answered stays where nobody counts it."""
    if request.simulated:
        joining.stop_simulating(classroom, request.school, request.aid)
    return moved(way_out(request, classroom))
