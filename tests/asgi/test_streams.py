"""Open pages over real sockets: told in time, counted, ended, and never a burden."""
import asyncio
import json
import os
import signal
import socket
import time

import pytest

from .crowd import Crowd, ask
from .running import read_until, until


def connected(server):
    return json.loads(server.text("/connected"))


def test_a_page_is_told_at_first_and_at_every_change(shared):
    with shared.stream("s1") as page:
        data = read_until(page, b"mine of s1")
        assert b"text/event-stream" in data and b"cache-control: no-store" in data and b"x-kept: yes" in data
        assert b"x-mooctang-stream" not in data.lower()
        if b"class" not in data:
            read_until(page, b"<p>class")
        shared.get("/change")
        assert b'event: patch\ndata: {"' in read_until(page, b"event: patch", 2)
    until(lambda: connected(shared)[0] == 0)


def test_who_has_left_is_counted_no_more(shared):
    pages = [shared.stream(f"s{n}") for n in range(5)]
    until(lambda: connected(shared) == [5, {"connected": 5}])
    for page in pages[:3]:
        page.close()
    until(lambda: connected(shared) == [2, {"connected": 2}])
    for page in pages[3:]:
        page.close()
    until(lambda: connected(shared)[0] == 0)


def test_who_is_revoked_hears_it_and_is_closed_within_two_seconds(shared):
    with shared.stream("s1") as page, shared.stream("s2") as other:
        read_until(page, b"mine of s1")
        read_until(other, b"mine of s2")
        started = time.monotonic()
        shared.get("/change?k=revoke&a=s1")
        assert b"event: gone" in read_until(page, b"0\r\n\r\n")
        assert time.monotonic() - started < 2
        assert connected(shared)[0] == 1


def test_a_fourth_page_of_one_person_waits(shared):
    pages = [shared.stream("s1") for _ in range(3)]
    for page in pages:
        read_until(page, b"mine of s1")
    with shared.stream("s1") as fourth, shared.stream("s2") as other:
        refusal = read_until(fourth, b"Unavailable\n")
        assert b" 503 " in refusal and b"retry-after: " in refusal
        assert b" 200 " in read_until(other, b"mine of s2")
    for page in pages:
        page.close()


def test_a_full_process_says_come_again(start):
    server = start(streams_max=2)
    with server.stream("s1") as one, server.stream("s2") as two:
        read_until(one, b"mine"), read_until(two, b"mine")
        with server.stream("s3") as three:
            assert b" 503 " in read_until(three, b"Unavailable\n")


def test_who_does_not_read_is_hung_up_on(start):
    """A page that takes nothing costs one event, not a queue of them, and after a while its place."""
    server = start(stuck=1, size=300_000)
    page = server.connect()
    page.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    page.sendall(b"GET /stream?aid=s1 HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n")
    with server.stream("s2") as reader:
        before = None
        for _ in range(30):
            read_until(reader, b"<p>class")
            before = before or server.memory()
            server.get("/change")
            time.sleep(0.05)
        until(lambda: connected(server)[0] == 1, 10)
        assert server.memory() - before < 20 << 20
        assert b"<p>class" in read_until(reader, b"<p>class")
    page.close()


@pytest.mark.slow
def test_two_thousand_pages(start):
    """Opened, told, told again while others ask for pages, and gone with the server, all within seconds."""
    server = start()

    async def story():
        crowd = await Crowd(server.port, 2000).open()
        await crowd.until(lambda: sum(page.told > 0 for page in crowd.pages) == 2000, 20)
        assert {page.status for page in crowd.pages} == {200}
        await asyncio.sleep(1)
        figures = {"memory_mb": server.memory() >> 20, "push": [], "probe": []}

        done = asyncio.Event()

        async def probe():
            while not done.is_set():
                asked = time.perf_counter()
                assert await ask(server.port, "/hello") == "hello"
                figures["probe"].append(time.perf_counter() - asked)
                await asyncio.sleep(0.02)

        probing = asyncio.ensure_future(probe())
        for _ in range(3):
            times = await crowd.hear(b"<p>class", lambda: ask(server.port, "/change"))
            figures["push"].append([round(times[int(len(times) * part)], 3) for part in (0.5, 0.95, 0.99)])
            await asyncio.sleep(1)
        done.set()
        await probing
        figures["probe"] = round(sorted(figures["probe"])[int(len(figures["probe"]) * 0.95)], 3)
        stopping = time.monotonic()
        os.kill(server.process.pid, signal.SIGTERM)
        await crowd.until(lambda: crowd.ended == 2000, 10)
        while server.process.poll() is None:
            await asyncio.sleep(0.05)
        figures["stop"] = round(time.monotonic() - stopping, 2)
        return figures

    figures = asyncio.run(story())
    print(figures)
    assert server.process.returncode == 0
    assert figures["memory_mb"] <= 250
    # The budgets (0.3 s and 0.1 s) are the bench's to hold, on a machine of its own; here others may be at work.
    assert all(p99 <= 5.0 for _, _, p99 in figures["push"])
    assert figures["probe"] <= 2.0
    assert figures["stop"] <= 10
