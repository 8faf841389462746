"""A PostgreSQL server of a test's own: a random port on loopback, its own data, gone when the test ends."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg2

CONF = """
listen_addresses = '127.0.0.1'
fsync = on
synchronous_commit = on
full_page_writes = on
max_connections = 120
shared_buffers = 64MB
logging_collector = off
"""


def postgres_bin():
    """The folder of PostgreSQL's programs, or None when it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


class PrivatePostgres(str):
    """The server's URI; it can also be killed, stopped, started again, and asked for further databases."""

    @classmethod
    def lay_out(cls, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = cls(f"postgresql://mooctang@127.0.0.1:{port}/mooctang")
        server.port, server.folder, server.process = port, Path(folder), None
        server._init()
        return server

    def _init(self):
        os.chmod(self.folder, 0o755)
        if os.getuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self._run("initdb", "-D", self.data, "-U", "mooctang", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums")
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write(CONF + f"port = {self.port}\nunix_socket_directories = '{self.folder}'\n")

    @property
    def data(self):
        return self.folder / "data"

    def _as_user(self):
        # PostgreSQL refuses to run as root.
        return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}

    def _run(self, program, *words):
        done = subprocess.run([postgres_bin() / program, *words], cwd=self.folder, capture_output=True, text=True, check=False, **self._as_user())
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr[-2000:]}")

    def start(self, seconds=30):
        """Start it and wait until it answers; after a kill the old children may hold it off for a moment."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                self._launch()
            if self.answers():
                return self
            time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL did not start: {self.log()[-2000:]}")

    def _launch(self):
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [postgres_bin() / "postgres", "-D", self.data], cwd=self.folder, stdout=log, stderr=log, **self._as_user())

    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def answers(self):
        try:
            psycopg2.connect(f"postgresql://mooctang@127.0.0.1:{self.port}/postgres", connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def kill(self):
        """SIGKILL to the postmaster, as a crash would be."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)  # fast shutdown: clients are sent away
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(10)

    def restart(self):
        self.stop()
        return self.start()

    def database(self, name):
        """The URI of a new, empty database on this server."""
        connection = psycopg2.connect(f"postgresql://mooctang@127.0.0.1:{self.port}/postgres")
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}"')
        return f"postgresql://mooctang@127.0.0.1:{self.port}/{name}"


@contextlib.contextmanager
def private_postgres(tmp=None):
    """Yield a running PrivatePostgres, which is its URI; `tmp` is the folder to make its own folder in, if the server's user may enter it."""
    folder = Path(tempfile.mkdtemp(prefix="mooctang-pg-", dir=tmp if tmp and _enterable(Path(tmp)) else None))
    server = None
    try:
        server = PrivatePostgres.lay_out(folder)
        server.start()
        server.database("mooctang")
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _enterable(folder):
    if os.getuid():
        return True
    return all(place.stat().st_mode & 0o005 == 0o005 for place in (folder, *folder.parents))
