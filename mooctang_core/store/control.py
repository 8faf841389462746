"""Asking the process that holds the embedded store: a socket in home/store on which it does tasks for the command line.

One line of JSON asks, {"do": "pack", "with": {...}}; one line answers, {"done": …} or {"error": name, "sentence": text}.
Only the folder's owner can open the socket."""

import json
import os
import socket
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

from ZODB.POSException import POSError

from mooctang_core.store import errors

NAME = "control.sock"
LONGEST_TASK_SECONDS = 24 * 3600


class Control:
    """Answers in a thread of its own until it is closed."""

    def __init__(self, store, folder, tasks):
        self.store, self.tasks = store, tasks
        self.path = Path(folder) / NAME
        self._listener = self._listen()
        self._thread = threading.Thread(target=self._serve, name="mooctang-control", daemon=True)
        self._thread.start()

    def _listen(self):
        # We hold the folder's lock, so a socket that lies there belongs to nobody.
        with suppress(FileNotFoundError):
            self.path.unlink()
        listener = socket.socket(socket.AF_UNIX)
        with _short(self.path) as address:
            listener.bind(address)
        os.chmod(self.path, 0o600)
        listener.listen(4)
        return listener

    def _serve(self):
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            # A thread for each task: what goes wrong in one is written to the log and ends that thread alone.
            threading.Thread(target=self._answer, args=(caller,), name="mooctang-task", daemon=True).start()

    def _answer(self, caller):
        caller.settimeout(10)
        with caller, caller.makefile("rwb") as line, suppress(BrokenPipeError):
            reply = self._do(json.loads(line.readline() or b"{}"))
            line.write(json.dumps(reply).encode() + b"\n")

    def _do(self, asked):
        task = self.tasks.get(asked.get("do"))
        if task is None:
            return {"error": "StoreError", "sentence": f"The server does not know the task {asked.get('do')!r}: it may be of another version."}
        try:
            return {"done": task(self.store, **asked.get("with", {}))}
        except (errors.StoreError, OSError, POSError) as error:
            known = errors.trouble(error) or errors.StoreError(f"The task failed in the server ({errors.first_line(error)}): look at its log and try again.")
            return {"error": type(known).__name__, "sentence": str(known)}

    def close(self):
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with suppress(FileNotFoundError):
            self.path.unlink()
        if threading.current_thread() is not self._thread:
            self._thread.join(5)


def ask(folder, task, **words):
    """(True, result) from the process that holds the store, or (False, None) when nobody answers there."""
    path = Path(folder) / NAME
    if not path.exists():
        return False, None
    with socket.socket(socket.AF_UNIX) as caller:
        try:
            with _short(path) as address:
                caller.connect(address)
        except OSError:
            return False, None
        caller.settimeout(LONGEST_TASK_SECONDS)
        with caller.makefile("rwb") as line:
            line.write(json.dumps({"do": task, "with": words}).encode() + b"\n")
            line.flush()
            reply = json.loads(line.readline() or b'{"error": "StoreDown", "sentence": "The server did not finish the task: look at its log and try again."}')
    if "error" in reply:
        raise getattr(errors, reply["error"], errors.StoreError)(reply["sentence"])
    return True, reply["done"]


@contextmanager
def _short(path):
    """A socket's address may have 107 bytes; through the folder's handle it always fits."""
    handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}/{path.name}"
    finally:
        os.close(handle)
