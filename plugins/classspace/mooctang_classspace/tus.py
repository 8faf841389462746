"""Resumable uploads, tus 1.0 core: made with POST, continued with PATCH from the place that HEAD tells.

The pieces lie in one file under `uploads/` of the home; its length is how far it came, so a server that died loses nothing that it
acknowledged. Whose it is and what it is called lies in scratch, for a day.
"""

import base64
import binascii
import fcntl
import os
import re
import shutil
import time
from contextlib import contextmanager
from secrets import token_hex

from mooctang_core.api import VIEW, Classroom, Refused, Response, as_upload, path_of, take_file, translator, view_config, view_defaults

from . import rules
from .people import belongs

_ = translator("mooctang_classspace")
SPACE, DAY_S = "classspace-upload", 86_400
VERSION, KIND = "1.0.0", "application/offset+octet-stream"
WORD = re.compile(r"[0-9a-f]{32}\Z")
OPEN_MOST = 10
RESERVE = 512 << 20     # bytes that uploads leave free for the data itself
PIECE = 1 << 18


def limit_mb(request):
    return min(rules.FILE_MB, request.registry.settings_.upload_mb)


def folder(request):
    place = request.registry.settings_.home / "uploads"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def part_of(request, word):
    return folder(request) / f"{word}.part"


def known(request, room, word):
    """What is noted about an upload of this very person in this very classroom; None for anybody else's."""
    facts = request.registry.store.scratch.get(SPACE, f"{request.aid}|{word}") if WORD.match(word or "") else None
    return facts if facts and facts["place"] == place_of(request, room) else None


def note(request, word, facts):
    request.registry.store.scratch.put(SPACE, f"{request.aid}|{word}", facts, ttl=DAY_S)


def place_of(request, room):
    return f"{request.school.slug}{path_of(room)}"


def taken(request, room, word):
    """The finished upload as a kept file: the same one again when the same message is sent again."""
    facts = known(request, room, word)
    if facts is None:
        raise Refused(_("这个文件已经过期，请重新选择。"))
    if "file" in facts:
        return facts["file"]
    part = part_of(request, word)
    if not part.exists() or part.stat().st_size != facts["length"]:
        raise Refused(_("文件还没有传完，请等它传完再发。"))
    with part.open("rb") as whole:
        file = take_file(request, as_upload(whole, facts["name"], facts["length"]), limit_mb=rules.FILE_MB)
    note(request, word, {**facts, "file": file})
    part.unlink(missing_ok=True)
    return file


def sweep(place):
    """Forget what nobody finished within a day."""
    for part in place.glob("*.part"):
        try:
            if part.stat().st_mtime < time.time() - DAY_S:
                part.unlink()
        except FileNotFoundError:
            continue


@view_defaults(context=Classroom, name="space-upload", permission=VIEW)
class Uploading:
    """The four requests of the protocol."""

    def __init__(self, room, request):
        self.room, self.request = room, request
        self.word = request.subpath[0] if len(request.subpath) == 1 else ""

    @view_config(request_method="POST")
    def make(self):
        request = self.request
        length = request.headers.get("Upload-Length", "")
        if request.subpath or not belongs(self.room, request.aid):
            return answer(404)
        if request.headers.get("Tus-Resumable") != VERSION:
            return answer(412, {"Tus-Version": VERSION})
        if not (length.isascii() and length.isdigit() and len(length) < 15):
            return answer(400)
        if int(length) > limit_mb(request) << 20:
            return answer(413)
        return self._made(int(length))

    def _made(self, length):
        request, place = self.request, folder(self.request)
        sweep(place)
        mine = [one for one in request.registry.store.scratch.items(SPACE, f"{request.aid}|") if "file" not in one[1]]
        if len(mine) >= OPEN_MOST:
            self._forget(mine)
        if shutil.disk_usage(place).free < length + RESERVE:
            return answer(507)
        word = token_hex(16)
        part_of(request, word).touch(mode=0o600)
        note(request, word, {"place": place_of(request, self.room), "length": length, "name": name_in(request.headers.get("Upload-Metadata", ""))})
        return answer(201, {"Location": request.resource_path(self.room, "space-upload", word)})

    def _forget(self, mine):
        """The oldest unfinished one makes room: somebody who begins an eleventh has given it up."""
        def begun(one):
            part = part_of(self.request, one[0].rpartition("|")[2])
            return part.stat().st_mtime if part.exists() else 0

        word = min(mine, key=begun)[0].rpartition("|")[2]
        self.request.registry.store.scratch.delete(SPACE, f"{self.request.aid}|{word}")
        part_of(self.request, word).unlink(missing_ok=True)

    @view_config(request_method="GET")
    def ask(self):
        """HEAD: how far it came."""
        facts = known(self.request, self.room, self.word)
        part = part_of(self.request, self.word) if facts else None
        if facts is None or not ("file" in facts or part.exists()):
            return answer(404)
        offset = facts["length"] if "file" in facts else part.stat().st_size
        return answer(200, {"Upload-Offset": str(offset), "Upload-Length": str(facts["length"])})

    @view_config(request_method="PATCH")
    def go_on(self):
        request, facts = self.request, known(self.request, self.room, self.word)
        if facts is None or "file" in facts or not part_of(request, self.word).exists():
            return answer(404)
        if request.content_type != KIND:
            return answer(415)
        with alone(part_of(request, self.word)) as part:
            return answer(423) if part is None else self._append(part, facts)

    def _append(self, part, facts):
        request, offset = self.request, os.fstat(part.fileno()).st_size
        if request.headers.get("Upload-Offset") != str(offset):
            return answer(409, {"Upload-Offset": str(offset)})
        if offset + (request.content_length or 0) > facts["length"]:
            return answer(413)
        left = facts["length"] - offset
        while left and (piece := request.body_file.read(min(PIECE, left))):
            part.write(piece)
            left -= len(piece)
        part.flush()
        os.fsync(part.fileno())
        return answer(204, {"Upload-Offset": str(facts["length"] - left)})

    @view_config(request_method="DELETE")
    def give_up(self):
        if known(self.request, self.room, self.word) is None:
            return answer(404)
        self.request.registry.store.scratch.delete(SPACE, f"{self.request.aid}|{self.word}")
        part_of(self.request, self.word).unlink(missing_ok=True)
        return answer(204)


@contextmanager
def alone(path):
    """The file to append to, while nobody else does; None when somebody does."""
    with path.open("ab") as part:
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield part


def name_in(metadata):
    """The file's name in the header of the protocol: pairs of a word and base64."""
    for pair in metadata[:4000].split(","):
        word, _space, value = pair.strip().partition(" ")
        if word == "filename":
            try:
                return base64.b64decode(value, validate=True).decode("utf-8")[:300]
            except (binascii.Error, ValueError):
                return "file"
    return "file"


def answer(status, headers=None):
    response = Response(status=status)
    response.headers.update({"Tus-Resumable": VERSION, "Cache-Control": "no-store", **(headers or {})})
    return response
