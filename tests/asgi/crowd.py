"""Two thousand open pages in one loop: each notes when it was told what."""
import asyncio
import time


class Listener(asyncio.Protocol):
    """One open page, as cheap as it can be."""

    def __init__(self, crowd, aid):
        self.crowd, self.aid = crowd, aid
        self.status = None
        self.told, self.ended, self.tail = 0, False, b""

    def connection_made(self, transport):
        self.transport = transport
        transport.write(f"GET {self.crowd.path}aid={self.aid} HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n{self.crowd.more}\r\n".encode())

    def data_received(self, data):
        if self.status is None:
            self.status = int(data.split(b" ", 2)[1])
            self.crowd.answered += 1
        now = time.time()
        text = self.tail + data
        self.tail = data[-len(self.crowd.word):]
        if self.crowd.word in text:
            self.told += 1
            self.crowd.times.append(now)

    def connection_lost(self, error):
        self.ended = True
        self.crowd.ended += 1


class Crowd:
    """Open many streams; `hear` the next event that holds a word."""

    def __init__(self, port, number, path="/stream?", more=""):
        self.port, self.number, self.path, self.more = port, number, path, more
        self.answered = self.ended = 0
        self.word, self.times, self.pages = b"event: patch", [], []

    async def open(self, seconds=15):
        loop = asyncio.get_running_loop()

        async def one(aid):
            _, page = await loop.create_connection(lambda: Listener(self, aid), "127.0.0.1", self.port)
            self.pages.append(page)

        for start in range(0, self.number, 100):
            await asyncio.gather(*(one(f"s{n}") for n in range(start, min(start + 100, self.number))))
        await self.until(lambda: self.answered >= self.number, seconds)
        return self

    async def hear(self, word, cause, seconds=10):
        """Seconds after `cause()` at which each page had heard the word, sorted."""
        self.word, self.times = word, []
        for page in self.pages:
            page.tail = b""
        started = time.time()
        await cause()
        await self.until(lambda: len(self.times) >= self.number, seconds)
        return sorted(at - started for at in self.times)

    async def until(self, condition, seconds):
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"{self.answered} answered, {len(self.times)} told, {self.ended} ended"
            await asyncio.sleep(0.01)

    def leave(self):
        for page in self.pages:
            page.transport.abort()


async def ask(port, path):
    """The body of a GET, without a thread."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        data = await reader.read()
    finally:
        writer.close()
    return data.partition(b"\r\n\r\n")[2].decode()
