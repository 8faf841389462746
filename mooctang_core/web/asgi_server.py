"""uvicorn with our deadlines: half-open connections end, lost phones are noticed, and stopping takes seconds."""
import asyncio
import contextlib
import logging
import math
import resource
import signal
import socket
import threading

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 20       # for a whole request head, from the first moment of the connection
KEEP_SECONDS = 20       # that an idle connection is kept
LOST_MS = 30_000        # a phone that has not taken a byte for so long is gone, whatever TCP would wait for
STOP_SECONDS = 4        # for answers under way, after the streams have ended
HEADS_MAX = 64 * 1024
PAGES, SPARE = 17_200, 300      # files for connections beside the live pages; and for the store, templates and logs

log = logging.getLogger("mooctang.serve")


class Protocol(HttpToolsProtocol):
    """One connection. A head that does not come in time, or never ends, closes it."""

    head_seconds = HEAD_SECONDS     # a test is less patient

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._head_deadline = None
        self._head_size = 0

    def connection_made(self, transport):
        super().connection_made(transport)
        _set_user_timeout(transport.get_extra_info("socket"))
        self._expect_head()

    def connection_lost(self, exc):
        self._head_came()
        super().connection_lost(exc)

    def data_received(self, data):
        super().data_received(data)
        if self._in_head() and not self.transport.is_closing():
            self._head_size += len(data)
            self._expect_head()
            if self._head_size > HEADS_MAX:
                self.transport.close()

    def eof_received(self):
        # Half a body and no more to come: say so while the other side still listens.
        if self.cycle is not None and self.cycle.more_body and not self.cycle.response_started:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            self.send_400_response("The request ended before its body did.")

    def on_message_begin(self):
        super().on_message_begin()
        self.scope["mooctang.transport"] = self.transport

    def on_headers_complete(self):
        self._head_came()
        super().on_headers_complete()

    def _in_head(self):
        # Between requests, or in the middle of a head: nothing is being answered.
        return self.cycle is None or (self.cycle.response_complete and not self.cycle.more_body)

    def _expect_head(self):
        if self._head_deadline is None:
            self._head_deadline = self.loop.call_later(self.head_seconds, self.transport.abort)

    def _head_came(self):
        self._head_size = 0
        if self._head_deadline is not None:
            self._head_deadline.cancel()
            self._head_deadline = None


def _set_user_timeout(connection):
    if connection is not None and connection.family != socket.AF_UNIX and hasattr(socket, "TCP_USER_TIMEOUT"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, LOST_MS)


class Server(uvicorn.Server):
    """A server that ends its streams first, and that also stops when its store is dead."""

    def __init__(self, config, asgi, is_dead=lambda: None, on_ready=lambda: None):
        super().__init__(config)
        self._asgi, self._is_dead, self._on_ready = asgi, is_dead, on_ready
        self.why_dead = None

    async def startup(self, sockets=None):
        await super().startup(sockets=sockets)
        self._on_ready()

    async def on_tick(self, counter):
        self.why_dead = self.why_dead or self._is_dead()
        return await super().on_tick(counter) or self.why_dead is not None

    async def shutdown(self, sockets=None):
        for listener in self.servers:
            listener.close()
        await self._asgi.stop()
        await super().shutdown(sockets=sockets)

    @contextlib.contextmanager
    def capture_signals(self):
        # uvicorn would raise the signal again afterwards; here a stop that was asked for is a success.
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def make_server(asgi, is_dead=lambda: None, on_ready=lambda: None):
    """A uvicorn server for an ASGI application of ours."""
    config = uvicorn.Config(
        asgi, http=Protocol, loop="uvloop", ws="none", lifespan="on", interface="asgi3", access_log=False, log_config=None,
        server_header=False, proxy_headers=False, timeout_keep_alive=KEEP_SECONDS, backlog=2048,
        timeout_graceful_shutdown=STOP_SECONDS, limit_concurrency=_files_allowed(asgi.streams_max) - SPARE)
    return Server(config, asgi, is_dead, on_ready)


def _files_allowed(streams):
    """As many open files as the system gives us; each page and each stream is one."""
    soft, hard = (math.inf if limit == resource.RLIM_INFINITY else limit for limit in resource.getrlimit(resource.RLIMIT_NOFILE))
    wanted = min(hard, streams + PAGES + SPARE)
    if soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, resource.RLIM_INFINITY if hard == math.inf else hard))
            soft = wanted
    if soft < streams + SPARE:
        log.warning("Of %d live pages (streams_max) only %d can be open: the system allows this process %d files; allow more (LimitNOFILE, ulimit -n).",
                    streams, soft - SPARE, soft)
    return max(1000, min(soft, streams + PAGES + SPARE))


def run(server, sockets):
    """Serve until told to stop."""
    with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
        runner.run(server.serve(sockets=sockets))
