"""A client as cheap as it can be: keep-alive connections that send ready bytes, and open pages that listen."""

import asyncio
import re
import time
from typing import NamedTuple

LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
CHUNKED = re.compile(rb"(?i)\r\ntransfer-encoding: *chunked")


class Answer(NamedTuple):
    status: int
    head: bytes
    body: bytes

    def header(self, name):
        found = re.search(rb"(?i)\r\n" + name.encode() + rb": *([^\r]*)", self.head)
        return found.group(1).decode("latin-1") if found else None


class Sample(NamedTuple):
    """One request as it was answered; status 0 when the connection broke before."""

    job: object
    status: int
    seconds: float
    at: float
    answer: Answer | None


class Line(asyncio.Protocol):
    """One keep-alive connection, one request at a time."""

    def __init__(self):
        self.transport = self.waiting = None
        self.data = b""
        self.open = True

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.data += data
        answer = self._answer()
        if answer is not None and self.waiting is not None and not self.waiting.done():
            self.data = b""
            self.waiting.set_result(answer)

    def connection_lost(self, error):
        self.open = False
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_exception(ConnectionResetError("the server hung up"))

    def _answer(self):
        end = self.data.find(b"\r\n\r\n")
        if end < 0:
            return None
        head, body = self.data[:end + 2], self.data[end + 4:]
        length = LENGTH.search(head)
        if length is not None:
            return Answer(int(head[9:12]), head, body) if len(body) >= int(length.group(1)) else None
        if CHUNKED.search(head):
            return Answer(int(head[9:12]), head, unchunked(body)) if body.endswith(b"0\r\n\r\n") else None
        return Answer(int(head[9:12]), head, body)  # 204 and 304 have no body

    async def send(self, data):
        self.waiting = asyncio.get_running_loop().create_future()
        self.transport.write(data)
        return await self.waiting

    def close(self):
        self.transport.abort()


def unchunked(data):
    pieces = []
    while data:
        size, _, data = data.partition(b"\r\n")
        pieces.append(data[:int(size, 16)])
        data = data[int(size, 16) + 2:]
    return b"".join(pieces)


async def connect(port):
    return (await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", port))[1]


class Caller:
    """A line that is opened again when it broke."""

    def __init__(self, port):
        self.port, self.line = port, None

    async def ask(self, data, seconds=60):
        if self.line is None or not self.line.open:
            self.line = await connect(self.port)
        try:
            async with asyncio.timeout(seconds):
                return await self.line.send(data)
        except TimeoutError:
            self.close()
            raise

    async def sample(self, job, data):
        started = time.perf_counter()
        try:
            answer = await self.ask(data)
        except (OSError, TimeoutError):
            answer = None
        now = time.perf_counter()
        return Sample(job, answer.status if answer else 0, now - started, now, answer)

    def close(self):
        if self.line is not None:
            self.line.close()
            self.line = None


async def closed_loop(port, jobs, connections, keep=False):
    """Send every (job, bytes) over so many connections, the next one as soon as one is answered; a Sample for each."""
    jobs, samples = iter(jobs), []

    async def work():
        caller = Caller(port)
        for job, data in jobs:
            found = await caller.sample(job, data)
            samples.append(found if keep else found._replace(answer=None))
        caller.close()

    await asyncio.gather(*(work() for _ in range(connections)))
    return samples


def request(method, path, host, cookie="", body=None, more=""):
    """The bytes of one request; `body` a dict of form fields or bytes."""
    from urllib.parse import urlencode

    head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n" + (f"Cookie: {cookie}\r\n" if cookie else "") + more
    if body is None:
        return f"{head}\r\n".encode()
    if isinstance(body, dict):
        body = urlencode(body).encode()
        head += "Content-Type: application/x-www-form-urlencoded\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


class Page(asyncio.Protocol):
    """One open live page: `hear(page, event, now)` for each event, as bytes."""

    def __init__(self, data, who, hear):
        self.request, self.who, self.hear = data, who, hear
        self.status, self.rest, self.told, self.ended = None, b"", 0, False

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data):
        now = time.perf_counter()
        if self.status is None:
            self.status = int(data[9:12])
        self.rest += data
        while b"\n\n" in self.rest:
            event, _, self.rest = self.rest.partition(b"\n\n")
            if b"event: patch" in event:
                self.told += 1
                self.hear(self, event, now)

    def connection_lost(self, error):
        self.ended = True

    @property
    def refused(self):
        return self.ended or self.status not in (None, 200)


async def open_pages(port, requests, hear, seconds=60):
    """Open pages for [(who, bytes)], a hundred at a time, and wait until each has heard something or one was refused."""
    loop, pages = asyncio.get_running_loop(), []

    async def one(who, data):
        pages.append((await loop.create_connection(lambda: Page(data, who, hear), "127.0.0.1", port))[1])

    for start in range(0, len(requests), 100):
        await asyncio.gather(*(one(*pair) for pair in requests[start:start + 100]))
    await until(lambda: all(page.told for page in pages) or any(page.refused for page in pages), seconds)
    refused = [page.status for page in pages if page.refused]
    if refused or not all(page.told for page in pages):
        raise RuntimeError(f"{len(refused)} of {len(pages)} live pages were refused ({refused[:3]}), {sum(not p.told for p in pages)} heard nothing.")
    return pages


def leave(pages):
    for page in pages:
        page.transport.abort()


async def until(condition, seconds):
    """Whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True


async def probe(port, data, stop, every=0.05):
    """Ask for one page again and again until `stop` is set; the Samples."""
    caller, samples = Caller(port), []
    while not stop.is_set():
        samples.append(await caller.sample(None, data))
        await asyncio.sleep(every)
    caller.close()
    return samples


def run(story):
    """Run a coroutine on the fastest loop there is."""
    import uvloop

    async def whole():
        try:
            return await story
        finally:
            await asyncio.sleep(0.05)  # what was hung up is closed before the loop is

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(whole())
