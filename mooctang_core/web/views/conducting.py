"""What a teacher does to an activity in class: publish and take back, close, open again, a little more time.

Two teachers may hold the same page, and a page may be old: a tap that no longer fits changes nothing and says why.
"""

import colander
from pyramid.view import view_config, view_defaults

from ...activity import Activity
from ...flows import teaching, undoing
from ...model.activities import CLOSED, OPEN
from ...permissions import TEACH
from ...words import translator
from ..said import say
from .activity import back, way_back

_ = translator("mooctang_core")


@view_defaults(context=Activity, permission=TEACH)
class Conducting:
    """The buttons of the console."""

    def __init__(self, activity, request):
        self.activity, self.request = activity, request
        self.given = (activity, request.school, request.registry.host)

    @view_config(name="publish", request_method="POST")
    def publish(self):
        if self._stale(CLOSED):
            return self._say("stale")
        teaching.publish(*self.given, self.request.now)
        return self._say("published")

    @view_config(name="unpublish", request_method="POST")
    def unpublish(self):
        """撤销, some seconds after publishing."""
        undoing.unpublish(self.activity, self.request.school, self.request.now)
        return self._say("unpublished")

    @view_config(name="close", request_method="POST")
    def close(self):
        if self._stale(CLOSED) or another_round(self.activity, self.request):
            return self._say("stale")
        teaching.close(*self.given, self.request.now)
        return back(self.activity, self.request)

    @view_config(name="reopen", request_method="POST")
    def reopen(self):
        if self._stale(OPEN):
            return self._say("stale")
        teaching.reopen(*self.given, self.request.now)
        return back(self.activity, self.request)

    @view_config(name="extend", request_method="POST")
    def extend(self):
        """Move the deadline by up to an hour."""
        seconds = colander.SchemaNode(colander.Integer(), validator=colander.Range(1, 3600))
        by = seconds.deserialize(self.request.POST.get("seconds", "30"))
        if self._stale(CLOSED) or another_round(self.activity, self.request):
            return self._say("stale")
        teaching.extend(self.activity, by)
        return back(self.activity, self.request)

    def _stale(self, state):
        """Whether the console that this tap came from is older than what it asks for; elsewhere a refusal says so."""
        return self.activity.state == state and from_console(self.activity, self.request)

    def _say(self, word):
        return tell(self.activity, self.request, word)


def another_round(activity, request):
    """Whether a colleague opened it again meanwhile: an old page must not close the new round."""
    shown = request.POST.get("round", "")
    return shown.isdigit() and int(shown) != activity.node.round


def from_console(activity, request):
    classroom = activity.classroom
    return classroom is not None and way_back(activity, request).rstrip("/") == request.resource_path(classroom).rstrip("/")


def tell(activity, request, word):
    """Back to where the tap came from; the console says the word there."""
    if activity.session is None or not from_console(activity, request):
        return back(activity, request)
    return say(request, request.resource_path(activity.classroom), word, activity)
