"""The token in every form: made from the server's secret, the host and the cookie of this device or visitor; nothing is stored."""
import re
import secrets
from urllib.parse import urlsplit

from pyramid.interfaces import ICSRFStoragePolicy
from zope.interface import implementer

from .cookies import DEVICE, VISITOR
from .secret import sign, signed

VISITOR_KEPT_S = 180 * 86_400
_VISITOR = re.compile(r"[A-Za-z0-9_-]{22,64}\Z")


def visitor_of(request, jar):
    """The visitor cookie's value; a browser without one gets it with this response."""
    known = request.__dict__.get("_visitor") or jar.get(request, VISITOR)
    if not known or not _VISITOR.match(known):
        known = secrets.token_urlsafe(18)
        request.add_response_callback(lambda _request, response: jar.put(response, VISITOR, known, VISITOR_KEPT_S))
    request.__dict__["_visitor"] = known
    return known


@implementer(ICSRFStoragePolicy)
class Tokens:
    """Pyramid's CSRF policy. A token of another host, of another device or from before the sign-in is refused."""

    def __init__(self, secret, jar):
        self._secret, self._jar = secret, jar

    def new_csrf_token(self, request):
        return self.get_csrf_token(request)

    def get_csrf_token(self, request):
        return sign(self._secret, *self._bound_to(request))

    def check_csrf_token(self, request, supplied_token):
        return _same_origin(request) and signed(self._secret, supplied_token or "", *self._bound_to(request))

    def _bound_to(self, request):
        device = self._jar.get(request, DEVICE)
        return "csrf", request.host.lower(), f"device {device}" if device else f"visitor {visitor_of(request, self._jar)}"


def _same_origin(request):
    """A browser that names where the form came from must name this host; one that names nothing is judged by the token."""
    if request.environ.get("HTTP_SEC_FETCH_SITE", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.environ.get("HTTP_ORIGIN")
    return origin is None or urlsplit(origin).netloc.casefold() == request.host.casefold()
