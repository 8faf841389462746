"""A portrait as people bring it in: a picture of modest size, without the place and the camera that phones write into it."""

import hashlib
import struct
from io import BytesIO

from ..activity import Refused
from ..filekinds import is_bomb, kind_of, size_of_picture
from ..model.pictures import Picture
from ..words import translator

_ = translator("mooctang_core")
MOST_MB = 2
TURNED = 0x0112
KEPT_OF_PNG = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA")
UNREADABLE = _("这张图片打不开，可能没有保存完整。请换一张。")


def portrait(data):
    """A Picture of these bytes, or Refused in words."""
    if len(data) > MOST_MB << 20:
        raise Refused(_("图片超过了 ${n} MB。请换一张小一点的。", n=MOST_MB))
    kind, strip = kind_of(BytesIO(data)), None
    strip = {"jpeg": _jpeg, "png": _png, "webp": _webp}.get(kind.word)
    if strip is None:
        raise Refused(_("头像要用 JPEG、PNG 或 WebP 图片。"))
    size = size_of_picture(BytesIO(data), kind)
    if size is None or is_bomb(size):
        raise Refused(UNREADABLE)
    try:
        bare = strip(data)
    except (struct.error, IndexError, ValueError):
        raise Refused(UNREADABLE) from None
    return Picture(kind.type, bare, hashlib.sha256(bare).hexdigest()[:32])


def _jpeg(data):
    """Without EXIF and comments; which way up the phone was held is kept."""
    out, at, turned = [data[:2]], 2, 1
    while data[at] == 0xFF and data[at + 1] != 0xDA:
        length = struct.unpack(">H", data[at + 2:at + 4])[0]
        marker, body = data[at + 1], data[at + 4:at + 2 + length]
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            turned = _which_way(body[6:]) or turned
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            out.append(data[at:at + 2 + length])
        at += 2 + length
    if turned != 1:
        exif = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, TURNED, 3, 1, turned, 0, 0)
        out.insert(1, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return b"".join([*out, data[at:]])


def _which_way(tiff):
    """The orientation that an EXIF block names; None when it names none."""
    order = ">" if tiff[:2] == b"MM" else "<"
    start = struct.unpack(order + "I", tiff[4:8])[0]
    for number in range(min(struct.unpack(order + "H", tiff[start:start + 2])[0], 100)):
        entry = tiff[start + 2 + 12 * number:start + 14 + 12 * number]
        tag, _type, _count, value = struct.unpack(order + "HHIH", entry[:10])
        if tag == TURNED and 1 <= value <= 8:
            return value
    return None


def _png(data):
    out, at = [data[:8]], 8
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at:at + 8])
        if name in KEPT_OF_PNG:
            out.append(data[at:at + 12 + length])
        at += 12 + length
    return b"".join(out)


def _webp(data):
    out, at = [], 12
    while at + 8 <= len(data):
        name, length = struct.unpack("<4sI", data[at:at + 8])
        whole = 8 + length + length % 2
        if name == b"VP8X":
            # It says that there are EXIF and XMP parts; there are none any more.
            out.append(data[at:at + 8] + bytes([data[at + 8] & ~0x0C]) + data[at + 9:at + whole])
        elif name not in (b"EXIF", b"XMP "):
            out.append(data[at:at + whole])
        at += whole
    body = b"WEBP" + b"".join(out)
    return b"RIFF" + struct.pack("<I", len(body)) + body
