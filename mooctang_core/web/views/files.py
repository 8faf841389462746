"""GET <activity>/file/<hash>/<name>: a file of an activity, to whom the activity shows it; in ranges, and never as a page of ours."""

import os
import re
from urllib.parse import quote

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from ...activity import Activity
from ...filekinds import SHOWN, kind_of
from ...permissions import TEACH, VIEW
from ...store import files
from ..uploads import clean_name

HASH = re.compile(r"[0-9a-f]{64}\Z")
SEALED = "default-src 'none'; sandbox"
FOR_PDF = "default-src 'self'; object-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'none'; frame-ancestors 'self'"
"""A browser's own reader is a plugin in a page of its making: a sandbox would keep it from starting."""


@view_config(context=Activity, name="file", permission=VIEW, request_method="GET")
def file(activity, request):
    """The whole of it, or the range that was asked for."""
    hash, name = asked(request)
    if not may_read(activity, request, hash):
        raise HTTPNotFound()
    try:
        return answer(request, files.open(request.school, hash), hash, name)
    except KeyError:
        raise HTTPNotFound() from None


def send_file(request, file):
    """A kept file (plain data) as an answer, in ranges, for a view that has looked whether this person may read it."""
    try:
        return answer(request, files.open(request.school, file["hash"]), file["hash"], file["name"])
    except KeyError:
        raise HTTPNotFound() from None


def asked(request):
    if not 1 <= len(request.subpath) <= 2 or not HASH.match(request.subpath[0]):
        raise HTTPNotFound()
    return request.subpath[0], clean_name(request.subpath[1]) if len(request.subpath) == 2 else ""


def may_read(activity, request, hash):
    """Whether this person may: teachers what belongs to the activity, everybody else what it says."""
    if request.may(TEACH):
        return hash in activity.all_files()
    return hash in set(activity.files_for(request.aid))


def answer(request, handle, hash, name):
    """A stored file as an answer; `handle` is closed when it was sent or the reader went away."""
    size, kind = os.fstat(handle.fileno()).st_size, kind_of(handle)
    response = Response(content_type=kind.type if kind.group in SHOWN else "application/octet-stream", conditional_response=False)
    response.headers.update(headers_of(kind, hash, name))
    if f'"{hash}"' in request.headers.get("If-None-Match", ""):
        handle.close()
        response.status_int, response.content_type, response.content_length = 304, None, None
        return response
    start, end = part_of(request, response, hash, size)
    response.app_iter = files.chunks(handle, start, end - start) if request.method == "GET" and end > start else nothing(handle)
    response.content_length = end - start
    return response


def headers_of(kind, hash, name):
    way = "inline" if kind.group in SHOWN else "attachment"
    named = f"; filename*=UTF-8''{quote(name, safe='')}" if name else ""
    return {"Content-Disposition": way + named, "Content-Security-Policy": FOR_PDF if kind.group == "pdf" else SEALED, "ETag": f'"{hash}"',
            "Accept-Ranges": "bytes", "Cache-Control": "private, no-cache", "Cross-Origin-Resource-Policy": "same-origin"}


def part_of(request, response, hash, size):
    """(start, end) to send; sets 206 or 416. A range of another version, or several at once, is answered with the whole."""
    wanted = request.range if request.headers.get("If-Range", f'"{hash}"') == f'"{hash}"' else None
    if wanted is None:
        return 0, size
    found = wanted.range_for_length(size)
    if found is None:
        response.status_int, response.headers["Content-Range"] = 416, f"bytes */{size}"
        return 0, 0
    response.status_int, response.headers["Content-Range"] = 206, f"bytes {found[0]}-{found[1] - 1}/{size}"
    return found


def nothing(handle):
    handle.close()
    return []

