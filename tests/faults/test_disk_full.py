"""A full disk under the whole application: pages are read, writes are told to come again, and room is enough to go on."""
import os
import subprocess
import time
import uuid

import pytest

from bench.ground import ROOM, Ground
from bench.servers import Server

from .speaking import ask, kept, tap

SIZE_MB = 6


@pytest.fixture
def small_disk(tmp_path):
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(place)], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"A small disk cannot be mounted here ({made.stderr.strip()}).")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_reading_goes_on_and_writing_comes_back(small_disk):
    place = Ground(small_disk / "home", students=4)
    url = place.open("tally")
    person, other, third = place.sign_in("s1", "s2", "s3")
    place.close()
    with Server({**place.over, "port": 1}) as server:
        assert ask(server, tap(person, url, 1)).status == 200
        workers = {worker.pid for worker in server.workers()}
        filler = fill(small_disk)
        written = taps_until_refused(server, person, url)
        data = tap(person, url, len(written) + 1, uuid.uuid4().hex)
        answers = [ask(server, data) for _ in range(3)]
        assert {answer.status for answer in answers} <= {503, 507}, answers
        assert ask(server, tap(other, url, 3)).status in (503, 507)
        for reader in (person, third):
            assert ask(server, reader.get(f"{ROOM}/")).status == 200
        assert ask(server, person.get("/readyz")).status == 503
        filler.unlink()
        deadline = time.monotonic() + 20
        while (again := ask(server, data)).status != 200:
            assert again.status in (503, 507) and time.monotonic() < deadline, again
            time.sleep(0.2)
        assert ask(server, tap(other, url, 4)).status == 200
        assert ask(server, person.get("/readyz")).status == 200
        assert {worker.pid for worker in server.workers()} == workers
        server.stop()
    place.reopen()
    assert kept(place, url, person) == [*written, len(written) + 1] and kept(place, url, other) == [4]
    place.close()


def taps_until_refused(server, person, url):
    """The numbers that were still taken: the last block of a file has room of its own, whatever the disk says."""
    written = [1]
    while ask(server, tap(person, url, len(written) + 1, uuid.uuid4().hex)).status == 200:
        written.append(len(written) + 1)
        assert len(written) < 20, "The disk never ran full."
    return written


def fill(disk):
    """Use up every byte."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(os.urandom(size))
            except OSError:
                continue
    return filler
