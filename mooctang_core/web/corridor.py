"""The short way of a student's answer: two thousand taps at the bell pass every gate, and no corridor beside.

An ordinary `submit` is taken from here to the committer with the same functions that the long way through Pyramid calls: host,
school, person, permission, token, form, view. Whatever is unusual (a plugin with a view of its own, a wrong token, somebody who
may not, a form with files) is left alone, and the long way answers it. tests/asgi/test_corridor.py holds the two against each other.
"""

import io
import re
import threading
import time
from urllib.parse import parse_qsl

from pyramid.csrf import check_csrf_origin, check_csrf_token
from pyramid.events import BeforeTraversal, ContextFound, NewRequest, NewResponse
from pyramid.interfaces import IRequest, IRequestFactory, IView, IViewClassifier
from pyramid.threadlocal import RequestContext
from webob.multidict import MultiDict
from zope.interface import implementedBy, providedBy

from ..model.activities import ActivityNode
from ..model.base import find
from ..permissions import PARTICIPATE
from .asgi_answers import Answer
from .gates import put_headers
from .reading import DEPTH_MAX, FIELDS_MAX, FORM_MAX, depth_of
from .roots import slug_of
from .sighting import Sighting

FORM = "application/x-www-form-urlencoded"
PATH = re.compile(r"(/courses/[A-Za-z0-9._~/-]+)/submit")
EARLIER = (NewRequest, BeforeTraversal, ContextFound)
UNUSUAL = (None, None)


class Corridor:
    """Called with an environ: (Answer, future) for an answer on its way to the committer; UNUSUAL, and nothing was done."""

    def __init__(self, registry, view):
        self._registry, self._view = registry, view
        self._make = registry.getUtility(IRequestFactory)
        self._ours, self._own = {}, threading.local()
        self._open = not any(map(self._is_heard, EARLIER))

    def __call__(self, environ):
        started, request = time.perf_counter(), self._make(dict(environ))
        request.registry = self._registry
        try:
            response = self._submit(request, PATH.fullmatch(environ["PATH_INFO"])[1])
        except Exception:
            # Refused, unreadable, a store that is away: the long way says what it is, in the person's words.
            self._sighting.drop()
            response = None
        pending = request.environ.get("mooctang.pending")
        if response is None or pending is None:
            return UNUSUAL
        self._registry.requests.took(response.status_int, time.perf_counter() - started, False)
        if not request.environ.get("mooctang.when_done"):
            return None, pending
        return answer_of(response), pending

    def fits(self, environ):
        """Judged by the address and the head alone."""
        return (
            self._open and environ["REQUEST_METHOD"] == "POST" and environ.get("CONTENT_TYPE", "").lower() == FORM
            and "mooctang.outcome" not in environ and PATH.fullmatch(environ["PATH_INFO"]) is not None
        )

    @property
    def _sighting(self):
        """This thread's look at the store."""
        own = self._own.__dict__.get("sighting")
        if own is None:
            own = self._own.sighting = Sighting(self._registry.store)
        return own

    def rest(self):
        """Called on the same thread when no tap waits any more."""
        try:
            self._sighting.rest()
        except Exception:
            self._sighting.drop()

    def _submit(self, request, path):
        """The response to give once the command is done; None when a gate is closed."""
        sighting = self._sighting
        sighting.look()
        request.tm, request.connection = sighting.manager, sighting.connection
        try:
            with RequestContext(request):
                activity = self._through_the_gates(request, path)
                return None if activity is None else self._finished(request, self._view(activity, request))
        finally:
            request._process_finished_callbacks()

    def _through_the_gates(self, request, path):
        request.alliance, request.root, node = self._sighting.once((request.host, path), lambda: place_of(request, path))
        if not isinstance(node, ActivityNode):
            return None
        request.context = activity = self._registry.host.live(node, request.root)
        request.view_name, request.subpath, request.matched_route = "submit", (), None
        read_form(request)
        fits = self._is_ours(activity) and is_plain(request.POST) and not request.query_string
        return activity if fits and may_pass(request, activity) else None

    def _is_ours(self, activity):
        """Whether the core's own view serves this type: a plugin may have put another in its place."""
        kind = type(activity)
        if kind not in self._ours:
            given = (IViewClassifier, IRequest, providedBy(activity))
            view = self._registry.adapters.lookup(given, IView, name="submit")
            self._ours[kind] = getattr(view, "__original_view__", None) is self._view and not hasattr(view, "__views__")
        return self._ours[kind]

    def _finished(self, request, response):
        request._process_response_callbacks(response)
        self._registry.notify(NewResponse(request, response))
        put_headers(response, self._registry.settings_)
        return response

    def _is_heard(self, event):
        return bool(self._registry.adapters.subscriptions((implementedBy(event),), None))


def place_of(request, path):
    """(alliance, school, what stands at the path) on the request's host; the place is None where there is none."""
    slug = slug_of(request.alliance, request.host)
    school = request.open_school(slug) if slug else None
    return request.alliance, school, school and find(school, path)


def read_form(request):
    """The fields, parsed once and without the detour over a file."""
    environ, length = request.environ, request.content_length or 0
    if length > FORM_MAX:
        raise ValueError("too long")
    body = environ["wsgi.input"].read(length)
    environ["wsgi.input"] = stream = io.BytesIO(body)
    pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS_MAX)
    environ["webob._parsed_post_vars"] = (MultiDict(pairs), stream)
    environ["webob.is_body_seekable"] = True  # else it is copied once more, and parsed again


def is_plain(fields):
    return depth_of(fields) <= DEPTH_MAX and not any("\0" in value for value in fields.values())


def may_pass(request, activity):
    """The person's permission and the token of the form; who visits in somebody's name goes the long way."""
    return (
        request.visit is None and bool(request.has_permission(PARTICIPATE, activity))
        and check_csrf_origin(request, raises=False) and check_csrf_token(request, raises=False)
    )


def answer_of(response):
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headerlist]
    return Answer(response.status_int, headers, response.body)
