"""The colours of a host, the tokens of its theme and the styles of its plugins: three small stylesheets, cached by content."""

import gzip
import hashlib
from functools import lru_cache

from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from .brand import css
from .statics import FOREVER, asset_url, find, for_a_moment


def brand_css_url(request):
    return _brand_css_url(request.house.brand["color"])


@lru_cache(maxsize=1024)
def _brand_css_url(color):
    return f"/brand/{hashlib.sha256(css(color).encode()).hexdigest()[:12]}.css"


def theme_css_url(request):
    """tokens.css of the host's theme, when it has one of its own."""
    found = asset_url(request, "mooctang_core", "tokens.css")
    return None if found.startswith("/s/missing/") else found


def plugins_css_url(request):
    """static/<word>.css of every plugin that the school has on, in one file; None when there is none."""
    if request.school is None:
        return None
    return for_a_moment(request, ("looks", *sorted(request.school.enabled_plugins)), lambda: _looks_url(plugin_sheets(request)))


def _looks_url(paths):
    return f"/looks/{joined(paths)[0]}.css" if paths else None


def plugin_sheets(request):
    """(path, time of change) of the plugins' stylesheets, the theme's word first."""
    if request.school is None:
        return ()
    found = (find(request, plugin.package, f"{plugin.name}.css") for plugin in request.plugins.enabled(request.school))
    return tuple((path, path.stat().st_mtime_ns) for path in found if path)


@lru_cache(maxsize=256)
def joined(paths):
    """(stamp, text) of several stylesheets one after the other."""
    text = "\n".join(path.read_text(encoding="utf-8") for path, _changed in paths)
    return hashlib.sha256(text.encode()).hexdigest()[:12], text


@view_config(route_name="plugins_css", permission=NO_PERMISSION_REQUIRED, request_method=("GET", "HEAD"))
def plugins_css(request):
    return _sheet(request, joined(plugin_sheets(request))[1])


@view_config(route_name="brand_css", permission=NO_PERMISSION_REQUIRED, request_method=("GET", "HEAD"))
def brand_css(request):
    return _sheet(request, css(request.house.brand["color"]))


def _sheet(request, text):
    squeeze = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(body=squeezed(text) if squeeze else text.encode(), content_type="text/css", charset="utf-8")
    response.headers["Cache-Control"] = FOREVER
    response.headers["Vary"] = "Accept-Encoding"
    if squeeze:
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=256)
def squeezed(text):
    """Once a process for each sheet."""
    return gzip.compress(text.encode(), 9, mtime=0)


def includeme(config):
    config.add_route("brand_css", "/brand/{stamp}.css")
    config.add_route("plugins_css", "/looks/{stamp}.css")
