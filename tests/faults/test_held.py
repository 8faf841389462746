"""One store, two servers: the second one says who holds it and ends; the first one does not notice."""
import re
import subprocess
import sys

from bench.servers import ROOT, Server, environ

from .speaking import ask, tap


def test_a_second_server_on_one_store_says_so_and_ends(laid):
    place, url, (_teacher, person) = laid(1)
    with Server(place.over) as server:
        command = [sys.executable, "-W", "ignore", "-m", "mooctang_core.cli", "serve", "--home", str(place.settings.home), "--port", str(free_port())]
        second = subprocess.run(command, cwd=ROOT, env=environ(), capture_output=True, text=True, timeout=120, check=False)
        assert second.returncode not in (0, -9)
        said = second.stdout + second.stderr
        assert "held" in said and "Traceback" not in said, said
        assert re.search(rf"process ({'|'.join(str(worker.pid) for worker in server.workers())})", said), said
        assert ask(server, tap(person, url, 1)).status == 200


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
