"""One process at a time: a lock on the folder of an embedded store, and who has it."""

import fcntl
import os
import threading
from pathlib import Path
from typing import ClassVar

from mooctang_core.store.errors import held


class HeldFolder:
    """A flock on the folder itself: there is no lock file that somebody could delete."""

    _mine: ClassVar[dict] = {}
    _lock = threading.Lock()

    def __init__(self, folder, alone=False):
        """`alone`: not even together with another database of this process."""
        self.folder = Path(folder)
        self._key = None
        with self._lock:
            handle = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
            found = os.fstat(handle)
            key = (found.st_dev, found.st_ino)
            if key in self._mine:
                os.close(handle)
                if alone:
                    raise held(self.folder, os.getpid())
                self._mine[key][1] += 1
            else:
                self._take(handle, key)
            self._key = key

    def _take(self, handle, key):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise held(self.folder, holder_of(self.folder)) from None
        self._mine[key] = [handle, 1]

    def release(self):
        with self._lock:
            if self._key is None:
                return
            entry = self._mine[self._key]
            entry[1] -= 1
            if not entry[1]:
                os.close(entry[0])
                del self._mine[self._key]
            self._key = None


def holder_of(folder):
    for lock in sorted(folder.glob("*.fs.lock")):
        words = lock.read_text(errors="replace").split()
        if words and words[0].isdigit():
            return words[0]
    return ""
