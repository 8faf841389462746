"""A real server in a process of its own, and clients that speak to it over sockets."""
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil

HERE = Path(__file__).parent


class Running:
    """A server that was started; ask it, watch its memory, stop it."""

    def __init__(self, over):
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent.parent), os.environ.get("PYTHONPATH", "")])}
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "standin.py"), json.dumps(over)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ)
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        self.ports = json.loads(line)
        self.port = self.ports[0]

    def connect(self, port=None):
        return socket.create_connection(("127.0.0.1", port or self.port), timeout=20)

    def send(self, head, body=b"", port=None):
        """(status, headers, body) of one request on a connection of its own."""
        with self.connect(port) as connection:
            connection.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
            return read_answer(connection)

    def get(self, path, more="", port=None):
        return self.send(f"GET {path} HTTP/1.1\nHost: a\nConnection: close{more}", port=port)

    def text(self, path):
        return self.get(path)[2].decode()

    def post(self, path, body, more="\nCookie: s=1"):
        return self.send(f"POST {path} HTTP/1.1\nHost: a\nConnection: close\nContent-Length: {len(body)}{more}", body)

    def stream(self, aid):
        connection = self.connect()
        connection.sendall(f"GET /stream?aid={aid} HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n".encode())
        return connection

    def workers(self):
        return psutil.Process(self.process.pid).children()

    def memory(self):
        return max(worker.memory_info().rss for worker in self.workers())

    def stop(self):
        """Seconds until it was gone, and its exit code."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        return time.monotonic() - started, code

    def end(self):
        self.process.kill()
        self.process.communicate()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


def read_answer(connection):
    pieces = []
    while piece := connection.recv(65536):
        pieces.append(piece)
    head, _, body = b"".join(pieces).partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
    if headers.get("transfer-encoding") == "chunked":
        body = unchunk(body)
    return int(lines[0].split()[1]) if lines[0] else 0, headers, body


def read_until(connection, word, times=1):
    """What came, once the word has been in it that often; what came by then, when no more comes."""
    data = b""
    while data.count(word) < times and (piece := connection.recv(65536)):
        data += piece
    return data


def unchunk(data):
    pieces, at = [], 0
    while True:
        end = data.index(b"\r\n", at)
        length = int(data[at:end], 16)
        if not length:
            return b"".join(pieces)
        pieces.append(data[end + 2:end + 2 + length])
        at = end + 4 + length


def until(condition, seconds=5):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
