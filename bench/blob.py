"""A file of 500 MB up and a range of 10 MB down: the server's memory meanwhile, and the time against a bare copy loop."""

import asyncio
import hashlib
import os
import time

from .client import Caller, run
from .figures import ms
from .ground import Ground, request
from .servers import Server
from .stores import places

PIECE = 1 << 18
RANGE = 10 << 20


def main(options):
    with places(options.store, options.workers) as spots:
        place = Ground(students=2, **spots.settings())
        url = place.open("tally")
        person = place.sign_in("s1")[0]
        place.close()
        file = spots.root / "film"
        write(file, options.mb)
        bare = copied(file, spots.root / "copy")
        with Server(place.over) as server:
            figures = run(story(server, url, person, file, options.mb))
    return {"mb": options.mb, **figures, "bare_s": round(bare, 2), "ratio": round(bare / figures["up_s"], 2)}


def write(file, mb):
    block = os.urandom(1 << 20)
    with file.open("wb") as out:
        for number in range(mb):
            out.write(number.to_bytes(8, "big") + block[8:])


def copied(file, target):
    """Read, hash, write, and have it on the disk: the least that keeping a file can be."""
    started, digest = time.perf_counter(), hashlib.sha256()
    with file.open("rb") as source, target.open("wb") as out:
        while piece := source.read(PIECE):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return time.perf_counter() - started


async def story(server, url, person, file, mb):
    await warm(server, person, url)
    before, watch = server.memory_mb(), Watch(server)
    watching = asyncio.ensure_future(watch.run())
    started = time.perf_counter()
    word = await upload(server.port, person, url, file, mb << 20)
    up = time.perf_counter() - started
    most_up, watch.most = watch.most, server.memory_mb()
    caller, started = Caller(server.port), time.perf_counter()
    middle = (mb << 20) // 2
    length = min(RANGE, middle)
    part = await caller.ask(person.get(f"{url}/file?hash={word}", f"Range: bytes={middle}-{middle + length - 1}\r\n"))
    down = time.perf_counter() - started
    watching.cancel()
    with file.open("rb") as source:
        source.seek(middle)
        same = part.status == 206 and part.body == source.read(length)
    return {"up_s": round(up, 2), "up_memory_mb": round(most_up - before, 1), "down_ms": ms(down), "down_memory_mb": round(watch.most - before, 1), "wrong": int(not same)}


async def warm(server, person, url):
    caller = Caller(server.port)
    answer = await caller.ask(upload_head(person, url, 5) + b"small")
    await caller.ask(person.get(f"{url}/file?hash={answer.body.decode()}", "Range: bytes=0-1\r\n"))
    caller.close()


def upload_head(person, url, length):
    more = f"X-CSRF-Token: {person.token}\r\nContent-Type: application/octet-stream\r\nContent-Length: {length}\r\n"
    return request("POST", f"{url}/upload", person.host, f"mooctang={person.cookie}", more=more)


async def upload(port, person, url, file, length):
    """Send the file as fast as the server takes it; the hash that it answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(upload_head(person, url, length))
    with file.open("rb") as source:
        while piece := source.read(PIECE):
            writer.write(piece)
            await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    body = await reader.readexactly(64)
    writer.close()
    if b" 200 " not in head[:20]:
        raise RuntimeError(f"The upload was refused: {head[:200]!r}")
    return body.decode()


class Watch:
    """The most memory that was seen."""

    def __init__(self, server):
        self.server, self.most = server, server.memory_mb()

    async def run(self):
        while True:
            self.most = max(self.most, self.server.memory_mb())
            await asyncio.sleep(0.02)
