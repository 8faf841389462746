"""Move a whole installation between the embedded store and PostgreSQL, files included; the old store stays as it was."""

import contextlib
import shutil
from pathlib import Path

from mooctang_core.store.disk import sync_path
from mooctang_core.store.durable import DurableFileStorage
from mooctang_core.store.errors import StoreDamaged, StoreError, StoreHeld
from mooctang_core.store.opening import open_storage
from mooctang_core.store.places import blobs_beside, kind_of, place_of
from mooctang_core.store.reading import database_names
from mooctang_core.store.restore import COMPLETE, refuse_overwrite, swap
from mooctang_core.store.scratch import open_scratch
from mooctang_core.store.turns import changing_turn


def convert(settings, to, force=False):
    """Copy everything from the store of `settings` to the store `to` ("file" or a postgresql:// URI) of the same home.

    The server must be stopped. Compares every object afterwards. Returns {"from", "to", "databases": {name: objects}}."""
    target = settings.replace(store=to)
    if kind_of(target) == kind_of(settings) and settings.store == to:
        raise StoreError(f"The store is {to} already: name another one to convert to.")
    refuse_overwrite(target, force)
    with changing_turn(settings):
        counts = _to_files(settings, target, force) if kind_of(target) == "file" else _to_postgres(settings, target, force)
        _bring_scratch(settings, target)
    return {"from": kind_of(settings), "to": kind_of(target), "databases": counts}


def _bring_scratch(settings, target):
    """Somebody's draft may be of this morning."""
    with contextlib.closing(open_scratch(settings)) as old, contextlib.closing(open_scratch(target)) as new:
        old.copy_to(new)


def _names(settings):
    # What the settings place elsewhere stays where it is.
    elsewhere = {name for name, _ in settings.databases}
    return [name for name in database_names(settings) if name not in elsewhere]


def _to_postgres(settings, target, force):
    counts = {}
    for name in _names(settings):
        source = _source(settings, name)
        try:
            counts[name] = pour(source, *place_of(target, name), target, replace=force)
        finally:
            source.close()
    return counts


def _to_files(settings, target, force):
    built, counts = Path(target.home) / "store.new", {}
    shutil.rmtree(built, ignore_errors=True)
    for name in _names(settings):
        source = _source(settings, name)
        path = built / f"{name}.fs"
        path.parent.mkdir(parents=True, exist_ok=True)
        storage = DurableFileStorage(path, blobs_beside(path))
        try:
            storage.copyTransactionsFrom(source)
            counts[name] = compare(source, storage)
        finally:
            storage.close()
            source.close()
    (built / COMPLETE).touch()
    sync_path(built)
    swap(target, built, force)
    return counts


def _source(settings, name):
    """The store to copy from, with nobody writing to it."""
    uri, blobs = place_of(settings, name)
    if "://" in str(uri):
        from mooctang_core.store.postgres import others_connected

        if others_connected(uri):
            raise StoreHeld(f"The database {name} is in use by another mooctang process: stop the server, then convert.")
    return open_storage(uri, settings, blobs)


def pour(source, uri, blobs, settings, replace=False):
    """All of one storage into a database on PostgreSQL. Returns the number of objects, all compared."""
    from mooctang_core.store.postgres import begin_filling, end_filling, open_relstorage

    begin_filling(uri, replace)
    storage = open_relstorage(uri, settings, blobs, filling=True)
    try:
        if replace:
            storage.zap_all(slow=True)
            shutil.rmtree(blobs, ignore_errors=True)
            storage.blobhelper.fshelper.create()
        storage.copyTransactionsFrom(source)
        count = compare(source, storage)
    finally:
        storage.close()
    end_filling(uri)
    return count


def compare(source, copy):
    """Every current object of `source` must be in `copy`, byte for byte, and every file. Returns how many there are."""
    count, cookie = 0, None
    if not len(source):
        return 0
    while True:
        oid, tid, data, cookie = source.record_iternext(cookie)
        there, its_tid = copy.load(oid)[:2]
        if data != there or tid != its_tid:
            raise StoreDamaged(f"The object {oid.hex()} is not the same in the copy: the copy is not usable; convert again.")
        count += 1
        _compare_file(source, copy, oid, tid, data)
        if cookie is None:
            return count


def _compare_file(source, copy, oid, tid, data):
    from mooctang_core.store.reading import blob_path

    ours = blob_path(source, oid, tid, data)
    if ours is None:
        return
    theirs = blob_path(copy, oid, tid, data)
    if ours.stat().st_size != theirs.stat().st_size:
        raise StoreDamaged(f"The file of the object {oid.hex()} is not the same in the copy: convert again.")
