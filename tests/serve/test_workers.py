"""Several processes on PostgreSQL: a tap that one of them takes is seen on the pages that another one serves."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from urllib.parse import urlencode

import psutil
import pytest

from mooctang_core.testing import Campus, ground
from mooctang_core.testing.postgres import private_postgres

pytestmark = pytest.mark.postgres
HOST = "east.test"
STREAMS = 40


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port, method, path, cookie, fields=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Host": HOST, "Cookie": f"mooctang={cookie}", "Connection": "close", "Content-Type": "application/x-www-form-urlencoded", **headers}
    connection.request(method, path, urlencode(fields or {}) if method == "POST" else None, headers)
    return connection.getresponse()


def token_in(page):
    return page.partition('name="csrf-token" content="')[2].partition('"')[0]


def until(found, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if answer := found():
                return answer
        time.sleep(0.1)
    raise AssertionError("it did not come in time")


@contextlib.contextmanager
def serving(home, uri, workers):
    port = free_port()
    env = {**os.environ, "MOOCTANG_HOME": str(home), "MOOCTANG_STORE": uri, "MOOCTANG_PORT": str(port), "MOOCTANG_STREAMS_PER_USER": "50"}
    command = [sys.executable, "-m", "mooctang_core.cli", "serve", "--workers", str(workers), "--port", str(port), "--home", str(home)]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        until(lambda: ask(port, "GET", "/", "").status == 200, 60)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


def connections_of(pid, port):
    """worker pid -> how many clients it holds."""
    found = {}
    for worker in psutil.Process(pid).children(recursive=True):
        held = [c for c in worker.net_connections() if c.status == "ESTABLISHED" and c.laddr.port == port]
        if held:
            found[worker.pid] = len(held)
    return found


@pytest.mark.feature("OPS-02")
def test_pages_of_two_processes_see_each_others_changes(tmp_path):
    with private_postgres() as uri:
        campus = Campus(tmp_path / "home", settings={"store": uri}, now=datetime.now(UTC))
        url = campus.open(campus.host.kinds["buzzer"][1])
        cookies = {who: ground.sign_in(campus.store, campus.aid(who), HOST, campus.clock()) for who in ("s1", "teacher")}
        campus.close()
        with serving(tmp_path / "home", uri, workers=2) as (port, pid), contextlib.ExitStack() as closing:
            streams = open_streams(port, url, cookies["teacher"], pid, closing)
            page = ask(port, "GET", url, cookies["s1"]).read().decode()
            sent = ask(port, "POST", url + "submit", cookies["s1"], {"csrf_token": token_in(page), "idem": "once"})
            assert sent.status == 303, sent.read().decode()[:500]
            for stream in streams:
                assert "学生1" in wait_for(stream, "学生1")


def open_streams(port, url, cookie, pid, closing):
    """Streams until both processes hold some."""
    streams = []
    for number in range(STREAMS):
        answer = ask(port, "GET", url + "live", cookie, Accept="text/event-stream")
        assert answer.status == 200 and "event-stream" in answer.headers["Content-Type"]
        streams.append(closing.enter_context(answer))
        if number >= 3 and len(connections_of(pid, port)) == 2:
            return streams
    raise AssertionError("one process took every stream")


def wait_for(stream, text):
    seen = ""
    while text not in seen:
        line = stream.fp.readline().decode()
        assert line, "the stream ended"
        seen = seen + line
    return seen
