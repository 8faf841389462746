"""Applications for servers that are to break: the real one, with one thing wrong underneath."""
import errno
import os
from pathlib import Path

from bench.server import real

SIGN = "the-disk-is-broken"


def broken_disk(settings):
    """While the sign lies in the home, the next fsync fails once, as a dying disk does."""
    fsync, sign = os.fsync, Path(settings.home) / SIGN

    def failing(handle):
        if sign.exists():
            sign.unlink()
            raise OSError(errno.EIO, "Input/output error")
        return fsync(handle)

    os.fsync = failing
    return real(settings)
