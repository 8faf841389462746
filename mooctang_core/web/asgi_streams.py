"""A granted stream: events for one page, until it leaves, is ended, or reads no more."""
import asyncio
import json
import random

from mooctang_core.live.streams import BEAT

from .asgi_answers import plain_answer

STREAM_HEADER = b"x-mooctang-stream"
OF_THE_VIEW = frozenset({b"content-type", b"content-length", b"cache-control", b"etag", b"last-modified"})
HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
HELLO = b"retry: 2000\n\n" + BEAT    # the page is told at once that it is live; what it shows follows


async def serve_stream(server, grant, answer, arrived, scope, receive, send):
    """Attach to the hub and send what it gives; 503 when this person or this process has as many as may be."""
    grant = json.loads(grant)
    who = grant.get("aid") or grant.get("device")
    too_many = who is not None and server.hub.count(who) >= server.streams_per_user
    if too_many or server.hub.count() >= server.streams_max:
        await _refuse(send)
        return
    stream = server.hub.attach(grant, arrived)
    stream.task = asyncio.current_task()
    watching = asyncio.ensure_future(_until_gone(receive, stream))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _headers(answer)})
        await send({"type": "http.response.body", "body": HELLO, "more_body": True})
        async for chunk in stream:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    except asyncio.CancelledError:
        await abort(scope, receive)
    finally:
        watching.cancel()
        server.hub.detach(stream)


async def _until_gone(receive, stream):
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def abort(scope, receive):
    """Hang up. Closing politely would wait for the reader who does not read."""
    transport = scope.get("mooctang.transport")
    if transport is not None:
        transport.abort()
        await receive()


def _headers(answer):
    return [header for header in answer.headers if header[0].lower() not in OF_THE_VIEW] + HEADERS


async def _refuse(send):
    answer = plain_answer(503)
    headers = answer.headers + [(b"retry-after", b"%d" % random.randint(3, 8)), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
