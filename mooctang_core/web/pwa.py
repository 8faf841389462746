"""The installable page: manifest, service worker and the page that is shown without a network."""
import hashlib
import json
from functools import lru_cache

from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED

from .rendering import draw
from .statics import asset_url, find

STYLES = ("ds.css+ui.css+pages.css",)


def secure_context(request):
    """Whether a browser gives this page its powers (camera, place, offline): https, or the machine itself."""
    host = request.host.rpartition(":")[0] or request.host
    return request.scheme == "https" or host in ("localhost", "127.0.0.1", "[::1]") or host.endswith(".localhost")


def pwa(request):
    """Where the parts are; what the layout links to. Over plain http no browser installs a page: then nothing is offered."""
    return parts(request) if request.secure_context and not request.simulated else None


def parts(request):
    return {
        "manifest": request.route_path("manifest"),
        "worker": request.route_path("worker"),
        "icon": asset_url(request, "mooctang_core", "icon.svg"),
    }


def manifest(request):
    """Name, colour and icon of this host for the home screen of a phone."""
    brand = request.house.brand
    icon = {"src": parts(request)["icon"], "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    facts = {
        "name": brand["short"], "short_name": brand["short"], "description": brand.get("slogan") or "", "start_url": "/", "id": "/", "scope": "/",
        "display": "standalone", "lang": "en" if request.locale_name == "en" else "zh-CN",
        "theme_color": brand["color"], "background_color": "#f5f6f8", "icons": [icon],
    }
    return Response(json.dumps(facts, ensure_ascii=False), content_type="application/manifest+json", charset="utf-8")


def worker(request):
    """The script of static/sw.js with the addresses of this release before it; a new release makes a new cache."""
    files = [asset_url(request, "vendor", "bootstrap.min.css"), *(asset_url(request, "mooctang_core", name) for name in STYLES)]
    cache = "mooctang-" + hashlib.sha256(" ".join(files).encode()).hexdigest()[:12]
    facts = f"const FILES = {json.dumps(files)}, OFFLINE = {json.dumps(request.route_path('offline'))}, CACHE = {json.dumps(cache)};\n"
    response = Response(facts + script(find(request, "mooctang_core", "sw.js")), content_type="text/javascript", charset="utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@lru_cache
def script(path):
    return path.read_text("utf-8")


def offline(request):
    return Response(draw(request, "mooctang_core", "offline.pt", {}))


def includeme(config):
    config.add_request_method(secure_context, reify=True)
    config.add_request_method(pwa, reify=True)
    for name, path, view in (
        ("manifest", "/manifest.webmanifest", manifest),
        ("worker", "/sw.js", worker),
        ("offline", "/offline", offline),
    ):
        config.add_route(name, path)
        config.add_view(view, route_name=name, request_method=("GET", "HEAD"), permission=NO_PERMISSION_REQUIRED)
