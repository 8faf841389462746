"""Clients that say half a sentence, a thousand of them: everybody else is served as if they were not there."""
import asyncio

from bench.client import Caller, run, until
from bench.ground import ROOM
from bench.servers import Server

HALF = b"GET /courses HTTP/1.1\r\nHost: east.test\r\nX-Drip: "
HALF_BODY = b"POST /login HTTP/1.1\r\nHost: east.test\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nname="
UNREAD = b"GET / HTTP/1.1\r\nHost: east.test\r\n\r\n"


def test_half_open_sockets_exclude_nobody(laid, sizes):
    place, _url, (_teacher, person) = laid(1)
    with Server(place.over) as server:
        run(story(server, person, sizes(1000, 1500), sizes(20, 100)))


async def story(server, person, number, probes):
    caller, page = Caller(server.port), person.get(f"{ROOM}/")
    assert (await caller.ask(page)).status == 200
    slow = [await lazy(server.port, (b"", HALF, HALF_BODY, UNREAD)[n % 4]) for n in range(number)]
    assert not any(one.closed for one in slow[:number // 2])
    statuses = []
    for _ in range(probes):
        fresh = Caller(server.port)
        statuses += [(await fresh.ask(page, 10)).status, (await caller.ask(page, 10)).status]
        fresh.close()
        await asyncio.sleep(0.05)
    assert set(statuses) == {200}
    # Their time is up within half a minute; those who only do not read have had their small answer.
    heads = [one for n, one in enumerate(slow) if n % 4 in (0, 1)]
    assert await until(lambda: all(one.closed for one in heads), 60)
    caller.close()
    for one in slow:
        one.transport.abort()


class Lazy(asyncio.Protocol):
    closed = False

    def __init__(self, words):
        self.words = words

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.words)

    def connection_lost(self, error):
        self.closed = True


async def lazy(port, words):
    return (await asyncio.get_running_loop().create_connection(lambda: Lazy(words), "127.0.0.1", port))[1]
