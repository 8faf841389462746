"""Who may tend the store when: a backup and a pack never run at once, several readers may."""

import contextlib
import fcntl
import os

from mooctang_core.store.errors import StoreHeld
from mooctang_core.store.places import blobs_folder, kind_of, store_folder

NAME = "maintain.lock"


def lock_path(settings):
    """Beside the data; on PostgreSQL beside the files, which all nodes share."""
    return (store_folder(settings) if kind_of(settings) == "file" else blobs_folder(settings)) / NAME


@contextlib.contextmanager
def reading_turn(settings):
    """Hold packing off while something reads a whole database."""
    with _turn(lock_path(settings), fcntl.LOCK_SH, "a pack, a restore or a move"):
        yield


@contextlib.contextmanager
def changing_turn(settings):
    """Pack, convert, restore and move: alone."""
    with _turn(lock_path(settings), fcntl.LOCK_EX, "a backup, a pack or another such task"):
        yield


@contextlib.contextmanager
def _turn(path, how, whom):
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreHeld(f"In {path.parent} {whom} is under way: wait until it has ended, then try again.") from None
        yield
    finally:
        os.close(handle)
