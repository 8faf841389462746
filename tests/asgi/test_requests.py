"""Ordinary requests: what comes in whole goes to a thread, what does not never reaches one."""
import hashlib
import json
import socket
import time
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor

from .running import read_answer, read_until

Usage = namedtuple("Usage", "total used free")


def test_a_page(shared):
    status, headers, body = shared.get("/hello")
    assert (status, body, headers["content-length"]) == (200, b"hello", "5")
    assert "server" not in headers


def test_head_has_no_body(shared):
    status, headers, body = shared.send("HEAD /hello HTTP/1.1\nHost: a\nConnection: close")
    assert (status, headers["content-length"], body) == (200, "5", b"")


def test_bodies_small_and_large_arrive_as_they_were_sent(shared):
    for size in (0, 1, 1000, 256 * 1024, 256 * 1024 + 1, 5_000_000):
        body = b"0123456789" * (size // 10) + b"x" * (size % 10)
        assert shared.post("/echo", body)[2].decode() == f"{size} {hashlib.sha256(body).hexdigest()}"


def test_a_chunked_body_has_the_length_that_came(shared):
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (b"abc", b"d" * 300_000)) + b"0\r\n\r\n"
    status, _, body = shared.send("POST /echo HTTP/1.1\nHost: a\nCookie: s\nConnection: close\nTransfer-Encoding: chunked", chunks)
    assert status == 200 and body.startswith(b"300003 ")


def test_too_large_is_refused_before_it_is_read(shared):
    with shared.connect() as connection:
        connection.sendall(b"POST /echo HTTP/1.1\r\nHost: a\r\nCookie: s\r\nContent-Length: 99000000\r\n\r\n")
        connection.settimeout(1.5)
        assert connection.recv(100).startswith(b"HTTP/1.1 413")


def test_too_large_is_counted_when_it_says_nothing(shared):
    with shared.connect() as connection:
        connection.sendall(b"POST /echo HTTP/1.1\r\nHost: a\r\nCookie: s\r\nTransfer-Encoding: chunked\r\n\r\n")
        piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        answer = b""
        for _ in range(400):
            connection.sendall(piece)
            connection.settimeout(0.001)
            try:
                answer = connection.recv(100)
                break
            except TimeoutError:
                connection.settimeout(5)
        assert answer.startswith(b"HTTP/1.1 413")


def test_a_stranger_may_send_little(shared):
    assert shared.post("/echo", b"x" * 2_000_000, more="")[0] == 413
    assert shared.post("/echo", b"x" * 500_000, more="")[0] == 200


