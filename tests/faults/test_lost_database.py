"""PostgreSQL goes away: one clear sentence and 503, and all is well again when it is back, without a restart."""
import time

import pytest

from bench.client import request
from bench.ground import HOST, ROOM, Ground
from bench.servers import Server

from .speaking import ask, kept, tap


@pytest.mark.postgres
def test_a_database_that_stops_and_comes_back(pg_spots):
    place = Ground(students=2, **pg_spots.settings(workers=1))
    url = place.open("tally")
    person, other = place.sign_in("s1", "s2")
    place.close()
    with Server(place.over) as server:
        assert ask(server, tap(person, url, 1)).status == 200
        workers = {worker.pid for worker in server.workers()}
        pg_spots.postgres.stop()
        data = tap(person, url, 2)
        for answer in (ask(server, data), ask(server, person.get(f"{ROOM}/")), ask(server, tap(other, url, 3))):
            assert answer.status == 503 and answer.header("Retry-After"), answer
            assert b"Traceback" not in answer.body and b"psycopg2" not in answer.body
        ready = ask(server, request("GET", "/readyz", HOST))
        assert ready.status == 503 and b"does not answer" in ready.body, ready
        assert ask(server, request("GET", "/healthz", HOST)).status == 200
        pg_spots.postgres.start()
        deadline = time.monotonic() + 30
        while (again := ask(server, data)).status != 200:
            assert again.status == 503 and time.monotonic() < deadline, again
            time.sleep(0.2)
        assert ask(server, person.get(f"{ROOM}/")).status == 200
        assert ask(server, request("GET", "/readyz", HOST)).status == 200
        assert {worker.pid for worker in server.workers()} == workers
        server.stop()
    place.reopen()
    assert kept(place, url, person) == [1, 2]
    place.close()
