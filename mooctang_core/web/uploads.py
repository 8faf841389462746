"""Files that people bring in: looked at, written to the disk and hashed, and kept by the school, before anything names them.

A kept file is plain data, {"hash", "name", "type", "size"}. A form that is drawn again carries a word for it that only we can
write, and that only those read who may see the file: so nobody names a file that is not theirs.
"""

import json
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import partial
from typing import Any

from transaction import TransactionManager
from transaction.interfaces import TransientError

from ..activity import Refused
from ..filekinds import is_bomb, kind_of, size_of_picture
from ..identity.secret import sign, signed
from ..store import files
from ..words import translator
from .multipart import Upload, Window

_ = translator("mooctang_core")
ATTEMPTS = 6
NAME_MAX = 100
GROUP_NAMES = {
    "image": _("图片（PNG、JPEG、GIF、WebP）"), "pdf": "PDF", "document": _("Word、Excel、PowerPoint 文件"), "text": _("文本文件"), "audio": _("音频"),
    "video": _("视频"), "archive": _("压缩包"), "page": _("网页文件"), "other": _("其他文件"),
}


def take_file(request, upload, types=(), limit_mb=None):
    """Keep one uploaded file and return it as plain data; Refused says what is wrong with it. An Upload comes from `request.POST`."""
    if not isinstance(upload, Upload):
        raise Refused(_("没有收到文件，请重新选择。"))
    name, limit = clean_name(upload.filename), min(limit_mb or request.registry.settings_.upload_mb, request.registry.settings_.upload_mb)
    if upload.size == 0:
        raise Refused(_("“${name}”是空的，没有内容。请检查后重新选择。", name=name))
    if upload.size > limit << 20:
        raise Refused(_("“${name}”有 ${size}，超过了 ${limit} MB 的上限。请压缩或分开后再交。", name=name, size=size_word(upload.size), limit=limit))
    kind = _checked(request, upload, name, types)
    return {"hash": _keep(request, upload), "name": name, "type": kind.type, "size": upload.size}


def as_upload(file, name, size):
    """A file on the disk, open for reading, as if a form had brought it: for whoever collected it in pieces."""
    return Upload("file", name, "", Window(file, 0, size))


def _checked(request, upload, name, types):
    kind = kind_of(upload.file)
    if types and kind.group not in types:
        wanted = "、".join(request.translate(GROUP_NAMES[group]) for group in types)
        raise Refused(_("“${name}”的内容不是这里收的类型。这里只收：${kinds}。", name=name, kinds=wanted))
    if kind.group == "image":
        _check_picture(upload, name, kind)
    return kind


def _check_picture(upload, name, kind):
    size = size_of_picture(upload.file, kind)
    if size is None:
        raise Refused(_("图片“${name}”打不开，可能没有保存完整。请重新选择。", name=name))
    if is_bomb(size):
        raise Refused(_("图片“${name}”有 ${width} × ${height} 个像素，太大了。请缩小后再交。", name=name, width=size[0], height=size[1]))


def _keep(request, upload):
    """Into the school, in a transaction of its own: whatever names the file is written after it is safe."""
    database = request.alliance.schools[request.school.slug]
    folder = files.spool_folder(request.school)
    for attempt in range(ATTEMPTS):
        try:
            return _keep_once(request, database, files.spool(upload.file, folder))
        except TransientError:
            if attempt == ATTEMPTS - 1:
                raise
    return None


def _keep_once(request, database, spooled):
    manager = TransactionManager(explicit=True)
    manager.begin()
    connection = request.registry.store.connection(database, manager)
    try:
        hash = files.keep_spooled(connection.root()["schools"][request.school.slug], spooled)
        manager.commit()
        return hash
    except BaseException:
        manager.abort()
        raise
    finally:
        connection.close()


# Names -----------------------------------------------------------------------------------------------------------------------

def clean_name(name):
    """A file's name as it may be shown and saved: no folders, no control or hidden marks, not too long, its ending kept."""
    name = unicodedata.normalize("NFC", str(name).replace("\\", "/").rpartition("/")[2])
    name = "".join("_" if mark in ':*?"<>|' else mark for mark in name if unicodedata.category(mark)[0] != "C")
    name = " ".join(name.split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if dot and stem and len(ending) <= 10:
        return f"{stem[:NAME_MAX - len(ending) - 1].strip()}.{ending}"
    return name[:NAME_MAX].strip() or "file"


def size_word(size):
    """A size as people read it: 840 KB, 2.3 MB. Rounded up, so that one byte too many is not the limit itself."""
    if size < 1024:
        return f"{size} B"
    unit, one = ("KB", 1 << 10) if size < 1 << 20 else ("MB", 1 << 20)
    tenths = -(-size * 10 // one)
    return f"{tenths / 10:.1f} {unit}".replace(".0 ", " ")


# Words for files that are kept already -----------------------------------------------------------------------------------------

class FileWords:
    """A word by which a form may name a file that is kept already: written by us for whoever may see the file, read in the same school only."""

    def __init__(self, secret):
        self.secret = secret

    def word(self, slug, file):
        body = urlsafe_b64encode(json.dumps([file["hash"], file["name"], file["type"], file["size"]], ensure_ascii=False).encode()).decode()
        return f"{body}.{sign(self.secret, 'file', slug, body)}"

    def file(self, slug, word) -> Any:
        """The file that a word of ours names; None for anything else."""
        body, _dot, signature = word.rpartition(".")
        if not body or not signed(self.secret, signature, "file", slug, body):
            return None
        hash, name, kind, size = json.loads(urlsafe_b64decode(body.encode()))
        return {"hash": hash, "name": name, "type": kind, "size": size}


def bind(request, uploads):
    """Have each upload able to take itself, into the school of this request."""
    for upload in uploads:
        if isinstance(upload, Upload):
            upload.taker = partial(take_file, request)


def brings_files(request):
    return any(isinstance(value, Upload) for value in request.POST.values())


def furnish(registry):
    registry.host.file_words = FileWords(registry.secret)
