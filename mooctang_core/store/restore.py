"""Restore a backup: built and checked beside the store, then put in its place at once."""

import os
import shutil
import time
from pathlib import Path

from mooctang_core.store.backup import (
    PIECE,
    copy_hashed,
    file_hash,
    read_blob_list,
    read_list,
)
from mooctang_core.store.disk import sync_path
from mooctang_core.store.durable import DurableFileStorage
from mooctang_core.store.errors import StoreDamaged, StoreError
from mooctang_core.store.holding import HeldFolder
from mooctang_core.store.places import MAIN, blobs_beside, kind_of, place_of
from mooctang_core.store.sums import write_packed_sum

COMPLETE = "complete"


def restore(settings, folder, at=None, force=False):
    """Put a generation of a backup (the newest, or the one made `at`) where the settings say.

    Refuses to overwrite without `force`; what was there is moved aside. Returns {"made", "databases", "replaced"}."""
    folder = Path(folder)
    generation = _generation(folder, at)
    built = Path(settings.home) / "store.new"
    shutil.rmtree(built, ignore_errors=True)
    refuse_overwrite(settings, force)
    for name, entry in generation["databases"].items():
        _build(folder, entry, built, name)
    (built / COMPLETE).touch()
    sync_path(built)
    replaced = None
    if kind_of(settings) == "file":
        replaced = swap(settings, built, force)
    else:
        _pour(settings, built, force)
    return {"made": generation["made"], "databases": sorted(generation["databases"]), "replaced": replaced}


def _generation(folder, at):
    generations = read_list(folder)["generations"]
    if not generations:
        raise StoreError(f"There is no backup in {folder}: name the folder that holds mooctang-backup.json.")
    found = [one for one in generations if at in (None, one["made"])]
    if not found:
        raise StoreError(f"The backup in {folder} has no generation {at}: there are {', '.join(one['made'] for one in generations)}.")
    return found[-1]


def refuse_overwrite(settings, force):
    """A store with anything in it is only replaced when that was said."""
    if not force and occupied(settings):
        raise StoreError(f"There is a store at {_where(settings)} already: give --force to replace it; what is there will be moved aside or, on PostgreSQL, removed.")


def occupied(settings):
    if kind_of(settings) == "file":
        return (Path(settings.home) / "store" / f"{MAIN}.fs").exists()
    if kind_of(settings) == "zeo":
        return False  # a ZEO server that holds anything is refused when it is filled, whatever was said
    from mooctang_core.store.postgres import has_objects

    return has_objects(settings.store)


def _where(settings):
    return settings.home if kind_of(settings) == "file" else settings.store.split("@")[-1]


def _build(folder, entry, built, name):
    path = built / f"{name}.fs"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        for piece in entry["pieces"]:
            _append(folder, piece, target)
        target.flush()
        os.fsync(target.fileno())
    blobs = blobs_beside(path)
    for relative, about in read_blob_list(folder, entry["blobs"]):
        source = folder / name / "blobs" / relative
        if not source.exists() or copy_hashed(source, blobs / relative) != about:
            raise StoreDamaged(f"The file {source} of the backup is missing or damaged: restore another generation; nothing was replaced.")
        os.chmod(blobs / relative, 0o400)
    write_packed_sum(path, path.stat().st_size)
    DurableFileStorage(path, blobs).close()  # writes the index, so that the first start is quick


def _append(folder, piece, target):
    source = folder / piece["file"]
    if not source.exists() or file_hash(source) != piece["sha256"]:
        raise StoreDamaged(f"The piece {source} of the backup is missing or damaged: restore another generation; nothing was replaced.")
    with source.open("rb") as reading:
        shutil.copyfileobj(reading, target, PIECE)


def swap(settings, built, force):
    """Two renames; a start that finds only the first done does the second."""
    home = Path(settings.home)
    store = home / "store"
    replaced = None
    if store.exists():
        held = HeldFolder(store, alone=True)
        try:
            refuse_overwrite(settings, force)
            replaced = home / f"store.replaced-{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{time.time_ns() % 1000:03d}"
            os.rename(store, replaced)
        finally:
            held.release()
    os.rename(built, store)
    sync_path(home)
    return str(replaced) if replaced else None


def finish_interrupted_restore(home):
    """At start: a restore that was cut off between its renames is finished; one that was still building is left alone."""
    home = Path(home)
    if not (home / "store").exists() and (home / "store.new" / COMPLETE).exists():
        os.rename(home / "store.new", home / "store")
        sync_path(home)


def _pour(settings, built, force):
    """Into PostgreSQL (the database is marked unfinished until everything is in, and no server starts on it meanwhile) or an empty ZEO server."""
    from mooctang_core.store.converting import pour

    for path in sorted(built.glob("*.fs")):
        uri, blobs = place_of(settings, path.stem)
        source = DurableFileStorage(path, blobs_beside(path))
        try:
            pour(source, uri, blobs, settings, replace=force)
        finally:
            source.close()
    shutil.rmtree(built)
