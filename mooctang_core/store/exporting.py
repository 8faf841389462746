"""One school alone, out into a file."""


import hashlib
import json
import os
import tarfile
import tempfile
import time
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from struct import Struct
from zlib import crc32

from mooctang_core.store.copying import instance
from mooctang_core.store.errors import StoreDamaged, StoreError
from mooctang_core.store.naming import known_of
from mooctang_core.store.places import MAIN
from mooctang_core.store.reading import blob_path, opened, reader, walk
from mooctang_core.store.turns import reading_turn

FORMAT = "mooctang-school-1"
HEAD = Struct(">8sII")  # oid, crc of the record, its length


def school_export(settings, slug, path, luggage=None):
    """Write one school to a tar file, beside the running server. Returns {"school", "database", "objects", "files", "bytes"}.

    `luggage(alliance, school)` gives what travels along: (facts for the manifest, {name: bytes})."""
    path = Path(path)
    with reading_turn(settings), reader(settings) as main:
        name, about = known_of(main, slug)
        with reader(settings, name) if name != MAIN else nullcontext(main) as database:
            parts: dict = {}
            if luggage is not None:
                with opened(main) as root, opened(database) as own:
                    facts, parts = luggage(root["alliance"], own["schools"][slug])
                about = {**about, **facts}
            result = _export(database, slug, about, path, parts)
    return {"school": slug, "database": name, **result, "bytes": path.stat().st_size}


def _export(database, slug, about, path, parts):
    oid = _oid_of(database, slug)
    storage = instance(database)
    part = Path(f"{path}.part")
    manifest = {"format": FORMAT, "school": slug, "root": oid.hex(), "made": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **about}
    try:
        with tempfile.TemporaryFile(dir=path.parent) as objects, tarfile.open(part, "w") as tar:
            manifest["objects"], manifest["files"] = _write_all(storage, oid, objects, tar)
            manifest["crc"] = _add(tar, "objects", objects)
            manifest["parts"] = {name: _add(tar, name, BytesIO(data)) for name, data in parts.items()}
            _add(tar, "manifest.json", BytesIO(json.dumps(manifest, indent=1).encode()))
        os.replace(part, path)
    finally:
        storage.release()
        part.unlink(missing_ok=True)
    return {"objects": manifest["objects"], "files": len(manifest["files"])}


def _write_all(storage, oid, objects, tar):
    count, files = 0, {}
    for found, data, tid in walk(storage, oid):
        if data is None:
            raise StoreDamaged(f"The object {found.hex()} of the school is missing: run `mooctang verify`.")
        objects.write(HEAD.pack(found, crc32(data), len(data)) + data)
        count += 1
        blob = blob_path(storage, found, tid, data)
        if blob is not None:
            with blob.open("rb") as handle:
                files[found.hex()] = _add(tar, f"files/{found.hex()}", handle)
    return count, files


def _add(tar, name, handle):
    """Add a file to the tar and return its hash."""
    handle.seek(0, os.SEEK_END)
    about = tarfile.TarInfo(name)
    about.size, about.mtime = handle.tell(), int(time.time())
    handle.seek(0)
    digest = hashlib.file_digest(handle, "sha256").hexdigest()
    handle.seek(0)
    tar.addfile(about, handle)
    return digest


def _oid_of(database, slug):
    with opened(database) as root:
        try:
            return root["schools"][slug]._p_oid
        except KeyError:
            raise StoreError(f"The database {database.database_name} has no school {slug}: look at the alliance's list of schools.") from None
