"""What cannot be read is refused before anybody looks at it: broken addresses and forms, forms without end, files nobody asked for."""

from pyramid.response import Response

from ..activity import Refused
from ..words import translator
from .multipart import TooMuchText, Upload, read_form
from .uploads import bind

_ = translator("mooctang_core")

FORM_MAX = 2 << 20
"""Bytes of a form that brings no file: all of it is in memory at once."""
FIELDS_MAX = 5_000
DEPTH_MAX = 20
ALWAYS_TEXT = ("csrf_token", "idem", "back", "begun", "seen_", "title_", "kind", "person", "number", "later", "quick", "__formid__", "_charset_")
"""What every form of ours carries beside its own fields."""
FORMS = ("", "application/x-www-form-urlencoded")


def tween(handler, registry):
    """A browser writes none of these; one plain line is enough for whoever did."""

    def read(request):
        status = status_of(request)
        if status:
            return Response("This request cannot be read.\n", status=status, content_type="text/plain", charset="utf-8")
        return handler(request)

    return read


def status_of(request):
    """400 for what is no text, 413 for what is too long to be a form, None for what can be read."""
    try:
        _read = request.path_info, request.GET
        return form_status(request)
    except TooMuchText:
        return 413
    except Exception:  # the parsers below raise nearly everything, from UnicodeError to DeprecationWarning
        return 400


def form_status(request):
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    if request.content_type in FORMS:
        if (request.content_length or 0) > FORM_MAX:
            return 413
        if request.body.count(b"&") > FIELDS_MAX:
            return 400
    elif request.content_type == "multipart/form-data":
        take_apart(request)
    return 400 if depth_of(request.POST) > DEPTH_MAX else None


def depth_of(fields):
    """How deep a form's groups stand in one another; they are read by a function that calls itself."""
    depth = deepest = 0
    for name in fields:
        depth += {"__start__": 1, "__end__": -1}.get(name, 0)
        deepest = max(deepest, depth)
    return deepest


def take_apart(request):
    """Put the fields of a multipart form where the request looks for them: its files stay in the body, on the disk if it is large."""
    request.make_body_seekable()
    fields = read_form(request.body_file_raw, request.headers["Content-Type"], FORM_MAX, FIELDS_MAX)
    bind(request, fields.values())
    request.environ["webob._parsed_post_vars"] = (fields, request.body_file_raw)


def texts_only(view, info):
    """No view is handed a file where it expects a text, unless it says `uploads=True`; and nobody keeps a NUL."""
    if info.exception_only:
        return view
    uploads = info.options.get("uploads")

    def asked(context, request):
        for name, value in request.POST.items():
            if isinstance(value, Upload) and (not uploads or name in ALWAYS_TEXT):
                raise Refused(_("这里不能交文件。没有保存任何内容。"))
            if isinstance(value, str) and "\0" in value:
                raise Refused(_("内容里有不能使用的字符。没有保存任何内容。"))
        return view(context, request)

    return asked


texts_only.options = ("uploads",)


def includeme(config):
    config.add_view_deriver(texts_only, name="texts_only", under="csrf_view")
    config.add_tween("mooctang_core.web.reading.tween")
