"""The colours of a host as one small stylesheet, and the tokens of its theme as another: cached by content."""

import hashlib

from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from .brand import css
from .statics import FOREVER, asset_url, find


def brand_css_url(request):
    text = css(request.house.brand["color"])
    return f"/brand/{hashlib.sha256(text.encode()).hexdigest()[:12]}.css"


def theme_css_url(request):
    """tokens.css of the host's theme, when it has one of its own."""
    return asset_url(request, "mooctang_core", "tokens.css") if find(request, "mooctang_core", "tokens.css") else None


@view_config(route_name="brand_css", permission=NO_PERMISSION_REQUIRED, request_method=("GET", "HEAD"))
def brand_css(request):
    response = Response(css(request.house.brand["color"]), content_type="text/css", charset="utf-8")
    response.headers["Cache-Control"] = FOREVER
    return response


def includeme(config):
    config.add_route("brand_css", "/brand/{stamp}.css")
