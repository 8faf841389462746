"""The gates every request passes: reading writes nothing, a plugin that is off is not there, and safe headers."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.viewderivers import INGRESS

CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
    "Cache-Control": "no-store",
}
HEADERS_BY_SCHEME = {"http": HEADERS, "https": HEADERS | {"Strict-Transport-Security": "max-age=31536000"}}
SAFE = ("GET", "HEAD", "OPTIONS")


def commit_veto(request, response):
    """GET and HEAD never commit, but for landing views that say so; nor does anything that answers with an error."""
    if request.method in SAFE:
        return not request.environ.get("mooctang.landing")
    return response.status_int >= 400


def landing(request):
    """Called by the few views that may write on GET: hand-over and the returns of external logins."""
    request.environ["mooctang.landing"] = True


def plugin_gate(view, info):
    """A view of a plugin that this school has off answers as if it were not there.

    `everywhere=True` on a view: it belongs to the whole installation, so it stands on every host.
    """
    package = getattr(info.original_view, "__module__", "").split(".")[0]
    if package == "mooctang_core" or not package or info.options.get("everywhere"):
        return view

    def gate(context, request):
        plugin = request.registry.host.by_package(package)
        if plugin and (request.school is None or plugin.name not in request.school.enabled_plugins):
            raise HTTPNotFound()
        return view(context, request)

    return gate


plugin_gate.options = ("everywhere",)


def header_tween(handler, registry):
    """Safe headers on every answer; nothing personal in any cache."""

    def tween(request):
        response = handler(request)
        put_headers(response, registry.settings_)
        return response

    return tween


def put_headers(response, settings):
    given = {name.lower() for name, _value in response.headerlist}
    response.headerlist.extend((name, value) for name, value in HEADERS_BY_SCHEME[settings.public_scheme].items() if name.lower() not in given)


def includeme(config):
    # Before the permission: where a plugin is off, nobody is told that they may not use it.
    config.add_view_deriver(plugin_gate, name="plugin_gate", under=INGRESS, over="secured_view")
    config.include("mooctang_core.web.reading")
    config.add_tween("mooctang_core.web.gates.header_tween")
