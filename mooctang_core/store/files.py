"""A school's files, by what is in them: streamed to the disk and hashed before they enter a transaction, read in ranges.

keep(school, stream, limit=None) -> hash      stores the stream; the same content is stored once
open(school, hash) -> binary file             seekable; KeyError when the school has no such file
size(school, hash) -> int
chunks(handle, start=0, length=None)          the bytes of a range, a little at a time
forget(school, hash)                          pack removes the bytes later
"""

import hashlib
import os
import tempfile
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from ZODB.blob import Blob
from ZODB.interfaces import BlobError

from mooctang_core import cores
from mooctang_core.store.errors import FULL, StoreError, full

PIECE = 1 << 18
SPOOL_PREFIX = "spool-"

open_file = open


class TooLarge(StoreError):
    """The stream has more bytes than were allowed; nothing was kept."""


class Spooled(NamedTuple):
    path: str
    hash: str
    size: int


def keep(school, stream, limit=None):
    """Store what the stream holds and return its hash. After a conflict it may be called again with the same stream."""
    spooled = spool(stream, spool_folder(school), limit)
    return keep_spooled(school, spooled)


def keep_spooled(school, spooled):
    """Put a spooled file into the school; the spool is used up."""
    if spooled.hash in school.files:
        os.remove(spooled.path)
        return spooled.hash
    blob = Blob()
    blob.consumeFile(spooled.path)
    school.files[spooled.hash] = blob
    return spooled.hash


def spool_folder(school):
    """A folder on the disk of the blobs, so that a spooled file is moved into place and not copied."""
    jar = school._p_jar
    return jar.db().storage.temporaryDirectory() if jar is not None else None


def spool(stream, folder=None, limit=None):
    """Write a stream to a file of its own, hashing it on the way; memory stays flat."""
    if hasattr(stream, "seek"):
        # A retried request gives the same stream again, read to its end.
        with suppress(OSError, ValueError):
            stream.seek(0)
    handle, path = tempfile.mkstemp(prefix=SPOOL_PREFIX, dir=folder)
    try:
        with os.fdopen(handle, "wb") as target, cores.roaming():
            digest, count = _pour(stream, target, limit)
        return Spooled(path, digest, count)
    except BaseException as error:
        os.remove(path)
        if isinstance(error, OSError) and error.errno in FULL:
            raise full(os.path.dirname(path)) from error
        raise


def _pour(stream, target, limit):
    digest, count = hashlib.sha256(), 0
    while piece := stream.read(PIECE):
        count += len(piece)
        if limit is not None and count > limit:
            raise TooLarge(f"The file has more than {limit} bytes: send a smaller one; nothing of it was kept.")
        digest.update(piece)
        target.write(piece)
    return digest.hexdigest(), count


def open(school, hash):
    """The file for reading, open on the disk: it can be read after the transaction has ended."""
    blob = school.files[hash]
    try:
        return open_file(blob.committed(), "rb")
    except BlobError:  # kept in this very transaction
        return blob.open("r")


def opener(school, hash):
    """A function that opens the file for reading, now or after the transaction; KeyError when the school has no such file."""
    return partial(open_file, school.files[hash].committed(), "rb")


def size(school, hash):
    with open(school, hash) as handle:
        return os.fstat(handle.fileno()).st_size


def chunks(handle, start=0, length=None):
    """Yield the bytes from `start`, `length` of them or up to the end, and close the file."""
    with handle:
        handle.seek(start)
        while length is None or length > 0:
            piece = handle.read(PIECE if length is None else min(PIECE, length))
            if not piece:
                return
            if length is not None:
                length -= len(piece)
            yield piece


def forget(school, hash):
    del school.files[hash]


def hash_of(path):
    """The hash that a file should have in a school's `files`."""
    with open_file(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
