"""The server's side of the web application: threads for ordinary requests, none for whoever waits."""
import asyncio
import contextlib
import logging
import random

from mooctang_core.committer import Outcome

from .asgi_answers import Answerer, plain_answer
from .asgi_bodies import BodyRefused, read_body
from .asgi_crew import Crew, Overfull
from .asgi_environ import environ_of, is_patient
from .asgi_streams import STREAM_HEADER, abort, serve_stream

log = logging.getLogger("mooctang.web")

OUTCOME_SECONDS = 60    # then the phone is told to ask again with the same key
WRITE_SECONDS = 60      # that a reader may take for one piece of an answer
PIECES = 256 * 1024
DRAIN_SECONDS, DRAIN_MAX = 2, 16 << 20


class Asgi:
    """An ASGI application round a WSGI one. Give it the hub and it serves the streams that the views grant."""

    def __init__(self, wsgi, hub=None, *, threads=3, taps=1, scheme="http", trusted=(), body_max=520 << 20, spool=None, streams_max=2500,
                 streams_per_user=3, jobs_max=5000, idle_seconds=30):
        self.hub = hub
        self.crew = Crew(threads, jobs_max, most_patient=max(jobs_max, streams_max))
        self.answerer = Answerer(wsgi)
        self.taps = Crew(taps, jobs_max, self.answerer.rest)
        self.scheme, self.trusted = scheme, frozenset(trusted)
        self.body_max, self.idle_seconds, self.spool = body_max, idle_seconds, spool
        self.streams_max, self.streams_per_user = streams_max, streams_per_user

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:
            await send({"type": "websocket.close"})

    async def stop(self, seconds=3):
        """End the streams, so that the server need not wait for them. Their pages come back by themselves."""
        self.streams_max = 0
        if self.hub is not None:
            await self.hub.stop(seconds)

    async def _lifespan(self, receive, send):
        await receive()
        if self.hub is not None:
            self.hub.start(asyncio.get_running_loop())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.taps.close()
        self.crew.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _http(self, scope, receive, send):
        arrived = self.hub.now() if self.hub is not None else 0.0
        try:
            body = await read_body(scope, receive, self.body_max, self.idle_seconds, self.spool)
        except BodyRefused as refusal:
            return await self._refuse_body(refusal.status, receive, send)
        if body is None:
            return  # whoever sent it has gone; half a body is nobody's request
        with body.file:
            try:
                answer = await self._answer(scope, body)
            except Overfull:
                answer = _come_again()
            grant = answer.take(STREAM_HEADER)
            if grant is not None and self.hub is not None and scope["method"] == "GET":
                return await serve_stream(self, grant, answer, arrived, scope, receive, send)
            try:
                await self._send(answer, receive, send)
            except TimeoutError:
                await abort(scope, receive)

    async def _answer(self, scope, body):
        answer, pending = await self._call(scope, body)
        if pending is None:
            return answer
        # The outcome comes after the commit. When the view has left the answer for a good one, that is it;
        # else a fresh request says the outcome in the person's language.
        outcome = await self._outcome(pending)
        if answer is not None and outcome.state == "done":
            return answer
        answer, again = await self._call(scope, body, outcome)
        if again is not None:
            log.error("%s was answered with a new command instead of its outcome.", scope["path"])
            return plain_answer(500)
        return answer

    async def _call(self, scope, body, outcome=None):
        body.file.seek(0)
        environ = environ_of(scope, body, self.scheme, self.trusted)
        transport = scope.get("mooctang.transport")
        if outcome is not None:
            environ["mooctang.outcome"] = outcome
        elif self.answerer.may_be_short(environ):
            answer, pending = await self.taps.run(self._for_somebody, transport, self.answerer.shortly, environ)
            if answer is not None or pending is not None:
                return answer, pending
            body.file.seek(0)
        if is_patient(environ):
            return await self.crew.run_patiently(self._for_somebody, transport, self.answerer, environ)
        return await self.crew.run(self._for_somebody, transport, self.answerer, environ, first=outcome is not None)

    def _for_somebody(self, transport, answerer, environ):
        # Whoever left while waiting in the queue needs no page; nothing of the request has been done.
        if transport is not None and transport.is_closing():
            return plain_answer(503), None
        return answerer(environ)

    async def _outcome(self, pending):
        outcome = self.crew.landing.wait_for(pending)
        late = asyncio.get_running_loop().call_later(OUTCOME_SECONDS, _give_up, outcome)
        try:
            return await outcome
        finally:
            late.cancel()

    async def _refuse_body(self, status, receive, send):
        answer = plain_answer(status)
        headers = [*answer.headers, (b"connection", b"close")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body, "more_body": True})
        await _drain(receive)
        await send({"type": "http.response.body", "body": b""})

    async def _send(self, answer, receive, send):
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        if answer.rest is None:
            return await send({"type": "http.response.body", "body": answer.body})
        gone = asyncio.ensure_future(_until_gone(receive))
        try:
            await self._send_pieces(answer, gone, send)
        finally:
            gone.cancel()
            await self.crew.run(answer.close, first=True)

    async def _send_pieces(self, answer, gone, send):
        # The next piece is fetched by a thread only when the last one is on its way: a slow reader holds none.
        data = answer.body
        while data and not gone.done():
            for start in range(0, len(data), PIECES):
                async with asyncio.timeout(WRITE_SECONDS):
                    await send({"type": "http.response.body", "body": data[start:start + PIECES], "more_body": True})
            data = await self.crew.run(answer.more, PIECES, first=True)
        if not gone.done():
            await send({"type": "http.response.body", "body": b""})


async def _until_gone(receive):
    while (await receive())["type"] != "http.disconnect":
        pass


async def _drain(receive):
    # A socket closed with unread bytes is reset, and the refusal in front of them would be lost.
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DRAIN_SECONDS):
            length = 0
            while length < DRAIN_MAX and (message := await receive())["type"] == "http.request" and message.get("more_body"):
                length += len(message["body"])


def _give_up(outcome):
    if not outcome.done():
        outcome.set_result(Outcome("busy", retryable=True))


def _come_again():
    answer = plain_answer(503)
    answer.headers.append((b"retry-after", b"%d" % random.randint(1, 4)))
    return answer


def asgi_app(wsgi, settings):
    """The ASGI application for a WSGI app of ours, as its settings say."""
    # The embedded store never waits: several threads would only take the interpreter from one another. A database does.
    taps = 1 if settings.store == "file" else settings.threads
    return Asgi(
        wsgi, getattr(wsgi.registry, "hub", None), threads=settings.threads, taps=taps, scheme=settings.public_scheme,
        trusted=settings.trusted_proxies, body_max=(settings.upload_mb + 20) << 20, spool=settings.home,
        streams_max=settings.streams_max, streams_per_user=settings.streams_per_user)
