"""Verify: read everything there is, and say what is not as it was written."""

import contextlib
import struct
from pathlib import Path

from ZODB.FileStorage import FileIterator
from ZODB.FileStorage.format import CorruptedError
from ZODB.POSException import POSError
from zodbpickle.pickle import PickleError

from mooctang_core.store.backup import file_hash
from mooctang_core.store.durable import DurableFileStorage
from mooctang_core.store.errors import StoreError
from mooctang_core.store.packing import orphans
from mooctang_core.store.places import place_of
from mooctang_core.store.reading import (
    blob_path,
    database_names,
    open_reader,
    opened,
    reader,
    references,
    walk,
)
from mooctang_core.store.sums import check, check_packed
from mooctang_core.store.turns import reading_turn

MOST_NAMED = 50
# What reading a damaged record may raise: a pickle of anything can call for anything.
DAMAGE = (
    StoreError, POSError, CorruptedError, OSError, PickleError, struct.error, EOFError, ImportError, ArithmeticError, AssertionError,
    AttributeError, LookupError, MemoryError, NameError, RuntimeError, TypeError, ValueError,
)


def verify(settings, database=None):
    """Walk every object, reference and file, beside the running server.

    Returns {"ok": bool, "databases": {name: {"objects", "files", "problems": [sentence], "notes": [sentence]}}}."""
    with reading_turn(settings):
        names = [database] if database else database_names(settings)
        found = {name: _verify(settings, name) for name in names}
    return {"ok": not any(one["problems"] for one in found.values()), "databases": found}


def _verify(settings, name):
    report = {"objects": 0, "files": 0, "problems": [], "notes": []}
    try:
        storage = open_reader(settings, name)
    except DAMAGE as error:
        report["problems"].append(f"{name} cannot be opened: {error}")
        return report
    with contextlib.closing(storage):
        if isinstance(storage, DurableFileStorage):
            _every_record(storage, report)
        _everything_reachable(storage, report)
        _no_orphans(storage, Path(place_of(settings, name)[1]), report)
    _contents(settings, name, report)
    report["problems"] = report["problems"][:MOST_NAMED]
    return report


def _every_record(storage, report):
    """The file from its first byte to its last: each transaction as it was written, each record a pickle of ours."""
    try:
        with open(storage._file_name, "rb") as handle:
            report["problems"] += [*check(handle), *filter(None, [check_packed(storage._file_name)])]
        with contextlib.closing(FileIterator(storage._file_name)) as found:
            for transaction in found:
                for record in transaction:
                    if record.data:
                        _parsed(record.oid, record.data, report, f" of {transaction.tid.hex()}")
    except DAMAGE as error:
        report["problems"].append(f"The data file is damaged: {error}")


def _parsed(oid, data, report, when=""):
    try:
        references(data)
        return True
    except DAMAGE as error:
        report["problems"].append(f"The object {oid.hex()}{when} cannot be read: {error}")
        return False


def _everything_reachable(storage, report):
    try:
        for oid, data, tid in walk(storage):
            report["objects"] += 1
            if data is None:
                report["problems"].append(f"The object {oid.hex()} is missing, but something points to it.")
            else:
                _file_there(storage, oid, data, tid, report)
    except DAMAGE as error:
        report["problems"].append(f"Not everything could be walked: {type(error).__name__}: {error}")
    rest = len(storage) - report["objects"]
    if rest > 0:
        report["notes"].append(f"{rest} objects are not used any more; packing removes them.")


def _file_there(storage, oid, data, tid, report):
    try:
        report["files"] += blob_path(storage, oid, tid, data) is not None
    except DAMAGE:
        report["problems"].append(f"The file of the object {oid.hex()} is missing.")


def _no_orphans(storage, folder, report):
    lost = sum(1 for _ in orphans(storage, folder)) if folder.exists() else 0
    if lost:
        report["notes"].append(f"{lost} files belong to no object; packing removes them when they are a day old.")


def _contents(settings, name, report):
    """A school's files are named by what is in them."""
    try:
        with reader(settings, name) as database, opened(database) as root:
            for slug, school in (root.get("schools") or {}).items():
                for hash, blob in school.files.items():
                    if file_hash(blob.committed()) != hash:
                        report["problems"].append(f"The file {hash} of the school {slug} has other content than its name says.")
    except DAMAGE as error:
        report["problems"].append(f"The schools' files could not be read: {error}")
