"""The demo as a process of its own, and a browser that speaks to it over a socket."""

import csv
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import psutil


def free_port():
    """A port with two free ones after it."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port < 65_000:
            return port


class Process:
    """`mooctang demo --serve`, started and stopped like a person would."""

    def __init__(self, home, port, *words):
        self.home, self.port, self.words = Path(home), port, words
        self.process = None

    def start(self, seconds=90):
        """Seconds until it said that it is ready."""
        began = time.monotonic()
        environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
        with open(self.home.parent / "demo.log", "w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mooctang_core.cli", "demo", "--serve", "--no-phones", "--home", str(self.home), "--port", str(self.port), *self.words],
                stdout=log, stderr=log, env=environ)
        while time.monotonic() - began < seconds:
            if "Ctrl+C" in self.said():
                return time.monotonic() - began
            if self.process.poll() is not None:
                raise AssertionError(self.said())
            time.sleep(0.05)
        raise AssertionError(f"not ready in {seconds} s: {self.said()}")

    def work(self):
        """Seconds of processor time it took so far, with its children: what a machine with nothing else to do would take."""
        own = psutil.Process(self.process.pid)
        return sum(sum(one.cpu_times()[:2]) for one in (own, *own.children(recursive=True)))

    def said(self):
        return (self.home.parent / "demo.log").read_text()

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        return self.process.returncode if self.process else None

    def kill(self):
        self.process.kill()
        self.process.wait(20)

    def accounts(self, **wanted):
        with open(self.home / "accounts.csv", encoding="utf-8", newline="") as file:
            return [row for row in csv.DictReader(file) if all(row[name] == value for name, value in wanted.items())]

    def run(self, *words):
        return subprocess.run([sys.executable, "-m", "mooctang_core.cli", *words, "--home", str(self.home)],
                              capture_output=True, text=True, timeout=120, check=False)


class Person:
    """Cookies, one host, and the token of the page one is on."""

    def __init__(self, port, host):
        self.port, self.host, self.cookies = port, f"{host}:{port}", {}

    def ask(self, method, path, fields=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": self.host, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        if answer.status in (302, 303):
            place = answer.headers["Location"]
            return self.ask("GET", "/" + place.split("://")[-1].split("/", 1)[1] if "://" in place else place)
        return answer.status, text

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, page, **fields):
        token = re.search(r'name="csrf_token" value="([^"]+)"|<meta name="csrf-token" content="([^"]+)"', self.get(page)[1])
        return self.ask("POST", path, {"csrf_token": next(filter(None, token.groups())), **fields})

    def log_in(self, row):
        status, text = self.post("/login", "/login", name=row["login"], password=row["password"], next="/my")
        assert status == 200 and 'id="problem"' not in text, text[:2000]
        return text
