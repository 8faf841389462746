"""Files that people take away: always a download, never shown in the page."""

from urllib.parse import quote

from pyramid.response import Response

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Pieces:
    """A file in pieces, closed when it was sent or the reader went away."""

    def __init__(self, file):
        self.file = file

    def __iter__(self):
        return iter(lambda: self.file.read(65536), b"")

    def close(self):
        self.file.close()


def named(name):
    """The header that has a browser save something under a name, which may be Chinese."""
    safe = "".join("_" if char in '\\/:*?"<>|\r\n\0' else char for char in name)[:120]
    return f"attachment; filename*=UTF-8''{quote(safe)}"


def download(request, data, name):
    """A download with a name that may be Chinese."""
    response = Response(content_type=KINDS.get(name.rpartition(".")[2], "application/octet-stream"))
    if isinstance(data, bytes):
        response.body = data
    else:
        data.seek(0)
        response.app_iter = Pieces(data)
    response.headers["Content-Disposition"] = named(name)
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
