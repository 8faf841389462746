"""What the disk has been told when an answer leaves, and what remains after a cut, a fault or a full disk."""

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ZODB.blob import Blob

from mooctang_core.settings import load
from mooctang_core.store import StoreDamaged, StoreDown, StoreFull, maintain, open_store
from mooctang_core.store.backup import complete_end

from .ground import change, content_of

# The package exports a class of the module's name, which hides the module from an import.
filestorage = sys.modules["ZODB.FileStorage.FileStorage"]

WRITER = """
import sys, itertools, transaction
from ZODB.blob import Blob
from mooctang_core.settings import load
from mooctang_core.store import open_store
store = open_store(load(environ={}, home=sys.argv[1]))
manager = transaction.TransactionManager(explicit=True)
manager.begin()
connection = store.connection('main', manager)
for n in itertools.count(connection.root().get('n', 0) + 1):
    connection.root()['n'] = n
    if n % 5 == 0:
        connection.root()['file'] = Blob(b'%d' % n * 500)
        connection.root()['of'] = n
    manager.commit()
    print(n, flush=True)
    manager.begin()
"""


def set_word(store, word, file=None):
    with change(store) as connection:
        connection.root()["word"] = word
        if file is not None:
            connection.root()["file"] = Blob(file)


def word(store):
    with change(store) as connection:
        return connection.root().get("word")


@pytest.fixture
def told(store, monkeypatch):
    """Every fsync in order: what it was for, and the status of the last transaction at that moment."""
    seen = []
    real = os.fsync

    def fsync(handle):
        path = os.readlink(f"/proc/self/fd/{handle}")
        seen.append((path, store.main.storage._nextpos and _status(store)))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(filestorage, "fsync", fsync)
    return seen


def _status(store):
    storage = store.main.storage
    with open(storage._file_name, "rb") as handle:
        return os.pread(handle.fileno(), 1, storage._pos + 16)


def test_blob_folder_and_data_are_on_the_disk_before_the_status_byte(store, told):
    set_word(store, "one", b"a file")
    kinds = [("blob" if path.endswith(".blob") else "data" if path.endswith("main.fs") else "folder") for path, _ in told]
    assert kinds[0] == "blob"
    assert set(kinds[1:-2]) == {"folder"}
    assert kinds[-2:] == ["data", "data"]
    # Everything but the last was told while the transaction was still marked as unfinished.
    assert [status for _, status in told[:-1]] == [b"c"] * (len(told) - 1)
    assert told[-1][1] == b" "


def test_every_new_folder_of_a_blob_is_told(store, told, settings):
    set_word(store, "one", b"a file")
    blob = next(Path(path) for path, _ in told if path.endswith(".blob"))
    folders = {path for path, _ in told}
    base = settings.home / "store" / "blobs"
    for folder in blob.parents:
        assert str(folder) in folders
        if folder == base:
            break


def test_a_commit_without_files_tells_the_data_twice_and_nothing_else(store, told):
    for number in range(20):
        set_word(store, number)
    assert len(told) == 40
    assert all(path.endswith("main.fs") for path, _ in told)


def test_a_tail_cut_at_every_third_byte_rolls_back_or_keeps(store, settings, tmp_path):
    set_word(store, "first")
    end_of_first = store.main.storage._pos
    set_word(store, "second", b"x" * 50)
    store.close()
    path = settings.home / "store" / "main.fs"
    whole = path.read_bytes()
    for cut in (*range(end_of_first, len(whole), 3), len(whole) - 1, len(whole)):
        home = tmp_path / "cut"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(settings.home, home)
        (home / "store" / "main.fs").write_bytes(whole[:cut])
        (home / "store" / "main.fs.index").unlink()
        cut_store = open_store(load(environ={}, home=home))
        assert word(cut_store) == ("second" if cut == len(whole) else "first"), cut
        cut_store.close()


@pytest.mark.parametrize("what", ["absent", "stale", "rubbish", "empty"])
def test_a_bad_index_costs_time_and_nothing_else(store, settings, what):
    index = settings.home / "store" / "main.fs.index"
    set_word(store, "first")
    store.close()
    stale = index.read_bytes()
    store = open_store(settings)
    set_word(store, "second")
    store.close()
    if what == "absent":
        index.unlink()
    else:
        index.write_bytes({"stale": stale, "rubbish": os.urandom(len(stale)), "empty": b""}[what])
    store = open_store(settings)
    assert word(store) == "second"
    store.close()


def test_kills_lose_nothing_that_was_acknowledged(tmp_path):
    acknowledged = 0
    for round in range(6):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        time.sleep(1.0 + round * 0.07)
        writer.send_signal(signal.SIGKILL)
        lines = writer.communicate()[0].splitlines()
        acknowledged = max([acknowledged, *map(int, lines)])
        store = open_store(load(environ={}, home=tmp_path))
        with change(store) as connection:
            root = connection.root()
            assert root.get("n", 0) >= acknowledged
            if "file" in root:
                assert content_of(root["file"].open("r")) == b"%d" % root["of"] * 500
        store.close()
    assert acknowledged > 50


