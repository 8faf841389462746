"""Buses over real servers: everybody hears, nobody hears twice, and a lost wire is known."""
import shutil
import socket
import subprocess
import threading
import time

import psycopg2
import pytest

from mooctang_core.live.bus import MemoryBus
from mooctang_core.live.bus_postgres import PostgresBus
from mooctang_core.live.bus_redis import RedisBus
from mooctang_core.live.messages import EVERYTHING, pack, unpack
from mooctang_core.testing.postgres import postgres_bin, private_postgres


class Ear:
    """Everything that one bus was told."""

    def __init__(self, bus):
        self.bus, self.heard, self.reconnects = bus, [], 0
        bus.subscribe(self.heard.extend)
        bus.on_reconnect(self._again)

    def _again(self):
        self.reconnects += 1

    def people(self):
        return sorted(aid for change in self.heard for aid in change.get("a", ()))


def record(*people, path="/r7/1"):
    return {"s": "pku", "p": path, "k": "record", "a": list(people)}


def until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


class Redis:
    """A redis-server of the test's own."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL)
        until(self._answers)

    def _answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def stop(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def postgres():
    if postgres_bin() is None:
        pytest.skip("PostgreSQL is not installed")
    with private_postgres() as server:
        yield server


@pytest.fixture
def redis_server():
    if shutil.which("redis-server") is None:
        pytest.skip("Redis is not installed")
    server = Redis()
    yield server
    server.stop()


@pytest.fixture
def ears(request):
    """Make buses that are closed at the end; `ears(PostgresBus, dsn)` gives two processes' worth."""
    buses = []

    def make(kind, *args, number=2):
        mine = [Ear(kind(*args)) for _ in range(number)]
        buses.extend(mine)
        assert all(ear.bus.connected.wait(10) for ear in mine)
        # The word about the first connection may still be on its way to the ears.
        time.sleep(0.1)
        return mine

    yield make
    for ear in buses:
        ear.bus.close()


def test_one_process_hears_itself(ears):
    ear, = ears(MemoryBus, number=1)
    ear.bus.publish([record("s1")])
    until(lambda: ear.people() == ["s1"])


def test_a_listener_that_fails_silences_nobody(ears):
    ear, = ears(MemoryBus, number=1)
    ear.bus._listeners.insert(0, lambda changes: 1 / 0)
    ear.bus.publish([record("s1")])
    until(lambda: ear.people() == ["s1"])


@pytest.mark.postgres
def test_postgresql_carries_it_to_others_once(postgres, ears):
    one, two = ears(PostgresBus, str(postgres))
    one.bus.publish([record("s1")])
    two.bus.publish([record("s2")])
    until(lambda: one.people() == two.people() == ["s1", "s2"])
    time.sleep(0.2)
    assert one.people() == two.people() == ["s1", "s2"]


@pytest.mark.postgres
def test_a_whole_class_fits_though_a_message_has_eight_thousand_bytes(postgres, ears):
    one, two = ears(PostgresBus, str(postgres))
    people = [f"account-{n:06}" for n in range(2000)]
    one.bus.publish([record(*people), {"s": "pku", "p": "/r7", "k": "node", "a": []}])
    until(lambda: two.people() == people)
    assert {change["k"] for change in two.heard} == {"record", "node"}


@pytest.mark.postgres
def test_a_rush_is_quick(postgres, ears):
    one, two = ears(PostgresBus, str(postgres))
    started = time.monotonic()
    for n in range(5000):
        one.bus.publish([record(f"s{n}")])
    until(lambda: len(two.people()) == 5000)
    assert time.monotonic() - started < 5


@pytest.mark.postgres
def test_a_lost_connection_is_known_and_what_was_said_meanwhile_is_sent(postgres, ears):
    one, two = ears(PostgresBus, str(postgres))
    before = one.reconnects, two.reconnects
    with psycopg2.connect(str(postgres)) as admin, admin.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mooctang bus'")
    admin.close()
    one.bus.publish([record("s1")])
    until(lambda: one.reconnects > before[0] and two.reconnects > before[1])
    one.bus.publish([record("s2")])
    until(lambda: "s2" in two.people() and one.people() == ["s1", "s2"])


@pytest.mark.postgres
def test_many_open_files_do_not_stop_it(postgres, ears):
    """With two thousand pages open, the next socket has a number that select() cannot take."""
    held = [open("/dev/null") for _ in range(1500)]
    one, two = ears(PostgresBus, str(postgres))
    one.bus.publish([record("s1")])
    until(lambda: two.people() == ["s1"])
    for file in held:
        file.close()


def test_redis_carries_it_to_others_once_and_a_restart_is_known(redis_server, ears):
    one, two = ears(RedisBus, redis_server.url)
    people = [f"account-{n:06}" for n in range(2000)]
    one.bus.publish([record(*people)])
    until(lambda: one.people() == two.people() == people)
    before = two.reconnects
    redis_server.stop()
    one.bus.publish([record("meanwhile")])
    redis_server.start()
    until(lambda: two.reconnects > before)
    one.bus.publish([record("after")])
    until(lambda: "after" in two.people() and one.people() == sorted([*people, "meanwhile", "after"]))


def test_what_is_packed_is_unpacked_and_never_too_long():
    changes = [record(*(f"s{n}-{part}" for n in range(300)), path=f"/课堂/{part}") for part in range(20)] + [{"k": "revoke", "s": "pku", "a": ["s1"]}]
    texts = pack(changes, "me", 2000)
    assert max(len(text.encode()) for text in texts) <= 2000
    back = [change for text in texts for change in unpack(text)[1]]
    assert {(c.get("p"), aid) for c in back for aid in c.get("a", ())} == {(c.get("p"), aid) for c in changes for aid in c.get("a", ())}


def test_what_cannot_be_said_or_read_means_look_at_everything():
    assert unpack("not json") == (None, [EVERYTHING])
    assert unpack(pack([{"k": "node", "s": "pku", "p": "/" + "x" * 9000}], "me", 2000)[0])[1] == [EVERYTHING]


def test_closing_ends_the_threads(postgres, redis_server):
    before = threading.active_count()
    for bus in (MemoryBus(), PostgresBus(str(postgres)), RedisBus(redis_server.url)):
        bus.close()
    until(lambda: threading.active_count() == before)
