"""The store behind a ZEO server that keeps its data as we do."""

import socket
import subprocess
import sys
import time

import pytest

from mooctang_core.settings import load
from mooctang_core.store import StoreDown, open_store

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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "server").mkdir()
    conf = tmp_path / "zeo.conf"
    conf.write_text(CONF.format(port=port, home=tmp_path / "server"))
    server = subprocess.Popen([sys.executable, "-m", "ZEO.runzeo", "-C", str(conf)], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.05)
    yield port
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


def test_no_zeo_server_is_down(tmp_path):
    with pytest.raises(StoreDown, match="does not answer"):
        open_store(load(environ={}, home=tmp_path, store="zeo://127.0.0.1:1"))
