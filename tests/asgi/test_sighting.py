"""Who taps within a few milliseconds of another reads what that one read; when nobody waits, nothing is held."""

import asyncio
import threading
import time

import pytest

from mooctang_core.web.asgi_crew import Crew
from mooctang_core.web.sighting import FRESH, Sighting


@pytest.fixture
def watch():
    return [100.0]


@pytest.fixture
def sighting(campus, watch):
    found = Sighting(campus.store, lambda: watch[0])
    yield found
    found.drop()


def title(sighting):
    sighting.look()
    return sighting.connection("main").root()["schools"]["east"].title


def test_a_look_is_shared_for_a_moment_and_then_taken_anew(campus, sighting, watch):
    before = title(sighting)
    with campus.writing() as school:
        school.title = "改了"
    watch[0] += FRESH / 2
    assert title(sighting) == before
    watch[0] += FRESH
    assert title(sighting) == "改了"


def test_at_rest_nothing_is_held(campus, sighting):
    title(sighting)
    connection = sighting.connection("main")
    sighting.rest()
    assert connection.opened is None
    with campus.writing() as school:
        school.title = "新的"
    assert title(sighting) == "新的"


def test_after_an_error_it_begins_from_nothing(sighting):
    title(sighting)
    manager = sighting.manager
    manager.abort()     # whatever happened to the transaction
    sighting.drop()
    assert sighting.manager is not manager and title(sighting)


def test_every_thread_that_finds_nothing_to_do_lets_go_before_it_waits():
    rested, gate = [], threading.Barrier(3)
    crew = Crew(2, 10, lambda: rested.append(threading.get_ident()))

    async def rush():
        await asyncio.gather(*(crew.run(lambda: gate.wait(5) and threading.get_ident()) for _ in range(2)), asyncio.to_thread(gate.wait, 5))

    asyncio.run(rush())
    deadline = time.monotonic() + 5
    while len(rested) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    crew.close()
    assert all(rested.count(thread) >= 2 for thread in set(rested)) and len(set(rested)) == 2
