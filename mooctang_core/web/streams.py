"""Live pages: which fragments a page watches, and drawing one of them for the hub."""

import json
from math import inf

from pyramid.response import Response

from ..model.base import above, path_of
from ..model.classrooms import Classroom
from .faces import render_fragment
from .requests import blank
from .sighting import Reading

HEADER = "X-Mooctang-Stream"


def stream(request, place, fragments, kind, privacy="names", locale=None, screen=None):
    """The answer of a live view: a grant that the server turns into a stream, or the fragments as they are now.

    `screen`: the id of a screen in a hall; the stream is its own then, whoever may be signed in on that machine.
    """
    room = above(getattr(place, "node", place), Classroom)
    grant = {
        "school": request.school.slug, "aid": None if screen else request.aid,
        "device": screen or (request.device[1] if request.device else None),
        "room": path_of(room) if room is not None else None, "fragments": fragments, "locale": locale or request.locale_name,
        "mode": request.color_mode, "privacy": privacy,
        # Whoever simulates has links of their own in every fragment, and is not counted among those who are here.
        "host": request.host + request.script_name, "kind": "simulated" if request.simulated else kind,
    }
    response = Response(content_type="application/json", charset="utf-8")
    response.headers["Vary"] = "Accept"
    if "text/event-stream" in request.headers.get("Accept", "") and request.visit is None:
        response.headers[HEADER] = json.dumps(grant)
        return response
    # Fragments are alike however they travel: the page puts its own token in.
    request.in_stream = True
    response.json_body = {
        element: html
        for element, path, face, aid in fragments
        if (html := render_fragment(request, path, face, aid, privacy)) is not None
    }
    return response


class Renderer:
    """Draws fragments for the hub, on one thread: each with a request of its own, and those that one commit made stale with one look
    at the store. Its connections stay open: what 2,000 people have done is then read once and not for every drawing.
    """

    def __init__(self, registry):
        self.registry, self._reading = registry, Reading(registry.store)

    def __call__(self, key, since=inf):
        """The html of a fragment as it is, or as it was at the moment `since` at the earliest."""
        try:
            self._reading.look(since)
            return self._draw(key)
        except BaseException:
            self._reading.drop()
            raise

    def rest(self):
        """Nothing waits to be drawn: hold no transaction open."""
        try:
            self._reading.settle()
        except Exception:
            self._reading.drop()

    def _draw(self, key):
        request = self._request(key)
        try:
            return render_fragment(request, key.path, key.face, key.aid, key.privacy)
        finally:
            request._process_finished_callbacks()

    def _request(self, key):
        request = blank(self.registry, f"{self.registry.settings_.public_scheme}://{key.host}")
        request.tm, request.connection = self._reading.manager, self._reading.connection
        request.once = self._reading.once
        request.root = request.context = request.once(("school", key.school), lambda: request.open_school(key.school))
        request.aid, request.account, request.device = key.aid, None, None
        request.locale_name, request.in_stream = key.locale, True
        return request
