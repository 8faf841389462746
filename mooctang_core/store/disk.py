"""Having things on the disk, and not only in the kernel's memory."""

import os


def deepest_existing(folder):
    while not folder.exists():
        folder = folder.parent
    return folder


def sync_file(handle):
    handle.flush()
    os.fsync(handle.fileno())


def sync_path(path):
    """Have a file or folder on the disk, not only in the kernel's memory."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
