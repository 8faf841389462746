"""Slow and idle clients: each has a deadline, and none keeps the others out."""
import time

from .running import read_answer, read_until


def closed_after(connection, seconds):
    started = time.monotonic()
    connection.settimeout(seconds)
    try:
        while connection.recv(1000):
            pass
    except ConnectionError:
        pass
    return time.monotonic() - started


def test_half_open_heads_are_closed_and_others_served_meanwhile(start):
    server = start(head_seconds=1.5)
    silent, half = [server.connect() for _ in range(300)], [server.connect() for _ in range(300)]
    for connection in half:
        connection.sendall(b"GET /hello HTTP/1.1\r\nHost: a\r\nX-Drip:")
    times = []
    for _ in range(20):
        asked = time.monotonic()
        assert server.get("/hello")[0] == 200
        times.append(time.monotonic() - asked)
    assert sorted(times)[18] < 0.2
    assert max(closed_after(connection, 5) for connection in (silent[0], silent[-1], half[0], half[-1])) < 4
    for connection in silent + half:
        connection.close()


def test_a_head_that_drips_is_closed_in_the_same_time(start):
    server = start(head_seconds=1)
    with server.connect() as connection:
        connection.sendall(b"GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"hello" in read_until(connection, b"hello")
        started = time.monotonic()
        try:
            for letter in b"GET /hello?" + b"a" * 30:
                connection.sendall(bytes([letter]))
                time.sleep(0.1)
        except ConnectionError:
            pass
        assert 0.8 < time.monotonic() - started < 3


def test_a_head_without_end_is_closed(shared):
    with shared.connect() as connection:
        try:
            for _ in range(100):
                connection.sendall(b"GET /hello HTTP/1.1\r\n" + b"X-A: " + b"a" * 16000)
                time.sleep(0.005)
            over = False
        except ConnectionError:
            over = True
        assert over or closed_after(connection, 3) < 3


def test_a_body_that_drips_is_refused():
    import asyncio

    import pytest

    from mooctang_core.web.asgi_bodies import BodyRefused, read_body

    async def story():
        async def drip():
            await asyncio.sleep(0.05)
            return {"type": "http.request", "body": b"x", "more_body": True}

        with pytest.raises(BodyRefused) as refused:
            await read_body({"headers": [(b"content-length", b"1000")]}, drip, 5000, idle=0.5)
        assert refused.value.status == 408

    asyncio.run(story())


def test_a_reader_that_stops_reading_its_page_is_let_go(start):
    """The server forgets it at the latest when it stops; nobody else waits."""
    server = start(stop_seconds=1)
    reader = server.connect()
    reader.sendall(b"GET /big?mb=30 HTTP/1.1\r\nHost: a\r\n\r\n")
    time.sleep(0.3)
    seconds, code = server.stop()
    assert seconds < 6 and code == 0
    reader.close()


def test_a_request_under_way_is_finished_before_the_end(start):
    server = start()
    with server.connect() as connection:
        connection.sendall(b"GET /sleep?s=1.5 HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(0.3)
        seconds, code = server.stop()
        status, _, body = read_answer(connection)
    assert (status, body, code) == (200, b"slept", 0) and seconds < 5


def test_uploads_under_way_do_not_keep_the_server_from_stopping(start):
    server = start(stop_seconds=1)
    uploads = [server.connect() for _ in range(20)]
    for upload in uploads:
        upload.sendall(b"POST /echo HTTP/1.1\r\nHost: a\r\nCookie: s=1\r\nContent-Length: 900000\r\n\r\n" + b"x" * 400_000)
    pages = [server.stream(f"s{n}") for n in range(100)]
    for page in pages:
        read_until(page, b"mine")
    seconds, code = server.stop()
    assert seconds < 6 and code == 0
    for connection in uploads + pages:
        connection.close()
