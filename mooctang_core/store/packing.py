"""Pack while the server runs: forget old revisions and what nothing points to, files included."""

import time
from contextlib import suppress
from pathlib import Path

from ZODB.POSException import POSKeyError
from ZODB.utils import repr_to_oid

from mooctang_core.store.places import place_of
from mooctang_core.store.reading import database_names
from mooctang_core.store.turns import changing_turn

DAY = 86_400


def pack_store(store, database=None, days=0, now=None):
    """Pack one database or all. Returns {name: {"before", "after": bytes, "files": orphans removed}}."""
    with changing_turn(store.settings):
        names = [database] if database else database_names(store.settings)
        return {name: _pack(store, name, days, now or time.time()) for name in names}


def _pack(store, name, days, now):
    found = store.database(name)
    before = found.getSize()
    found.pack(days=days)
    files = sweep_blobs(found.storage, Path(place_of(store.settings, name)[1]), now)
    return {"before": before, "after": found.getSize(), "files": files}


def sweep_blobs(storage, folder, now):
    """Remove files that no record names: a process died between the file and its commit. A day old at least."""
    removed = 0
    for path in orphans(storage, folder):
        if now - path.stat().st_mtime > DAY:
            _remove(path)
            removed += 1
    for path in (folder / "tmp").glob("*"):
        if path.is_file() and now - path.stat().st_mtime > DAY:
            path.unlink()
            removed += 1
    return removed


def _remove(path):
    path.unlink()
    # Folders left empty would be walked for ever.
    for folder in list(path.parents)[:8]:
        try:
            folder.rmdir()
        except OSError:
            return


def orphans(storage, folder):
    """The committed files whose record is gone. A ZEO client has a cache only; there the server looks after them."""
    if getattr(storage, "shared_blob_dir", None) is False:
        return
    for path in list(folder.rglob("*.blob")):
        oid, tid = _name_of(path)
        if not _names(storage, oid, tid):
            yield path


def _name_of(path):
    oid = bytes(int(part, 0) for part in path.parts[-9:-1])
    return oid, repr_to_oid(path.stem)


def _names(storage, oid, tid):
    with suppress(POSKeyError):
        return bool(storage.loadSerial(oid, tid))
    return False
