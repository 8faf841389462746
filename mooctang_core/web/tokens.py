"""The CSRF token of a page, the policy behind it, and the random word by which we know a browser again."""

from pyramid.interfaces import ICSRFStoragePolicy

from ..identity.cookies import VISITOR, jar
from ..identity.csrf import Tokens
from ..identity.secret import server_secret, sign


def form_token(request):
    """The token for a form; none in a live fragment, where the page's own is filled in by its script."""
    return "" if request.in_stream else request.csrf_token


def csrf_token(request):
    return request.registry.csrf.get_csrf_token(request)


def browser_word(request):
    """The same word for the same browser, useless elsewhere: evidence for the teacher, not an identity."""
    visitor = request.registry.jar.get(request, VISITOR)
    return sign(request.registry.secret, "browser", visitor)[:16] if visitor else ""


def furnish(registry):
    registry.secret = server_secret(registry.settings_.home)
    registry.jar = jar(registry.settings_)
    registry.csrf = Tokens(registry.secret, registry.jar)
    registry.registerUtility(registry.csrf, ICSRFStoragePolicy)


def includeme(config):
    config.set_default_csrf_options(require_csrf=True)
    config.add_request_method(lambda request: False, "in_stream", reify=True)
    for function in (form_token, csrf_token, browser_word):
        config.add_request_method(function, reify=True)
