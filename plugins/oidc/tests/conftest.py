"""A real OpenID Connect server on loopback, written by others; and one that can be told to lie."""

import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from mooctang_core.testing import Campus

COMMAND = Path(sys.executable).with_name("oidc-provider-mock")
KEYS: list = []


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_facts):
        return None


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="session")
def issuer():
    """oidc-provider-mock, with a student of ours."""
    command = shutil.which("oidc-provider-mock") or str(COMMAND)
    port = free_port()
    process = subprocess.Popen([command, "-p", str(port), "--require-nonce"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    where = f"http://localhost:{port}"
    try:
        wait_for(where + "/.well-known/openid-configuration")
        urlopen(Request(where + "/users/2026001", json.dumps({"name": "学生一"}).encode(), {"Content-Type": "application/json"}, method="PUT"), timeout=5)
        yield where
    finally:
        process.terminate()
        process.wait(5)


def wait_for(url):
    for _try in range(150):
        try:
            return urlopen(url, timeout=1)
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")


def agree(there, subject="2026001", **more):
    """What a person does at the server: say who they are. Returns where the browser is sent."""
    try:
        build_opener(Stay).open(Request(there, urlencode({"sub": subject, **more}).encode()), timeout=5)
    except HTTPError as moved:
        return moved.headers["Location"]
    raise AssertionError("the server sent nobody back")


@pytest.fixture
def campus(tmp_path):
    made = Campus(tmp_path, settings={"inner_hosts": "localhost"})
    yield made
    made.close()


def use(campus, issuer, **more):
    """A manager names the server."""
    campus.confirm("manager")
    return campus.post("manager", "/manage/oidc", title="校园身份", issuer=issuer, client="mooctang", secret="s3cret", **more)


class Liar(BaseHTTPRequestHandler):
    """A server that says what the test wants it to say."""

    def do_GET(self):
        base, path = self.server.base, self.path.partition("?")[0]
        facts = {"issuer": base, **{f"{word}_endpoint": f"{base}/{word}" for word in ("authorization", "token", "userinfo")}, "jwks_uri": f"{base}/keys"}
        answers = {"/.well-known/openid-configuration": {**facts, **self.server.facts}, "/keys": self.server.keys.as_dict(private=False), "/userinfo": self.server.userinfo}
        self.say(200 if path in answers else 404, answers.get(path, {}))

    def do_POST(self):
        self.server.asked = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.server.credentials = self.headers.get("Authorization")
        self.say(*self.server.token(self.server))

    def say(self, status, body):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_said):
        pass


@pytest.fixture
def liar():
    """`liar.claims(…)` sets what its next ID token says; `liar.nonce` is what the browser brought."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Liar)
    server.base, server.facts, server.userinfo, server.nonce = f"http://localhost:{server.server_port}", {}, {}, ""
    KEYS[:] = KEYS or [RSAKey.generate_key(2048, {"kid": "one"}), RSAKey.generate_key(2048, {"kid": "two"})]
    server.keys, server.key, server.changes = KeySet([KEYS[0]]), KEYS[0], {}
    server.token = lambda one: (200, {"access_token": "a", "token_type": "Bearer", "id_token": signed(one)})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(2)


def signed(server, header=None):
    now = int(time.time())
    claims = {"iss": server.base, "aud": "mooctang", "sub": "7", "exp": now + 60, "iat": now, "nonce": server.nonce, "name": "谎话", **server.changes}
    header = header or {"alg": "RS256", "kid": server.key.kid}
    return jwt.encode(header, {name: value for name, value in claims.items() if value is not None}, server.key, algorithms=[header["alg"]])


def back_from(server, there, **more):
    """The way back from the server that lies."""
    asked = parse_qs(urlsplit(there).query)
    server.nonce = asked["nonce"][0]
    return asked["redirect_uri"][0] + "?" + urlencode({"state": asked["state"][0], "code": "c0de", **more})
