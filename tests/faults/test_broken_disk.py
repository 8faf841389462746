"""The disk fails under a commit: that process ends, another starts, and the same key gives the answer."""
import time

from bench.servers import Server

from .breaking import SIGN
from .speaking import ask, kept, tap


def test_a_dying_disk_ends_the_process_and_the_next_one_serves(laid):
    place, url, (_teacher, person, other) = laid(2)
    with Server(place.over, app="tests.faults.breaking:broken_disk") as server:
        assert ask(server, tap(person, url, 1)).status == 200
        before = {worker.pid for worker in server.workers()}
        (place.settings.home / SIGN).touch()
        data = tap(person, url, 2)
        answer = ask(server, data)
        assert answer.status in (0, 503), answer
        assert answer.status == 0 or answer.header("Retry-After")
        deadline = time.monotonic() + 60
        while (again := ask(server, data)).status != 200:
            assert again.status in (0, 503) and time.monotonic() < deadline, again
            time.sleep(0.2)
        assert {worker.pid for worker in server.workers()}.isdisjoint(before)
        assert ask(server, tap(other, url, 3)).status == 200
        server.stop()
    place.reopen()
    assert kept(place, url, person) == [1, 2] and kept(place, url, other) == [3]
    place.close()
