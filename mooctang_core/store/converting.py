"""Move a whole installation between the embedded store, PostgreSQL and a ZEO server, files included; the old store stays as it was."""

import contextlib
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from mooctang_core.store import zeo
from mooctang_core.store.disk import sync_path
from mooctang_core.store.durable import DurableFileStorage
from mooctang_core.store.errors import StoreDamaged, StoreError
from mooctang_core.store.opening import open_storage
from mooctang_core.store.places import blobs_beside, kind_of, place_of
from mooctang_core.store.reading import current, database_names
from mooctang_core.store.restore import COMPLETE, refuse_overwrite, swap
from mooctang_core.store.scratch import open_scratch
from mooctang_core.store.turns import changing_turn


def convert(settings, to, force=False):
    """Copy everything from the store of `settings` to the store `to` ("file", a postgresql:// or a zeo:// URI) of the same home.

    The server must be stopped. Compares every object afterwards. Returns {"from", "to", "databases": {name: objects}}."""
    target = settings.replace(store=to)
    if kind_of(target) == kind_of(settings) and settings.store == to:
        raise StoreError(f"The store is {to} already: name another one to convert to.")
    refuse_overwrite(target, force)
    with changing_turn(settings):
        counts = _to_files(settings, target, force) if kind_of(target) == "file" else _to_server(settings, target, force)
        _bring_scratch(settings, target)
    return {"from": kind_of(settings), "to": kind_of(target), "databases": counts}


def _bring_scratch(settings, target):
    """Somebody's draft may be of this morning. Where both lie in the same file there is nothing to bring."""
    if "pg" not in (kind_of(settings), kind_of(target)):
        return
    with contextlib.closing(open_scratch(settings)) as old, contextlib.closing(open_scratch(target)) as new:
        old.copy_to(new)


def _names(settings):
    # What the settings place elsewhere stays where it is.
    elsewhere = {name for name, _ in settings.databases}
    return [name for name in database_names(settings) if name not in elsewhere]


def _to_server(settings, target, force):
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
    if urlsplit(str(uri)).scheme == "postgresql":
        from mooctang_core.store.postgres import refuse_used

        refuse_used(uri, "convert")
    storage = open_storage(uri, settings, blobs)
    if urlsplit(str(uri)).scheme == "zeo":
        try:
            zeo.refuse_used(storage, uri, "convert")
        except BaseException:
            storage.close()
            raise
    return storage


def pour(source, uri, blobs, settings, replace=False):
    """All of one storage into a database on a server. Returns the number of objects, all compared."""
    if urlsplit(str(uri)).scheme == "zeo":
        return _pour_into_zeo(source, uri, blobs, settings)
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


def _pour_into_zeo(source, uri, blobs, settings):
    storage = open_storage(uri, settings, blobs)
    try:
        zeo.refuse_used(storage, uri, "fill it")
        zeo.refuse_filled(storage, uri)
        zeo.fill(storage, source)
        return compare(source, storage, numbers=False)
    finally:
        storage.close()


def compare(source, copy, numbers=True):
    """Every current object of `source` must be in `copy`, byte for byte, and every file. Returns how many there are.

    `numbers`: under the number of the same transaction, too."""
    count = 0
    for oid, tid, data in current(source):
        there, its_tid = copy.load(oid)[:2]
        if data != there or (numbers and tid != its_tid):
            raise StoreDamaged(f"The object {oid.hex()} is not the same in the copy: the copy is not usable; convert again.")
        count += 1
        _compare_file(source, copy, oid, (tid, its_tid), data)
    return count


def _compare_file(source, copy, oid, tids, data):
    from mooctang_core.store.reading import blob_path

    ours = blob_path(source, oid, tids[0], data)
    if ours is None:
        return
    theirs = blob_path(copy, oid, tids[1], data)
    if ours.stat().st_size != theirs.stat().st_size:
        raise StoreDamaged(f"The file of the object {oid.hex()} is not the same in the copy: convert again.")
