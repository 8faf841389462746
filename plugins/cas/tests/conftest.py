"""A real CAS server on loopback, written by others (django-mama-cas), and a person at it."""

import socket
import subprocess
import sys
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener, urlopen

import pytest

from mooctang_core.testing import Campus


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_facts):
        return None


@pytest.fixture(scope="session")
def server():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-W", "ignore", str(Path(__file__).with_name("cas_server.py")), str(port)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    where = f"http://127.0.0.1:{port}"
    try:
        for _try in range(200):
            try:
                urlopen(where + "/login", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield where
    finally:
        process.terminate()
        process.wait(5)


def log_in_there(there, user="2026001"):
    """What a person does at the server: user name and password. Returns where the browser is sent."""
    jar = CookieJar()
    opener = build_opener(Stay, HTTPCookieProcessor(jar))
    opener.open(there, timeout=5).close()
    fields = {"username": user, "password": "cas", "csrfmiddlewaretoken": next(cookie.value for cookie in jar if cookie.name == "csrftoken")}
    try:
        opener.open(Request(there, urlencode(fields).encode(), {"Referer": there}), timeout=5).close()
    except HTTPError as moved:
        return moved.headers["Location"]
    raise AssertionError("the server sent nobody back")


@pytest.fixture
def campus(tmp_path):
    made = Campus(tmp_path, settings={"inner_hosts": "127.0.0.1"})
    yield made
    made.close()


def use(campus, server, version="3"):
    """A manager names the server."""
    campus.confirm("manager")
    return campus.post("manager", "/manage/cas", title="学校身份", server=server + "/", version=version, name="full_name")
