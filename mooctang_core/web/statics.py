"""Static files under /s/<stamp>/<package>/…: cached for ever, the theme's word first, gzip for whoever takes it.

`ds.css+ui.css` is one file made of two: a phone in a full hall pays for every request.
"""

import gzip
import hashlib
import mimetypes
import re
import time
from functools import lru_cache
from pathlib import Path

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import FileResponse, Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from .. import packages

FOREVER = "public, max-age=31536000, immutable"
LOOK_AGAIN = 1.0        # seconds; a page names its icons thirty times, and the disk need not be asked each time
MOST_JOINED, NAME_MAX = 8, 200
WORD = re.compile(r"[a-z][a-z0-9_]*\Z")
"""A package; ".." is none, and would be the theme's own folder with its templates."""
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
    if not WORD.match(package) or len(name) > NAME_MAX or "\0" in name:
        return None
    folders = [folder / "static" / package for folder in request.registry.themes.chain(request.house.theme)]
    if package in ("vendor", "mooctang_core") or request.registry.host.by_package(package):
        folders.append(folder_of(package))
    for folder in folders:
        path = (folder / name).resolve()
        if path.is_file() and path.is_relative_to(folder.resolve()):
            return path
    return None


def find_all(request, package, name):
    """The files of a name, which may be several joined by "+"; None when one of them is not there."""
    parts = name.split("+")
    if len(parts) > MOST_JOINED or len(set(parts)) < len(parts):
        return None
    paths = [find(request, package, part) for part in parts]
    return tuple(paths) if all(paths) else None


def asset_url(request, package, name):
    """The address of a static file, with the stamp of its content in it. "vendor/…" is what came from npm."""
    if name.startswith("vendor/"):
        package, name = "vendor", name.removeprefix("vendor/")
    return for_a_moment(request, (package, name), lambda: _address(package, name, find_all(request, package, name)))


def _address(package, name, paths):
    return f"/s/{stamp(paths, changed(paths)) if paths else 'missing'}/{package}/{name}"


def for_a_moment(request, word, look):
    """What `look()` says of the files of this host's theme, looked up once a second."""
    kept = vars(request.registry).setdefault("files_looked_up", {})
    key, now = (request.house.theme, *word), time.monotonic()
    until, found = kept.get(key, (0, None))
    if until < now:
        until, found = kept[key] = (now + LOOK_AGAIN, look())
    return found


def changed(paths):
    return tuple(path.stat().st_mtime_ns for path in paths)


@lru_cache(maxsize=4096)
def stamp(paths, _changed):
    return hashlib.sha256(b"\n".join(path.read_bytes() for path in paths)).hexdigest()[:12]


@view_config(route_name="static_file", permission=NO_PERMISSION_REQUIRED, request_method=("GET", "HEAD"))
def static_file(request):
    package, name = request.matchdict["package"], "/".join(request.matchdict["name"])
    paths = find_all(request, package, name)
    if paths is None:
        raise HTTPNotFound()
    return _answer(request, paths)


def _answer(request, paths):
    kind = mimetypes.guess_type(paths[-1].name)[0] or "application/octet-stream"
    squeeze = "gzip" in request.headers.get("Accept-Encoding", "")
    packed = paths[0].with_name(paths[0].name + ".gz")
    if len(paths) == 1 and (packed.is_file() or not _is_text(kind)):
        squeeze = squeeze and packed.is_file()
        response = FileResponse(packed if squeeze else paths[0], request, content_type=kind)
    else:
        response = Response(body=whole(paths, changed(paths), squeeze), content_type=kind)
    # A new page may ask an old process, while a release goes round: what it gets is not what the stamp names.
    named = request.matchdict["stamp"] == stamp(paths, changed(paths))
    response.headers["Cache-Control"] = FOREVER if named else "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    if squeeze:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _is_text(kind):
    return kind.startswith("text/") or kind in ("image/svg+xml", "application/javascript", "application/json", "application/manifest+json")


@lru_cache(maxsize=256)
def whole(paths, _changed, squeeze):
    """Our own texts in one piece, squeezed once a process: nobody packs them beforehand as is done with what comes from npm."""
    text = b"\n".join(path.read_bytes() for path in paths)
    return gzip.compress(text, 9, mtime=0) if squeeze else text


def includeme(config):
    config.add_route("static_file", "/s/{stamp}/{package}/*name")
