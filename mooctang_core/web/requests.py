"""The class of our requests, made once at the start with every word that was added to requests."""

from functools import lru_cache
from io import BytesIO

from pyramid.interfaces import IRequestExtensions, IRequestFactory
from pyramid.request import Request


def settle(registry):
    """Put all request methods into one class. Pyramid makes a class for each single request, which costs more than knowing who asks."""
    extensions = registry.queryUtility(IRequestExtensions)
    words = {**extensions.methods, **extensions.descriptors}
    registry.registerUtility(type("Request", (Request,), {"__module__": __name__, **words}), IRequestFactory)
    extensions.methods.clear()
    extensions.descriptors.clear()


def blank(registry, base_url):
    """A request that nobody sent, for drawing by ourselves."""
    request = registry.getUtility(IRequestFactory)({**_environ(base_url), "wsgi.input": BytesIO()})
    request.registry = registry
    return request


@lru_cache(maxsize=256)
def _environ(base_url):
    return Request.blank("/", base_url=base_url).environ
