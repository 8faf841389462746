"""Pack and verify beside a running server, and asking the process that holds the store."""

import os
import subprocess
import sys
import time

import pytest
from ZODB.blob import Blob

from mooctang_core.store import StoreError, maintain, open_store
from mooctang_core.store.control import ask

from .ground import change, lay_out

SERVER = """
import sys, time
from mooctang_core.settings import load
from mooctang_core.store import open_store
store = open_store(load(environ={}, home=sys.argv[1]))
print('open', flush=True)
sys.stdin.read()
store.close()
"""


@pytest.fixture
def store(either):
    store = open_store(either)
    lay_out(store)
    yield store
    store.close()


@pytest.fixture
def server(settings):
    """Another process that holds the embedded store."""
    store = open_store(settings)
    lay_out(store)
    store.close()
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(settings.home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "open\n"
    yield process
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


def grow(store, times=50):
    for number in range(times):
        with change(store) as connection:
            connection.root()["n"] = "x" * 1000 + str(number)
    with change(store) as connection:
        connection.root()["file"] = Blob(b"to be forgotten")
    with change(store) as connection:
        del connection.root()["file"]


def test_pack_forgets_old_revisions_and_files(store, either):
    grow(store)
    blobs = either.home / ("store/blobs" if either.store == "file" else "blobs/main")
    assert len(list(blobs.rglob("*.blob"))) == 3
    packed = maintain.pack(either)["main"]
    if either.store == "file":
        assert packed["after"] < packed["before"] - 40_000
    assert len(list(blobs.rglob("*.blob"))) == 2
    assert maintain.verify(either)["ok"]
    with change(store) as connection:
        assert connection.root()["n"].endswith("49")


def test_the_process_that_holds_the_store_packs_for_others(server, settings):
    before = maintain.pack(settings)["main"]
    assert before["after"] <= before["before"]
    with pytest.raises(StoreError, match="There is no school nowhere"):
        maintain.school_mount(settings, "nowhere")
    with pytest.raises(StoreError, match="does not know the task"):
        ask(settings.home / "store", "dance")


def test_verify_backup_and_export_read_beside_the_server(server, settings, tmp_path):
    assert maintain.verify(settings)["databases"]["main"]["files"] == 2
    maintain.backup(settings, tmp_path / "b")
    assert maintain.school_export(settings, "east", tmp_path / "east.tar")["files"] == 1


def test_a_school_moves_in_the_server_and_back(server, settings):
    assert maintain.school_mount(settings, "east")["to"] == "east"
    assert maintain.school_unmount(settings, "east")["to"] == "main"


def test_the_socket_is_the_owners_alone(server, settings):
    assert os.stat(settings.home / "store" / "control.sock").st_mode & 0o777 == 0o600


def test_a_sound_store_has_no_problems(store, either):
    report = maintain.verify(either)
    assert report["ok"]
    main = report["databases"]["main"]
    assert main["objects"] > 80
    assert main["files"] == 2
    assert main["problems"] == main["notes"] == []


def test_verify_finds_a_file_with_other_content(store, either):
    blobs = either.home / ("store/blobs" if either.store == "file" else "blobs/main")
    victim = next(blobs.rglob("*.blob"))
    content = bytearray(victim.read_bytes())
    content[5] ^= 1
    victim.chmod(0o600)
    victim.write_bytes(content)
    report = maintain.verify(either)
    assert not report["ok"]
    assert "other content than its name says" in report["databases"]["main"]["problems"][0]


def test_verify_finds_a_missing_file(store, either):
    blobs = either.home / ("store/blobs" if either.store == "file" else "blobs/main")
    next(blobs.rglob("*.blob")).unlink()
    assert any("is missing" in problem for problem in maintain.verify(either)["databases"]["main"]["problems"])


def test_verify_finds_a_zeroed_sector_wherever_it_is(settings):
    store = open_store(settings)
    lay_out(store, students=200)
    store.close()
    path = settings.home / "store" / "main.fs"
    whole = path.read_bytes()
    for part in range(1, 8):
        content, place = bytearray(whole), len(whole) * part // 8
        content[place:place + 512] = bytes(512)
        path.write_bytes(content)
        assert not maintain.verify(settings)["ok"], place


def test_orphans_of_a_crash_are_noted_and_removed_when_a_day_old(settings):
    store = open_store(settings)
    lay_out(store)
    with change(store) as connection:
        connection.root()["file"] = Blob(b"content")
    blobs = settings.home / "store" / "blobs"
    one = max(blobs.rglob("*.blob"))
    orphan = one.with_name("0x0399999999999999.blob")
    orphan.write_bytes(b"left behind")
    assert "1 files belong to no object" in maintain.verify(settings)["databases"]["main"]["notes"][0]
    assert maintain.pack(settings)["main"]["files"] == 0
    old = time.time() - 100_000
    os.utime(orphan, (old, old))
    assert maintain.pack(settings)["main"]["files"] == 1
    assert not orphan.exists()
    assert one.exists()
    store.close()
