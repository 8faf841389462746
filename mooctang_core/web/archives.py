"""Many files as one zip, made while it is sent: nothing of it lies in memory or on the disk."""

import zipfile
from typing import Any, NamedTuple

from pyramid.response import Response

from ..store import files
from .downloads import named

PIECE = 1 << 18
AGES_AGO = (1980, 1, 1, 0, 0, 0)


class Entry(NamedTuple):
    """One file of a zip: its name inside, and a kept file (plain data), bytes, or a function that opens a file."""

    name: str
    content: Any


class Sink:
    """What a zip is written to, a little at a time: it cannot go back, and gives away what it has."""

    def __init__(self):
        self.held, self.at = [], 0

    def write(self, data):
        self.held.append(bytes(data))
        self.at += len(data)
        return len(data)

    def tell(self):
        return self.at

    def flush(self):
        pass

    def seekable(self):
        return False

    def take(self):
        data, self.held = b"".join(self.held), []
        return data


def zip_download(request, entries, name):
    """A download of these entries as a zip. Two of one name are told apart; a file that is gone is left out."""
    sources = [(inside, _source(request, entry.content)) for inside, entry in zip(apart([entry.name for entry in entries]), entries, strict=True)]
    response = Response(content_type="application/zip", app_iter=_pieces([pair for pair in sources if pair[1] is not None]))
    response.content_length = None
    response.headers["Content-Disposition"] = named(name)
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


def _source(request, content):
    """Bytes, or a function that opens the file: thousands are not held open at once."""
    if isinstance(content, bytes) or callable(content):
        return content
    try:
        return files.opener(request.school, content["hash"])
    except KeyError:
        return None


def _pieces(sources):
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, source in sources:
            with archive.open(zipfile.ZipInfo(name, AGES_AGO), "w", force_zip64=True) as target:
                for piece in ([source] if isinstance(source, bytes) else _read(source)):
                    target.write(piece)
                    if sink.held:
                        yield sink.take()
            yield sink.take()
    yield sink.take()


def _read(opener):
    with opener() as handle:
        yield from iter(lambda: handle.read(PIECE), b"")


def apart(names):
    """The same names, where two are one with a number before the ending; no name leaves the folder it is unpacked in."""
    seen: set = set()
    for name in names:
        name = "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))
        stem, dot, ending = name.rpartition(".") if "." in name.rpartition("/")[2] else (name, "", "")
        number, made = 1, name
        while made in seen:
            number += 1
            made = f"{stem} ({number}){dot}{ending}"
        seen.add(made)
        yield made
