"""Who comes before whom when more wait than there are threads: a page that opens its stream shows all it has already."""
import asyncio
import logging
import resource
import threading
import time

import pytest

from mooctang_core.web import asgi_server
from mooctang_core.web.asgi import Asgi
from mooctang_core.web.asgi_crew import Crew, Overfull

STREAM = [(b"accept", b"text/event-stream")]


def order_of(pages, streams):
    """Who is served when, by one thread, with all of them waiting before it begins."""
    crew, gate, order = Crew(1, 10, most_patient=100), threading.Event(), []

    async def story():
        held = crew.run(gate.wait, 5)
        while crew.waiting():
            await asyncio.sleep(0.001)
        waiting = [crew.run_patiently(order.append, "stream") for _ in range(streams)] + [crew.run(order.append, "page") for _ in range(pages)]
        gate.set()
        await asyncio.gather(held, *waiting)

    asyncio.run(story())
    crew.close()
    return order


def test_pages_do_not_wait_behind_streams_that_came_before_them():
    assert order_of(9, 60)[:12].count("page") == 9


def test_streams_are_opened_while_pages_wait():
    assert order_of(9, 2)[:8].count("stream") == 2


def test_a_second_half_goes_before_all_others():
    crew, gate, order = Crew(1, 10, most_patient=10), threading.Event(), []

    async def story():
        jobs = [crew.run(gate.wait, 5)]
        while crew.waiting():
            await asyncio.sleep(0.001)
        jobs += [crew.run(order.append, "page"), crew.run(order.append, "half", first=True)]
        gate.set()
        await asyncio.gather(*jobs)

    asyncio.run(story())
    crew.close()
    assert order == ["half", "page"]


def test_the_patient_are_counted_apart_and_have_an_end():
    crew, gate = Crew(1, 1, most_patient=2), threading.Event()

    async def story():
        jobs = [crew.run(gate.wait, 5)]
        while crew.waiting():
            await asyncio.sleep(0.001)
        jobs += [crew.run_patiently(int), crew.run_patiently(int), crew.run(int)]
        with pytest.raises(Overfull):
            crew.run_patiently(int)
        with pytest.raises(Overfull):
            crew.run(int)
        gate.set()
        return await asyncio.gather(*jobs)

    assert asyncio.run(story())[1:] == [0, 0, 0]
    crew.close()


def test_many_threads_and_both_queues_lose_nobody():
    crew = Crew(8, 10_000, most_patient=10_000)

    async def story():
        return await asyncio.gather(*((crew.run_patiently if n % 2 else crew.run)(lambda n=n: n) for n in range(6000)))

    assert asyncio.run(asyncio.wait_for(story(), 30)) == list(range(6000))
    crew.close()


def test_all_live_pages_that_may_be_open_may_open_at_once():
    """`jobs_max` is about pages: whoever waits for a stream is turned away at `streams_max` only."""
    assert statuses(STREAM, 40) == [200] * 40
    assert statuses([], 40).count(503) >= 30


def statuses(headers, number):
    async def story():
        server, found = Asgi(slow, threads=1, jobs_max=4, streams_max=50), []

        async def receive():
            return {"type": "http.request"}

        async def send(message):
            found.extend([message["status"]] if "status" in message else [])

        scope = {"type": "http", "method": "GET", "raw_path": b"/", "path": "/", "query_string": b"", "http_version": "1.1", "headers": headers}
        await asyncio.gather(*(server(scope, receive, send) for _ in range(number)))
        server.crew.close()
        server.taps.close()
        return found

    return asyncio.run(story())


def slow(environ, start_response):
    time.sleep(0.005)
    start_response("200 OK", [])
    return [b""]


@pytest.mark.parametrize("hard", [1_000_000, resource.RLIM_INFINITY])
def test_as_many_files_are_asked_for_as_there_may_be_live_pages(monkeypatch, hard, caplog):
    asked = []
    monkeypatch.setattr(resource, "getrlimit", lambda which: (1024, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda which, limits: asked.append(limits))
    assert asgi_server._files_allowed(50_000) == asked[0][0] > 50_000 + asgi_server.SPARE
    assert asked[0][1] == hard and not caplog.records


def test_a_system_that_gives_fewer_files_than_live_pages_is_named(monkeypatch, caplog):
    monkeypatch.setattr(resource, "getrlimit", lambda which: (4096, 4096))
    with caplog.at_level(logging.WARNING):
        assert asgi_server._files_allowed(50_000) == 4096
    assert "streams_max" in caplog.text and "3796" in caplog.text
