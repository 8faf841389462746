"""Start a server in processes of its own, look at its memory, kill it, stop it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
PLUGINS = Path(__file__).parent / "plugins"


class Server:
    """`with Server(settings) as server:` the real application behind the real supervisor, on `server.port`."""

    def __init__(self, settings, log=None, **words):
        """`words`: app "module:function", port, fsync_delay_ms."""
        self.settings, self.words = settings, words
        self.log = Path(log or tempfile.mkstemp(prefix="mooctang-bench-", suffix=".log")[1])
        self.process, self.port = None, words.get("port", 0)
        self.started_in = 0.0

    def start(self):
        began = time.monotonic()
        words = json.dumps({"settings": self.settings, **self.words, "port": self.port}, default=str)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "-m", "bench.server", words], cwd=ROOT, env=environ(), stdout=subprocess.PIPE, stderr=log, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"The server did not start: {self.said()[-3000:]}")
        self.port = json.loads(line)[0]
        self.started_in = time.monotonic() - began
        return self

    def said(self):
        return self.log.read_text(errors="replace")

    def workers(self):
        return [child for child in psutil.Process(self.process.pid).children() if child.status() != psutil.STATUS_ZOMBIE]

    def memory_mb(self):
        """Of the largest worker."""
        return round(max(worker.memory_info().rss for worker in self.workers()) / 2**20, 1)

    def cpu_seconds(self):
        return sum(sum(worker.cpu_times()[:2]) for worker in self.workers())

    def kill(self):
        """SIGKILL to the supervisor; the kernel sends its workers after it."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def kill_worker(self):
        """SIGKILL to one worker: the supervisor starts another."""
        for worker in self.workers()[:1]:
            with contextlib.suppress(psutil.NoSuchProcess):
                worker.kill()

    def stop(self, seconds=20):
        """SIGTERM; (seconds until it was gone, exit code)."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(seconds)
        self.process.stdout.close()
        return time.monotonic() - began, code

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process is not None and self.process.poll() is None:
            try:
                self.stop()
            except subprocess.TimeoutExpired:
                self.kill()
        self.log.unlink(missing_ok=True)


def environ():
    """The environment without settings of the caller's, with compiled templates kept between runs."""
    kept = Path(tempfile.gettempdir()) / f"mooctang-bench-templates-{os.getuid()}"
    kept.mkdir(mode=0o700, exist_ok=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MOOCTANG_")}
    return {**clean, "CHAMELEON_CACHE": str(kept), "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), str(PLUGINS), os.environ.get("PYTHONPATH"))))}
