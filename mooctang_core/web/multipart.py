"""A multipart form, read without taking it into memory: a file stays where the body lies, and is read from there in pieces."""

import io
import re
from typing import Any, NamedTuple

import colander
from webob.multidict import MultiDict

from ..activity import Refused

PIECE = 1 << 20
HEAD_MAX = 16 << 10
"""Bytes that the lines before a part may have."""
PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))')
ESCAPED = re.compile(r'\\(["\\])')


class TooMuchText(ValueError):
    """What stands in the form beside its files would fill the memory."""


class Window(io.RawIOBase):
    """A part of a larger file as a file of its own."""

    def __init__(self, base, start, length):
        self.base, self.start, self.length, self.at = base, start, length, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.length}[whence]
        self.at = max(0, origin + offset)
        return self.at

    def tell(self):
        return self.at

    def readinto(self, target):
        data = self._next(len(target))
        target[: len(data)] = data
        return len(data)

    def read(self, size=-1):
        return self._next(self.length if size is None or size < 0 else size)

    def _next(self, size):
        self.base.seek(self.start + self.at)
        data = self.base.read(max(0, min(size, self.length - self.at)))
        self.at += len(data)
        return data


class Upload:
    """A file that somebody sends: its name as they say it, how long it is, and the bytes to read."""

    def __init__(self, name, filename, kind, window):
        self.name, self.filename, self.type, self.file = name, filename, kind, window
        self.size = window.length
        self.taker = self.kept = None

    def take(self, node, types=(), limit_mb=None):
        """Have the school keep it, once; what is wrong with it is said at the field."""
        try:
            self.kept = self.kept or self.taker(self, types, limit_mb)
        except Refused as refusal:
            raise colander.Invalid(node, refusal.message) from None
        return self.kept

    def __str__(self):
        return self.filename


class Part(NamedTuple):
    name: str
    filename: str | None
    kind: str
    start: int
    end: int


def read_form(file, content_type, text_max, parts_max):
    """The fields of a multipart body in order, as webob hands them out. ValueError when it is none."""
    boundary = parameters(content_type).get("boundary", "")
    if not boundary:
        raise ValueError("a form without a boundary")
    fields, text = MultiDict(), 0
    for part in parts(file, boundary.encode("latin-1"), parts_max):
        if part.filename is None:
            text += part.end - part.start
            if text > text_max:
                raise TooMuchText
            fields.add(part.name, Window(file, part.start, part.end - part.start).read().decode("utf-8"))
        elif part.filename or part.end > part.start:
            fields.add(part.name, Upload(part.name, part.filename, part.kind, Window(file, part.start, part.end - part.start)))
    return fields


def parts(file, boundary, most):
    """Where each part begins and ends. What follows the last boundary, or comes before the first, is nobody's."""
    line = b"--" + boundary
    at = find(file, line, 0)
    for _number in range(most + 1):
        if at is None:
            raise ValueError("the form breaks off")
        at += len(line)
        if _bytes(file, at, 2) == b"--":
            return
        start, head = _head(file, at)
        end = find(file, b"\r\n" + line, start)
        if end is None:
            raise ValueError("the form breaks off")
        yield _part(head, start, end)
        at = end + 2
    raise ValueError("a form of too many parts")


def _head(file, at):
    """(where the content begins, the lines before it)"""
    head = _bytes(file, at, HEAD_MAX)
    begin, end = head.find(b"\r\n"), head.find(b"\r\n\r\n")
    if end < 0 or head[:begin].strip():
        raise ValueError("a part without a head")
    return at + end + 4, head[begin:end].decode("utf-8")


def _part(head, start, end):
    lines = dict(line.split(":", 1) for line in head.lower().splitlines() if ":" in line)
    said = next((line for line in head.splitlines() if line.lower().startswith("content-disposition:")), "")
    facts = parameters(said)
    if "name" not in facts:
        raise ValueError("a part without a name")
    return Part(facts["name"], facts.get("filename"), lines.get("content-type", "").strip(), start, end)


def parameters(line):
    """The named values of a header line. A browser writes a quotation mark in a name as %22 and a line's end as %0D %0A."""
    found = {name.lower(): ESCAPED.sub(r"\1", quoted) or bare for name, quoted, bare in PARAMETER.findall(line)}
    for name in ("name", "filename"):
        if name in found:
            found[name] = found[name].replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
    return found


def find(file, wanted: bytes, start) -> Any:
    """Where some bytes stand in a file, from a place on; None when they do not."""
    file.seek(start)
    held, base = b"", start
    while piece := file.read(PIECE):
        held += piece
        at = held.find(wanted)
        if at >= 0:
            return base + at
        keep = min(len(held), len(wanted) - 1)
        base += len(held) - keep
        held = held[len(held) - keep:] if keep else b""
    return None


def _bytes(file, at, size):
    file.seek(at)
    return file.read(size)
