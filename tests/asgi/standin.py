"""A WSGI application as small as can be, with a hub, for the tests of the server: run it as a program."""
import hashlib
import json
import os
import sys
import threading
import time
from concurrent.futures import Future
from types import SimpleNamespace
from urllib.parse import parse_qs

from mooctang_core.committer import Outcome
from mooctang_core.live import hub
from mooctang_core.live.bus import open_bus
from mooctang_core.live.hub import Hub
from mooctang_core.web import asgi_server
from mooctang_core.web.asgi_server import Protocol
from mooctang_core.web.serve import serve


class Standin:
    """Each page of it does one thing that a server must get right."""

    def __init__(self, settings):
        bus = open_bus(settings)
        self.version, self.size = 0, getattr(settings, "size", 2000)
        self.registry = SimpleNamespace(bus=bus, hub=Hub(self._render, bus), store=SimpleNamespace(dead=None, close=lambda: None), committer=None)
        bus.subscribe(self._count)

    def _count(self, changes):
        self.version += sum(change["k"] == "node" for change in changes)

    def _render(self, key, _since):
        own = "" if key.aid is None else f" of {key.aid}"
        return f"<p>{key.face}{own} {self.version} {time.time()}</p>" + "x" * self.size * (key.face == "class")

    def __call__(self, environ, start_response):
        page = getattr(self, "page_" + environ["PATH_INFO"].strip("/"), None)
        if page is None:
            return answer(start_response, "404 Not Found", b"")
        query = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        return page(environ, start_response, query)

    def page_hello(self, environ, start_response, query):
        return answer(start_response, "200 OK", b"hello")

    def page_pid(self, environ, start_response, query):
        return answer(start_response, "200 OK", str(os.getpid()).encode())

    def page_environ(self, environ, start_response, query):
        shown = {key: value for key, value in environ.items() if isinstance(value, str)}
        return answer(start_response, "200 OK", json.dumps(shown).encode())

    def page_echo(self, environ, start_response, query):
        digest, length = hashlib.sha256(), 0
        while piece := environ["wsgi.input"].read(65536):
            digest.update(piece)
            length += len(piece)
        return answer(start_response, "200 OK", f"{length} {digest.hexdigest()}".encode())

    def page_sleep(self, environ, start_response, query):
        time.sleep(float(query["s"]))
        return answer(start_response, "200 OK", b"slept")

    def page_fail(self, environ, start_response, query):
        raise RuntimeError("a secret of the house")

    def page_big(self, environ, start_response, query):
        start_response("200 OK", [("Content-Type", "application/octet-stream")])
        return (b"0123456789abcdef" * 4096 for _ in range(int(query["mb"]) * 16))

    def page_submit(self, environ, start_response, query):
        outcome = environ.get("mooctang.outcome")
        body = environ["wsgi.input"].read()
        if outcome is not None:
            return answer(start_response, "200 OK", f"{outcome.state} {len(body)}".encode())
        future = environ["mooctang.pending"] = Future()
        environ["mooctang.when_done"] = "left" in query
        outcome = Outcome(query.get("state", "done"))
        threading.Timer(float(query.get("s", 0.05)), future.set_result, [outcome]).start()
        return answer(start_response, "202 Accepted", b"left by the first pass")

    def page_stream(self, environ, start_response, query):
        aid = query.get("aid")
        grant = {"school": "pku", "aid": aid, "device": "d", "room": "/r7", "kind": "student",
                 "fragments": [["class", "/r7", "class", None], ["mine", "/r7", "mine", aid]]}
        headers = [("X-Mooctang-Stream", json.dumps(grant)), ("Content-Type", "application/json"), ("X-Kept", "yes")]
        start_response("200 OK", headers)
        return [b"{}"]

    def page_change(self, environ, start_response, query):
        self.registry.bus.publish([{"s": "pku", "p": "/r7", "k": query.get("k", "node"), "a": query.get("a", "").split()}])
        return answer(start_response, "200 OK", b"told")

    def page_connected(self, environ, start_response, query):
        return answer(start_response, "200 OK", json.dumps([self.registry.hub.count(), self.registry.hub.presence("pku", "/r7")]).encode())

    def page_dead(self, environ, start_response, query):
        self.registry.store.dead = "The disk failed."
        return answer(start_response, "200 OK", b"dead")


def answer(start_response, status, body):
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def main(over):
    values = {"workers": 1, "threads": 3, "one_core": False, "store": "file", "bus": "memory", "public_scheme": "http", "trusted_proxies": (), "upload_mb": 1,
              "streams_max": 2500, "home": None, "streams_per_user": 3, "listen": "127.0.0.1", "port": 0, "ports": 1, **over}
    Protocol.head_seconds = values.get("head_seconds", 20)
    hub.STUCK = values.get("stuck", hub.STUCK)
    asgi_server.STOP_SECONDS = values.get("stop_seconds", asgi_server.STOP_SECONDS)
    addresses = [("127.0.0.1", 0)] * values["ports"]
    return serve(SimpleNamespace(**values), Standin, addresses, tell, values.get("supervised", True))


def tell(bound):
    print(json.dumps([port for _, port in bound]), flush=True)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
