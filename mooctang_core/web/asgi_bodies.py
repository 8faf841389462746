"""Read a request's body before any thread sees it: small ones in memory, large ones on the disk, with a limit and a deadline."""
import asyncio
import shutil
import sys
import tempfile
from io import BytesIO
from typing import Any, NamedTuple

from mooctang_core.store.errors import FULL

IN_MEMORY = 256 * 1024
AT_ONCE = 1 << 20       # bytes collected before a write to the disk
SLOWEST = 512           # bytes a second, on average, after the first half minute
RESERVE = 256 << 20     # bytes that uploads leave free for the data itself
STRANGERS_MAX = 1 << 20     # for those who show neither a cookie nor a token
FORM_MAX = 2 << 20          # of a form that brings no file: all of it will be in memory at once
FORM = b"application/x-www-form-urlencoded"


class BodyRefused(Exception):
    def __init__(self, status):
        super().__init__(status)
        self.status = status


class Body(NamedTuple):
    file: Any
    length: int


async def read_body(scope, receive, most, idle, spool=None):
    """A Body, or None when the client went away. BodyRefused(413) comes before anything of it is read.

    `spool`: a folder on the disk where the data lies, for bodies too large for the memory.
    """
    headers = dict(scope["headers"])
    announced = _announced(headers)
    if not announced and b"transfer-encoding" not in headers:
        return Body(BytesIO(), 0)
    most = min(most, _most_for(headers))
    if announced is not None and announced > most:
        raise BodyRefused(413)
    if announced and announced > IN_MEMORY and shutil.disk_usage(spool or tempfile.gettempdir()).free < announced + RESERVE:
        raise BodyRefused(507)
    return await _Reading(receive, announced, most, idle, spool).run()


def _most_for(headers):
    if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() == FORM:
        return FORM_MAX
    return STRANGERS_MAX if b"cookie" not in headers and b"authorization" not in headers else sys.maxsize


def _announced(headers):
    value = headers.get(b"content-length")
    if value is None:
        return None
    if not value.isdigit() or len(value) > 15:
        raise BodyRefused(400)
    return int(value)


class _Reading:
    def __init__(self, receive, announced, most, idle, spool=None):
        self.receive, self.announced, self.most, self.idle, self.spool = receive, announced, most, idle, spool
        self.length, self.held, self.file = 0, [], None
        self.loop = asyncio.get_running_loop()
        self.began = self.loop.time()

    async def run(self):
        try:
            while (message := await self._next())["type"] == "http.request":
                self._take(message.get("body", b""))
                if not message.get("more_body"):
                    return await self._finish()
                if sum(map(len, self.held)) >= AT_ONCE or (self.file is None and self.length > IN_MEMORY):
                    await self._write()
        except BaseException:
            self._forget()
            raise
        self._forget()
        return None

    async def _next(self):
        # Each piece in time, and all of them fast enough: a byte now and then is not a body.
        slowest = self.began + self.idle + self.length / SLOWEST
        try:
            async with asyncio.timeout(min(self.idle, max(0.0, slowest - self.loop.time()))):
                return await self.receive()
        except TimeoutError:
            raise BodyRefused(408) from None

    def _take(self, piece):
        self.length += len(piece)
        if self.length > self.most:
            raise BodyRefused(413)
        self.held.append(piece)

    async def _write(self):
        data, self.held = b"".join(self.held), []
        if self.file is None:
            self.file = tempfile.TemporaryFile(prefix="mooctang-body-", dir=self.spool)
        await self._in_thread(self.file.write, data)

    async def _in_thread(self, function, *args):
        try:
            await self.loop.run_in_executor(None, function, *args)
        except OSError as error:
            raise BodyRefused(507 if error.errno in FULL else 500) from error

    async def _finish(self):
        if self.announced is not None and self.length != self.announced:
            raise BodyRefused(400)
        if self.file is None:
            return Body(BytesIO(b"".join(self.held)), self.length)
        await self._write()
        await self._in_thread(self.file.flush)
        return Body(self.file, self.length)

    def _forget(self):
        if self.file is not None:
            self.file.close()