@pytest.mark.parametrize("at", [1, 2])
def test_a_disk_error_ends_the_store_and_a_restart_knows_the_truth(store, settings, monkeypatch, at):
    set_word(store, "before")
    real, count = os.fsync, []

    def fsync(handle):
        count.append(1)
        if len(count) == at:
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(filestorage, "fsync", fsync)
    with pytest.raises(StoreDown, match="disk failed"):
        set_word(store, "unknown")
    assert "disk failed" in store.dead
    with pytest.raises(StoreDown):
        set_word(store, "later")
    with pytest.raises(StoreDown):
        store.ready()
    store.close()
    monkeypatch.undo()
    store = open_store(settings)
    # Before the status byte nothing is kept; after it the answer is unknown until now, and the same key settles it.
    assert word(store) in (("before",) if at == 1 else ("before", "unknown"))
    set_word(store, "after")
    assert word(store) == "after"
    store.close()


class SmallDisk:
    """Six megabytes: a disk of its own for root, else a limit on every file that this process writes."""

    def __init__(self, place):
        self.place = place
        self.mounted = os.getuid() == 0 and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], capture_output=True, check=False).returncode

    def fill(self):
        if not self.mounted:
            largest = max(path.stat().st_size for path in self.place.rglob("*") if path.is_file())
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 20_000, resource.RLIM_INFINITY))
            return
        with (self.place / "ballast").open("wb") as handle, pytest.raises(OSError, match="No space left"):
            while True:
                handle.write(b"x" * 65536)
                handle.flush()

    def free(self):
        if self.mounted:
            (self.place / "ballast").unlink(missing_ok=True)
        else:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def close(self):
        self.free()
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.place)], check=True)


@pytest.fixture
def small_disk(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    disk = SmallDisk(place)
    yield disk
    disk.close()


def test_a_full_disk_refuses_writes_and_goes_on_when_there_is_room(small_disk):
    settings = load(environ={}, home=small_disk.place / "home")
    store = open_store(settings)
    set_word(store, "before")
    small_disk.fill()
    for _ in range(3):
        with pytest.raises(StoreFull, match="no room left"):
            set_word(store, "y" * 300_000)
        assert word(store) == "before"
    with pytest.raises(StoreFull), change(store) as connection:
        connection.root()["file"] = Blob(b"z" * 300_000)
        connection.root()["much"] = "y" * 300_000
    assert store.dead is None
    small_disk.free()
    set_word(store, "after")
    store.ready()
    store.close()
    store = open_store(settings)
    assert word(store) == "after"
    store.close()


def test_readiness_sees_a_full_disk(small_disk):
    store = open_store(load(environ={}, home=small_disk.place / "home"))
    with change(store) as connection:
        connection.root()["big root"] = "x" * 400_000
    small_disk.fill()
    with pytest.raises(StoreFull):
        store.ready()
    small_disk.free()
    store.ready()
    store.close()


def test_the_end_of_what_was_acknowledged_is_found_without_the_storage(store, settings):
    for number in range(5):
        set_word(store, number)
    with open(settings.home / "store" / "main.fs", "rb") as handle:
        end, tid = complete_end(handle, 4)
    assert end == store.main.storage._pos
    assert bytes.fromhex(tid) == store.main.lastTransaction()


def damage(path, at, length):
    content = bytearray(path.read_bytes())
    content[at:at + length] = bytes(length)
    path.write_bytes(content)


@pytest.mark.parametrize("index", ["with its index", "without"])
def test_a_zeroed_sector_in_the_last_transaction_is_never_served(store, settings, index):
    set_word(store, "first")
    start = store.main.storage._pos
    set_word(store, "x" * 6000)
    end = store.main.storage._pos
    store.close()
    path = settings.home / "store" / "main.fs"
    whole = path.read_bytes()
    for at in range(start, end - 512, 512):
        damage(path, at, 512)
        if index == "without":
            path.with_name("main.fs.index").unlink(missing_ok=True)
        try:
            damaged = open_store(settings)
        except StoreDamaged as error:
            assert "verify" in str(error)
        else:
            # The rest is all there is: the transaction was rolled back as a whole, and said so in the log.
            assert word(damaged) == "first"
            damaged.close()
        path.write_bytes(whole)
    store = open_store(settings)
    assert word(store) == "x" * 6000
    store.close()


def test_one_wrong_bit_anywhere_is_found_by_verify_also_after_a_pack(store, settings):
    for number in range(30):
        set_word(store, f"{number} " * 40)
    maintain.pack(settings)
    for number in range(30):
        set_word(store, f"{number} " * 40)
    store.close()
    path = settings.home / "store" / "main.fs"
    whole = path.read_bytes()
    assert maintain.verify(settings)["ok"]
    for at in range(4, len(whole), len(whole) // 40):
        content = bytearray(whole)
        content[at] ^= 4
        path.write_bytes(content)
        assert not maintain.verify(settings)["ok"], at
    path.write_bytes(whole)
    assert maintain.verify(settings)["ok"]
