"""A small server with the pages, the files and a live stream that a test can stop, start and make silent."""

import json
import mimetypes
import queue
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from mooctang_core.web import brand

from . import page

WEB = page.ROOT / "mooctang_core/web"
CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class Fake:
    """State that outlives the server, so that it can be killed and come back on the same port."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.fragments = {"room": '<section id="room"><p id="text">一</p></section>'}
        self.streams, self.sockets, self.posts, self.counted = [], set(), [], {}
        self.refusal = "<main><p data-error>时间已过，没有提交。</p></main>"
        self.stream_status, self.post_status, self.losing = 200, 200, False
        self.opened = self.polled = 0
        self.server = None

    def up(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def down(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None
        for stream in list(self.streams):
            stream.put(None)
        for connection in list(self.sockets):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def send(self, event, data):
        for stream in list(self.streams):
            stream.put(f"event: {event}\ndata: {data}\n\n".encode())

    def patch(self, **fragments):
        """Change the state and push it."""
        self.fragments.update(fragments)
        self.send("patch", json.dumps(fragments))


def handler(fake):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self):
            super().setup()
            fake.sockets.add(self.connection)

        def finish(self):
            fake.sockets.discard(self.connection)
            try:
                super().finish()
            except OSError:
                pass

        def log_message(self, *_args):
            pass

        def answer(self, body, kind="text/html; charset=utf-8", status=200, **headers):
            body = body if isinstance(body, bytes) else body.encode()
            self.send_response(status)
            for name, value in {
                "Content-Type": kind,
                "Content-Length": len(body),
                "Content-Security-Policy": CSP,
                "Cache-Control": "no-store",
                **headers,
            }.items():
                self.send_header(name.replace("_", "-"), str(value))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            split = urlsplit(self.path)
            if split.path.startswith("/s/"):
                return self.file(*split.path.split("/", 3)[3].split("/", 1))
            if split.path == "/brand.css":
                return self.answer(brand.css("#2746b8"), "text/css")
            if split.path == "/live":
                return self.live()
            wanted = {name: values[0] for name, values in parse_qs(split.query).items()}
            return self.page(split.path, **wanted)

        def file(self, package, name):
            paths = [(WEB / "vendor" if package == "vendor" else WEB / "static") / part for part in name.split("+")]
            if not all(path.is_file() for path in paths):
                return self.answer(b"", status=404)
            text = b"\n".join(path.read_bytes() for path in paths)
            return self.answer(text, mimetypes.guess_type(name)[0] or "application/octet-stream")

        def page(self, path, mode="light", locale="zh_CN", contrast="", live="1"):
            made = page.request(mode=mode, locale=locale, contrast=bool(contrast))
            if path == "/components":
                return self.answer(page.draw_components(made))
            name = path.strip("/") or "live"
            file = Path(__file__).parent / "templates" / f"{name}.pt"
            if not file.exists():
                return self.answer("", status=404)
            inside = "".join(fake.fragments.values())
            return self.answer(page.draw_file(made, file, live_url="/live" if live else None, inside=inside))

        def live(self):
            if "application/json" in self.headers.get("Accept", ""):
                fake.polled += 1
                return self.answer(json.dumps(fake.fragments), "application/json", fake.stream_status)
            if fake.stream_status != 200:
                return self.answer("", status=fake.stream_status)
            fake.opened += 1
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Connection", "close")
            self.end_headers()
            stream = queue.Queue()
            stream.put(f"event: patch\ndata: {json.dumps(fake.fragments)}\n\n".encode())
            fake.streams.append(stream)
            try:
                while (chunk := stream.get()) is not None:
                    self.wfile.write(chunk)
                    self.wfile.flush()
            except OSError:
                pass
            finally:
                fake.streams.remove(stream)
            self.close_connection = True

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            fake.posts.append({**sent, "htmx": self.headers.get("HX-Request")})
            fake.counted.setdefault(sent.get("idem"), sent)
            if fake.losing:
                # It arrived and was counted, but the answer never gets back.
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return None
            if fake.post_status != 200:
                return self.answer(fake.refusal, status=fake.post_status)
            return self.answer('<p class="got">已收到</p>')

    return Handler