def test_a_content_length_that_lies_is_a_bad_request(shared):
    # More than was announced would be the next request, and is none.
    status, _, body = shared.send("POST /echo HTTP/1.1\nHost: a\nContent-Length: 3", b"abcdefgh NOT HTTP\r\n\r\n")
    assert status in (200, 400)
    # Less than announced, and then the end.
    with shared.connect() as connection:
        connection.sendall(b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
        connection.shutdown(socket.SHUT_WR)
        assert read_answer(connection)[0] == 400
    for lie in ("-1", "1, 2", "1e3", "+5", "99999999999999999999"):
        assert shared.send(f"POST /echo HTTP/1.1\nHost: a\nConnection: close\nContent-Length: {lie}", b"abc")[0] in (400, 413), lie


def test_two_lengths_are_one_too_many(shared):
    assert shared.send("POST /echo HTTP/1.1\nHost: a\nContent-Length: 3\nContent-Length: 4", b"abcd")[0] == 400
    assert shared.send("POST /echo HTTP/1.1\nHost: a\nContent-Length: 3\nTransfer-Encoding: chunked", b"0\r\n\r\n")[0] == 400


def test_the_environ_holds_what_was_asked_and_no_forged_address(shared):
    path = "/environ?q=%E6%85%95"
    forged = "\nX-Forwarded-For: 6.6.6.6\nX_Forwarded_For: 7.7.7.7\nX-Vhm-Root: /thu\nForwarded: for=8.8.8.8\nCookie: a=1\nCookie: b=2"
    environ = json.loads(shared.get(path, forged)[2])
    assert (environ["PATH_INFO"], environ["QUERY_STRING"], environ["REMOTE_ADDR"]) == ("/environ", "q=%E6%85%95", "127.0.0.1")
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert not [key for key in environ if "FORWARDED" in key or "VHM" in key]


def test_our_own_proxy_is_believed(start):
    server = start(trusted_proxies=["127.0.0.1", "10.0.0.1"])
    environ = json.loads(server.get("/environ", "\nX-Forwarded-For: 6.6.6.6, 9.9.9.9, 10.0.0.1\nX-Forwarded-Proto: https")[2])
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("9.9.9.9", "https")


def test_a_failure_tells_a_number_and_nothing_else(shared):
    status, _, body = shared.get("/fail")
    assert status == 500 and b"secret" not in body


def test_an_outcome_comes_after_the_commit_and_holds_no_thread(shared):
    assert shared.post("/submit", b"answer=1")[2] == b"done 8"
    started = time.monotonic()
    with ThreadPoolExecutor(30) as many:
        bodies = list(many.map(lambda _: shared.post("/submit?s=0.5", b"x" * 300_000)[2], range(30)))
    assert set(bodies) == {b"done 300000"}
    assert time.monotonic() - started < 3, "thirty waited at once on three threads"


def test_the_answer_left_for_success_is_given_only_on_success(shared):
    assert shared.post("/submit?left=1", b"answer=1")[2] == b"left by the first pass"
    assert shared.post("/submit?left=1&state=refused", b"answer=1")[2] == b"refused 8"


def test_a_large_answer_is_fetched_as_it_is_read(shared):
    before = shared.memory()
    status, _, body = shared.get("/big?mb=60")
    assert (status, len(body)) == (200, 60 << 20)
    assert shared.memory() - before < 30 << 20


def test_slow_readers_of_large_answers_hold_no_thread(shared):
    readers = [shared.connect() for _ in range(8)]
    for reader in readers:
        reader.sendall(b"GET /big?mb=30 HTTP/1.1\r\nHost: a\r\n\r\n")
    time.sleep(0.3)
    started = time.monotonic()
    assert shared.get("/hello")[0] == 200
    assert time.monotonic() - started < 1
    for reader in readers:
        reader.close()


def test_requests_in_a_row_on_one_connection(shared):
    with shared.connect() as connection:
        for _ in range(3):
            connection.sendall(b"GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            assert read_until(connection, b"hello").endswith(b"hello")
        connection.sendall(b"GET /hello HTTP/1.1\r\nHost: a\r\n\r\n" * 2)
        assert read_until(connection, b"hello", 2).count(b"hello") == 2


def test_sleeping_pages_do_not_take_every_thread(start):
    """A plugin's view that sleeps is called as often as there are threads; the others are served all the same."""
    server = start(threads=3)
    sleepers = [server.connect() for _ in range(3)]
    for sleeper in sleepers:
        sleeper.sendall(b"GET /sleep?s=6 HTTP/1.1\r\nHost: a\r\n\r\n")
    time.sleep(0.2)
    started = time.monotonic()
    assert server.get("/hello")[0] == 200
    assert time.monotonic() - started < 5
    for sleeper in sleepers:
        sleeper.close()


def test_a_disk_without_room_refuses_before_it_is_full(monkeypatch):
    import asyncio

    import pytest

    from mooctang_core.web.asgi_bodies import BodyRefused, read_body

    monkeypatch.setattr("shutil.disk_usage", lambda folder: Usage(1 << 30, 1 << 30, 100 << 20))
    scope = {"headers": [(b"content-length", b"50000000"), (b"cookie", b"s=1")]}
    with pytest.raises(BodyRefused) as refused:
        asyncio.run(read_body(scope, None, 1 << 30, 5))
    assert refused.value.status == 507


def test_more_than_the_threads_can_take_is_told_to_come_again():
    import asyncio

    from mooctang_core.web.asgi import Asgi

    async def story():
        server, sent = Asgi(lambda *_: time.sleep(0.2), threads=1, jobs_max=2), []

        async def receive():
            return {"type": "http.request"}

        async def send(message):
            sent.append(message.get("status"))

        scope = {"type": "http", "method": "GET", "raw_path": b"/", "path": "/", "query_string": b"", "http_version": "1.1", "headers": []}
        await asyncio.gather(*(server(scope, receive, send) for _ in range(6)))
        assert sent.count(503) >= 3
        server.crew.close()

    asyncio.run(story())
