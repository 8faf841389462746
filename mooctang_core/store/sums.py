"""A checksum in every transaction of a FileStorage, so that a sector that went bad is noticed and not served as an answer.

The sum covers ids and records, not positions: a pack moves transactions without changing what they say. What a pack
rewrote has one sum for the whole of it, in a small file beside the data."""

import json
import pickle
import struct
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zlib import crc32

from mooctang_core.store.errors import StoreDamaged

TRANSACTION = struct.Struct(">8sQcHHH")
RECORD = struct.Struct(">8s8sQQHQ")
NUMBER = struct.Struct(">Q")
KEY = "crc"
FIRST = 4
PIECE = 1 << 20
TAIL_TRANSACTIONS = 64
TAIL_BYTES = 4 << 20


def with_sum(extension, crc=0):
    """The extension with a sum in it; its length does not depend on the sum, which is known last."""
    return pickle.dumps({**extension, KEY: f"{crc:08x}"}, 3)


def sum_of(handle, start, end):
    """The sum of the records that lie between two positions."""
    crc, at = 0, start
    while at < end:
        handle.seek(at)
        head = handle.read(RECORD.size)
        if len(head) < RECORD.size:
            return None
        oid, _, _, _, _, length = RECORD.unpack(head)
        if at + RECORD.size + length > end:
            return None
        crc = crc32(handle.read(length) if length else b"", crc32(oid, crc))
        at += RECORD.size + (length or NUMBER.size)
    return crc


def transactions(handle, start=FIRST):
    """Yield (position, length, status, tid, extension, first record) up to the last finished one; StoreDamaged where they do not join."""
    at = start
    while True:
        handle.seek(at)
        head = handle.read(TRANSACTION.size)
        if len(head) < TRANSACTION.size:
            return
        tid, length, status, user, description, extension = TRANSACTION.unpack(head)
        if status == b"c":
            return
        handle.seek(user + description, 1)
        words = handle.read(extension)
        handle.seek(at + length)
        if handle.read(NUMBER.size) != NUMBER.pack(length):
            raise StoreDamaged(f"The data of {handle.name} is damaged at byte {at}: run `mooctang verify`, then restore the last backup.")
        yield at, length, status, tid, words, at + TRANSACTION.size + user + description + extension
        at += length + NUMBER.size


def check(handle, start=FIRST):
    """Yield a sentence for each transaction whose records are not as they were written."""
    for at, length, status, tid, words, first in transactions(handle, start):
        # A packed transaction has lost records; the sum of the packed part stands for it.
        if status == b" " and sum_in(words) not in (None, sum_of(handle, first, at + length)):
            yield f"The transaction {tid.hex()} at byte {at} of {handle.name} is not as it was written."


class _NothingElse(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"{module}.{name}")


def sum_in(extension):
    """The sum that was written; None if there is none, -1 if it cannot be read."""
    if not extension:
        return None
    try:
        written = _NothingElse(BytesIO(extension)).load().get(KEY)
        return None if written is None else int(written, 16)
    except (pickle.UnpicklingError, ValueError, EOFError, AttributeError, TypeError, IndexError, KeyError):
        return -1


def check_tail(path, end):
    """At start: the last transactions, where a power cut may have hurt. StoreDamaged when it did."""
    with open(path, "rb") as handle:
        for problem in check(handle, _tail_start(handle, end)):
            raise StoreDamaged(f"{problem} Run `mooctang verify`, then restore the last backup.")


def _tail_start(handle, end):
    at = end
    for _ in range(TAIL_TRANSACTIONS):
        if at <= FIRST or end - at > TAIL_BYTES:
            break
        handle.seek(at - NUMBER.size)
        at -= NUMBER.unpack(handle.read(NUMBER.size))[0] + NUMBER.size
        if at < FIRST:
            raise StoreDamaged(f"The end of {handle.name} is damaged: run `mooctang verify`, then restore the last backup.")
    return at


def packed_sum_path(path):
    return Path(f"{path}.sum")


def write_packed_sum(path, end):
    """After a pack: what lies before `end` does not change until the next one."""
    packed_sum_path(path).write_text(json.dumps({"end": end, "sha256": _hash_to(path, end)}))


def check_packed(path):
    """A sentence if the packed part is not as the pack wrote it, else None."""
    if not packed_sum_path(path).exists():
        return None
    written = json.loads(packed_sum_path(path).read_text())
    if _hash_to(path, written["end"]) != written["sha256"]:
        return f"The packed part of {path} is not as it was written."
    return None


def _hash_to(path, end):
    digest = sha256()
    with open(path, "rb") as handle:
        while end > 0 and (part := handle.read(min(PIECE, end))):
            digest.update(part)
            end -= len(part)
    return digest.hexdigest()
