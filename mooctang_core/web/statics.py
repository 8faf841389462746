"""Static files under /s/<stamp>/<package>/…: cached for ever, the theme's word first, gzip where it was made."""

import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import FileResponse
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from .. import packages

FOREVER = "public, max-age=31536000, immutable"
WEB = Path(__file__).parent
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("font/woff2", ".woff2")


@lru_cache
def folder_of(package):
    """Where a package keeps its static files."""
    if package == "vendor":
        return WEB / "vendor"
    return WEB / "static" if package == "mooctang_core" else packages.folder_of(package) / "static"


def find(request, package, name):
    """The file, looked for in the themes of this host first; None when there is none or the name climbs out."""
    folders = [folder / "static" / package for folder in request.registry.themes.chain(request.house.theme)]
    if package in ("vendor", "mooctang_core") or request.registry.host.by_package(package):
        folders.append(folder_of(package))
    for folder in folders:
        path = (folder / name).resolve()
        if path.is_file() and path.is_relative_to(folder.resolve()):
            return path
    return None


def asset_url(request, package, name):
    """The address of a static file, with the stamp of its content in it. "vendor/…" is what came from npm."""
    if name.startswith("vendor/"):
        package, name = "vendor", name.removeprefix("vendor/")
    path = find(request, package, name)
    return f"/s/{stamp(path, path.stat().st_mtime_ns) if path else 'missing'}/{package}/{name}"


@lru_cache(maxsize=4096)
def stamp(path, _changed):
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@view_config(route_name="static_file", permission=NO_PERMISSION_REQUIRED, request_method=("GET", "HEAD"))
def static_file(request):
    package, name = request.matchdict["package"], "/".join(request.matchdict["name"])
    path = find(request, package, name)
    if path is None:
        raise HTTPNotFound()
    return _answer(request, path)


def _answer(request, path):
    packed = path.with_name(path.name + ".gz")
    squeeze = packed.is_file() and "gzip" in request.headers.get("Accept-Encoding", "")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    response = FileResponse(packed if squeeze else path, request, content_type=kind)
    response.headers["Cache-Control"] = FOREVER
    response.headers["Vary"] = "Accept-Encoding"
    if squeeze:
        response.headers["Content-Encoding"] = "gzip"
    return response


def includeme(config):
    config.add_route("static_file", "/s/{stamp}/{package}/*name")
