"""What a file is, by what is in it: never by its name, nor by what the browser says. And how large a picture would become."""

import struct
import zipfile
from typing import NamedTuple

HEAD = 8192
PIXELS_MAX = 80_000_000
SIDE_MAX = 30_000
DIRECTORY_MAX = 2 << 20
IMAGES = ("png", "jpeg", "gif", "webp")


class Kind(NamedTuple):
    word: str
    type: str
    group: str


KINDS = {kind.word: kind for kind in (
    Kind("png", "image/png", "image"), Kind("jpeg", "image/jpeg", "image"), Kind("gif", "image/gif", "image"), Kind("webp", "image/webp", "image"),
    Kind("pdf", "application/pdf", "pdf"),
    Kind("mp3", "audio/mpeg", "audio"), Kind("wav", "audio/wav", "audio"), Kind("ogg", "audio/ogg", "audio"), Kind("m4a", "audio/mp4", "audio"),
    Kind("flac", "audio/flac", "audio"),
    Kind("mp4", "video/mp4", "video"), Kind("mov", "video/quicktime", "video"), Kind("webm", "video/webm", "video"), Kind("avi", "video/x-msvideo", "video"),
    Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document"),
    Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "document"),
    Kind("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "document"),
    Kind("opendocument", "application/vnd.oasis.opendocument", "document"),
    Kind("office", "application/x-ole-storage", "document"), Kind("rtf", "application/rtf", "document"),
    Kind("zip", "application/zip", "archive"), Kind("rar", "application/vnd.rar", "archive"), Kind("7z", "application/x-7z-compressed", "archive"),
    Kind("gz", "application/gzip", "archive"),
    Kind("page", "application/octet-stream", "page"), Kind("text", "text/plain", "text"), Kind("other", "application/octet-stream", "other"),
)}
GROUPS = ("image", "pdf", "document", "text", "audio", "video", "archive", "page", "other")
"""The groups a field may name. `document`: Word, Excel, PowerPoint, OpenDocument and RTF; `page`: HTML and SVG."""
SHOWN = ("image", "pdf", "audio", "video")
"""What a browser may show itself; everything else is a download."""
BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"), (b"%PDF-", "pdf"), (b"ID3", "mp3"),
    (b"fLaC", "flac"), (b"OggS", "ogg"), (b"\x1aE\xdf\xa3", "webm"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"), (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gz"), (b"\xff\xfb", "mp3"), (b"\xff\xf3", "mp3"), (b"\xff\xf2", "mp3"),
)
RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
PACKED = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
PAGES = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body", b"<iframe")


def kind_of(file):
    """The Kind of an open file; it is left at its beginning."""
    file.seek(0)
    head = file.read(HEAD)
    word = _by_beginning(head) or (_packed(file) if head.startswith(b"PK\x03\x04") else _text(head))
    file.seek(0)
    return KINDS[word]


def _by_beginning(head):
    for beginning, word in BEGINNINGS:
        if head.startswith(beginning):
            return word
    if head[:4] == b"RIFF":
        return RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return {b"M4A ": "m4a", b"qt  ": "mov"}.get(head[8:12], "mp4")
    return None


def _packed(file):
    """An office file is a zip; its directory says which. Only names are looked at, nothing is unpacked."""
    try:
        if _directory(file) > DIRECTORY_MAX:
            return "zip"
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()[:2000]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return "zip"
    if "mimetype" in names[:1]:
        return "opendocument"
    return next((word for folder, word in PACKED if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)), "zip")


def _directory(file):
    """How many bytes the directory of a zip has: it is read as a whole, so somebody may have made it huge."""
    end = file.seek(0, 2)
    file.seek(max(0, end - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    return struct.unpack("<I", tail[at + 12:at + 16])[0] if at >= 0 else DIRECTORY_MAX + 1


def _text(head):
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:16].lower().startswith(PAGES) or any(mark in head.lower() for mark in (b"<script", b"<html", b"<svg")):
        return "page"
    if b"\0" in head:
        return "other"
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: len(head) - 4].decode(encoding) if len(head) == HEAD else head.decode(encoding)
            return "text"
        except UnicodeDecodeError as error:
            if len(head) == HEAD and error.start > HEAD - 12:
                return "text"  # a letter cut in two at the end of what was read
    return "other"


def size_of_picture(file, kind):
    """(width, height) as the picture says; None when it cannot be read."""
    file.seek(0)
    head = file.read(64 << 10)
    try:
        size = {"png": _png, "gif": _gif, "jpeg": _jpeg, "webp": _webp}[kind.word](head, file)
    except (struct.error, IndexError, ValueError):
        size = None
    file.seek(0)
    return size if size and min(size) > 0 else None


def is_bomb(size):
    """Whether unpacking a picture of this size would fill the memory of a phone."""
    return max(size) > SIDE_MAX or size[0] * size[1] > PIXELS_MAX


def _png(head, _file):
    return struct.unpack(">II", head[16:24]) if head[12:16] == b"IHDR" else None


def _gif(head, _file):
    return struct.unpack("<HH", head[6:10])


def _webp(head, _file):
    if head[12:16] == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    width, height = struct.unpack("<HH", head[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _jpeg(_head, file):
    """From marker to marker up to the one that says the size; photographs carry a lot before it."""
    at = 2
    for _step in range(500):
        file.seek(at)
        mark = file.read(9)
        if len(mark) < 9 or mark[0] != 0xFF:
            return None
        if 0xC0 <= mark[1] <= 0xCF and mark[1] not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", mark[5:9])
            return width, height
        at += 1 if mark[1] == 0xFF else 2 + struct.unpack(">H", mark[2:4])[0]
    return None
