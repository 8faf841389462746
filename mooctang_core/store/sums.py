"""A checksum in every transaction of a FileStorage, so that a sector that went bad is noticed and not served as an answer.

The sum covers ids and records, not positions: a pack moves transactions without changing what they say. What a pack
rewrote has one sum for the whole of it, in a small file beside the data."""

import json
import pickle
import struct
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from ZODB.FileStorage import FileStorage

from mooctang_core.store.errors import StoreDamaged

TRANSACTION = struct.Struct(">8sQcHHH")
RECORD = struct.Struct(">8s8sQQHQ")
NUMBER = struct.Struct(">Q")
KEY = "crc"
FIRST = 4
PIECE = 1 << 20
TAIL_TRANSACTIONS = 64
TAIL_BYTES = 4 << 20


class Transaction(NamedTuple):
    at: int
    length: int
    status: bytes
    tid: bytes
    names: bytes
    extension: bytes
    first: int


class SummedFileStorage(FileStorage):
    """A FileStorage that writes the sums."""

    def tpc_begin(self, transaction, tid=None, status=" "):
        super().tpc_begin(transaction, tid, status)
        # Simple words only: the sum must be found again without loading anybody's class.
        self._extension = {str(key): str(value) for key, value in transaction.extension.items()}
        user, description, _ = self._ude
        self._ude = user, description, with_sum(self._extension)
        self._begin(self._tid, *self._ude)

    def tpc_vote(self, transaction):
        if transaction is self._transaction:
            self._write_sum()
        return super().tpc_vote(transaction)

    def _write_sum(self):
        end = self._tfile.tell()
        user, description, _ = self._ude
        crc = sum_of(self._tfile, 0, end, crc32(self._tid + user + description))
        self._tfile.seek(end)
        self._ude = user, description, with_sum(self._extension, crc)


def with_sum(extension, crc=0):
    """The extension with a sum in it; its length does not depend on the sum, which is known last."""
    others = {key: value for key, value in extension.items() if key != KEY}
    return pickle.dumps({**others, KEY: f"{crc:08x}"}, 3)


def sum_of(handle, start, end, crc, first=None):
    """The sum of the records between two positions, on top of `crc`; None where they do not join.

    `first` is where the transaction begins, to which every record points; None before it has a place."""
    at = start
    while at < end:
        handle.seek(at)
        head = handle.read(RECORD.size)
        if len(head) < RECORD.size:
            return None
        oid, tid, previous, place, version, length = RECORD.unpack(head)
        after = at + RECORD.size + (length or NUMBER.size)
        if after > end or version or (first is not None and not (place == first and _leads_to(handle, previous, oid, at))):
            return None
        handle.seek(at + RECORD.size)
        crc = crc32(handle.read(length) if length else b"", crc32(oid + tid, crc))
        at = after
    return crc


def _leads_to(handle, previous, oid, at):
    """A record points to the one before it of the same object."""
    if not previous:
        return True
    handle.seek(previous)
    return previous < at and handle.read(8) == oid


def transactions(handle, start=FIRST):
    """Yield every finished Transaction from a position on; StoreDamaged where they do not join."""
    at = start
    while True:
        handle.seek(at)
        head = handle.read(TRANSACTION.size)
        if len(head) < TRANSACTION.size:
            return
        tid, length, status, user, description, extension = TRANSACTION.unpack(head)
        if status == b"c":
            return
        names, words = handle.read(user + description), handle.read(extension)
        handle.seek(at + length)
        if status not in b" pu" or handle.read(NUMBER.size) != NUMBER.pack(length):
            raise StoreDamaged(f"The data of {handle.name} is damaged at byte {at}: run `mooctang verify`, then restore the last backup.")
        yield Transaction(at, length, status, tid, names, words, at + TRANSACTION.size + user + description + extension)
        at += length + NUMBER.size


def check(handle, start=FIRST):
    """Yield a sentence for each transaction that is not as it was written."""
    for one in transactions(handle, start):
        # A packed transaction has lost records; the sum of the packed part stands for it.
        if one.status == b" " and not _as_written(handle, one):
            yield f"The transaction {one.tid.hex()} at byte {one.at} of {handle.name} is not as it was written."


def _as_written(handle, one):
    crc = sum_of(handle, one.first, one.at + one.length, crc32(one.tid + one.names), one.at)
    return crc is not None and with_sum(_said(one.extension), crc) == one.extension


class _NothingElse(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"{module}.{name}")


def _said(extension):
    """What an extension says; nothing if it cannot be read."""
    try:
        return dict(_NothingElse(BytesIO(extension)).load())
    except (pickle.UnpicklingError, ValueError, EOFError, AttributeError, TypeError, LookupError, OverflowError, MemoryError):
        return {}


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
