"""Tending the store: what the command line calls. Plain arguments in, plain dictionaries out, StoreError when it cannot be.

    backup(settings, folder, full_copy=False)          -> {"made", "folder", "databases": {name: {"copy", "bytes", "files"}}}
    restore(settings, folder, at=None, force=False)    -> {"made", "databases": [name], "replaced": path or None}
    pack(settings, database=None, days=0)              -> {name: {"before", "after": bytes, "files": orphans removed}}
    verify(settings, database=None)                    -> {"ok", "databases": {name: {"objects", "files", "problems", "notes"}}}
    convert(settings, to, force=False)                 -> {"from", "to", "databases": {name: objects}}
    school_export(settings, slug, path)                -> {"school", "database", "objects", "files", "bytes"}
    school_import(settings, path, slug=None, database="main") -> {"school", "database", "objects", "files"}
    school_mount(settings, slug, database=None)        -> {"school", "from", "to", "objects", "tries"}
    school_unmount(settings, slug)                     -> the same; back into main
    list_backups(folder)                               -> [{"made", "kind", "databases": [name]}]

While the server runs: backup, verify and school_export read beside it. pack, school_import, school_mount and
school_unmount are done by the server's own process, asked through home/store/control.sock, or here when no server
runs. On PostgreSQL all of them work from any process. restore and convert want the server stopped."""

from pathlib import Path

from mooctang_core.store.backup import backup, read_list
from mooctang_core.store.control import ask
from mooctang_core.store.converting import convert
from mooctang_core.store.errors import StoreError
from mooctang_core.store.exporting import school_export
from mooctang_core.store.house import open_store
from mooctang_core.store.importing import import_into
from mooctang_core.store.moving import move_school
from mooctang_core.store.packing import pack_store
from mooctang_core.store.places import MAIN, kind_of, store_folder
from mooctang_core.store.restore import restore
from mooctang_core.store.verifying import verify

__all__ = [
    "backup", "convert", "list_backups", "pack", "restore", "school_export", "school_import",
    "school_mount", "school_unmount", "verify",
]

TASKS = {"pack": pack_store, "import": import_into, "move": move_school}


def pack(settings, database=None, days=0):
    return _by_the_holder(settings, "pack", database=database, days=days)


def school_import(settings, path, slug=None, database=MAIN):
    path = Path(path).resolve()
    if not path.is_file():
        raise StoreError(f"There is no file {path}: name one that `mooctang school export` wrote.")
    return _by_the_holder(settings, "import", path=str(path), slug=slug, database=database)


def school_mount(settings, slug, database=None):
    return _by_the_holder(settings, "move", slug=slug, to=database or slug)


def school_unmount(settings, slug):
    return _by_the_holder(settings, "move", slug=slug, to=MAIN)


def list_backups(folder):
    return [{**one, "databases": sorted(one["databases"])} for one in read_list(folder)["generations"]]


def _by_the_holder(settings, task, **words):
    """Ask the server that holds the embedded store; without one, open the store and do it here."""
    if kind_of(settings) == "file":
        answered, result = ask(store_folder(settings), task, **words)
        if answered:
            return result
    store = open_store(settings)
    try:
        return TASKS[task](store, **words)
    finally:
        store.close()
