"""The store behind a ZEO server that keeps its data as we do."""

import contextlib
import socket
import subprocess
import sys
import time

import pytest

from mooctang_core.settings import load
from mooctang_core.store import StoreDown, StoreError, StoreHeld, maintain, open_store, opening

from .ground import change, content_of, lay_out

CONF = """
%import mooctang_core.store
<zeo>
  address 127.0.0.1:{port}
</zeo>
<durablefilestorage 1>
  path {home}/main.fs
  blob-dir {home}/blobs
</durablefilestorage>
"""


@pytest.fixture
def zeo(tmp_path):
    with serving(tmp_path) as port:
        yield port


@contextlib.contextmanager
def serving(folder):
    """The port of a ZEO server with nothing in it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "server").mkdir(parents=True)
    conf = folder / "zeo.conf"
    conf.write_text(CONF.format(port=port, home=folder / "server"))
    server = subprocess.Popen([sys.executable, "-m", "ZEO.runzeo", "-C", str(conf)], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.05)
    try:
        yield port
    finally:
        server.terminate()
        server.wait(10)


def test_two_clients_share_a_zeo_server(zeo, tmp_path):
    one, other = (open_store(load(environ={}, home=tmp_path / name, store=f"zeo://127.0.0.1:{zeo}")) for name in ("one", "other"))
    assert one.kind == "zeo"
    lay_out(one)
    for number in range(20):
        with change(one) as connection:
            connection.root()["n"] = number
        with change(other) as connection:
            assert connection.root()["n"] == number  # server_sync: never a stale read
    with change(other) as connection:
        school = connection.root()["schools"]["east"]
        from mooctang_core.store import files

        assert content_of(files.open(school, next(iter(school.files)))).startswith(b"file of east")
    one.ready()
    one.scratch.put("x", "y", 1)
    one.close()
    other.close()


def test_no_zeo_server_is_down(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "ZEO_SECONDS", 1)
    with pytest.raises(StoreDown, match="does not answer"):
        open_store(load(environ={}, home=tmp_path, store="zeo://127.0.0.1:1"))


def file_of(settings, slug="east"):
    from mooctang_core.store import files

    store = open_store(settings)
    try:
        with change(store) as connection:
            school = connection.root()["schools"][slug]
            return content_of(files.open(school, next(iter(school.files))))
    finally:
        store.close()


def test_from_postgresql_to_zeo_and_back_to_files_in_one_home(pg_settings, zeo):
    store = open_store(pg_settings)
    lay_out(store)
    store.close()
    there = maintain.convert(pg_settings, f"zeo://127.0.0.1:{zeo}")
    on_zeo = pg_settings.replace(store=f"zeo://127.0.0.1:{zeo}")
    assert there["to"] == "zeo"
    assert there["databases"]["main"] > 20
    assert file_of(on_zeo) == file_of(pg_settings) == b"file of east" * 1000
    assert maintain.verify(on_zeo)["ok"]
    with pytest.raises(StoreError, match="holds data already"):
        maintain.convert(pg_settings, on_zeo.store, force=True)
    assert maintain.convert(on_zeo, "file")["databases"] == there["databases"]
    assert file_of(on_zeo.replace(store="file")) == b"file of east" * 1000


def test_a_zeo_server_that_is_used_is_left_alone(settings, zeo):
    on_zeo = settings.replace(store=f"zeo://127.0.0.1:{zeo}")
    running = open_store(on_zeo)
    lay_out(running)
    with pytest.raises(StoreHeld, match="stop the server"):
        maintain.convert(on_zeo, "file")
    running.close()


def test_a_backup_of_zeo_has_files_that_this_client_never_read(settings, zeo, tmp_path):
    on_zeo = settings.replace(store=f"zeo://127.0.0.1:{zeo}", home=tmp_path / "one")
    running = open_store(on_zeo)
    lay_out(running)
    elsewhere = on_zeo.replace(home=tmp_path / "nightly")
    maintain.backup(elsewhere, tmp_path / "b")
    running.close()
    maintain.pack(on_zeo)
    maintain.restore(settings.replace(home=tmp_path / "back"), tmp_path / "b")
    assert file_of(settings.replace(home=tmp_path / "back"), "west") == b"file of west" * 1000
    with serving(tmp_path / "fresh") as port:
        again = on_zeo.replace(store=f"zeo://127.0.0.1:{port}", home=tmp_path / "again")
        maintain.restore(again, tmp_path / "b")
        assert file_of(again, "west") == b"file of west" * 1000
