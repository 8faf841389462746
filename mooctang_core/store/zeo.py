"""Fill a ZEO server with a whole database: what is there now, under today's numbers; old revisions stay behind."""

import shutil
import tempfile
from pathlib import Path

from ZODB.Connection import TransactionMetaData
from ZODB.utils import z64

from mooctang_core.store.errors import StoreError, StoreHeld
from mooctang_core.store.reading import blob_path, current

BATCH = 1000


def refuse_used(storage, uri, then):
    """The same as on PostgreSQL: another process has the storage open beside this one."""
    if storage._call("server_status")["connections"] > 1:
        raise StoreHeld(f"The database {uri} is in use by another mooctang process: stop the server, then {then}.")


def refuse_filled(storage, uri):
    """A ZEO server cannot be emptied from here, and what it holds is never written over."""
    if storage.lastTransaction() != z64:
        raise StoreError(f"The ZEO server {uri} holds data already: stop it, move its files aside and start it again; then it can be filled.")


def fill(storage, source):
    """All current objects; the root comes last, so nothing that was cut off looks whole."""
    waiting, root = [], None
    for oid, tid, data in current(source):
        if oid == z64:
            root = oid, tid, data
            continue
        waiting.append((oid, tid, data))
        if len(waiting) == BATCH:
            _write(storage, source, waiting)
            waiting = []
    _write(storage, source, [*waiting, root] if root else waiting)


def _write(storage, source, objects):
    work = TransactionMetaData(description="filled")
    storage.tpc_begin(work)
    try:
        with tempfile.TemporaryDirectory(dir=storage.temporaryDirectory()) as folder:
            for oid, tid, data in objects:
                _store(storage, blob_path(source, oid, tid, data), oid, data, Path(folder), work)
            storage.tpc_vote(work)
            storage.tpc_finish(work)
    except BaseException:
        storage.tpc_abort(work)
        raise


def _store(storage, file, oid, data, folder, work):
    if file is None:
        storage.store(oid, z64, data, "", work)
    else:  # the storage takes the file that it is given for its own
        copy = shutil.copyfile(file, folder / oid.hex())
        storage.storeBlob(oid, z64, data, str(copy), "", work)
