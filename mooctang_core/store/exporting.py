"""One school alone, out into a file and in from a file."""


import hashlib
import json
import os
import tarfile
import tempfile
import time
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from struct import Struct
from zlib import crc32

import transaction

from mooctang_core.store.copying import Copier, instance
from mooctang_core.store.errors import StoreDamaged, StoreError
from mooctang_core.store.files import spool
from mooctang_core.store.places import MAIN
from mooctang_core.store.reading import blob_path, opened, reader, walk
from mooctang_core.store.turns import reading_turn

FORMAT = "mooctang-school-1"
NOT_OURS = "The file is not an exported school of this version: give one that `mooctang school export` wrote."
HEAD = Struct(">8sII")  # oid, crc of the record, its length


def school_export(settings, slug, path):
    """Write one school to a tar file, beside the running server. Returns {"school", "database", "objects", "files", "bytes"}."""
    path = Path(path)
    with reading_turn(settings), reader(settings) as main:
        name, about = known_of(main, slug)
        if name == MAIN:
            result = _export(main, slug, about, path)
        else:
            with reader(settings, name) as database:
                result = _export(database, slug, about, path)
    return {"school": slug, "database": name, **result, "bytes": path.stat().st_size}


def known_of(main, slug):
    """(database name, what the alliance knows of the school)."""
    with opened(main) as root:
        alliance = root.get("alliance")
        known = getattr(alliance, "schools", None) or {}
        if slug not in known and slug not in root.get("schools", {}):
            raise StoreError(f"There is no school {slug}: the schools are {', '.join(known) or 'none'}.")
        return known.get(slug, MAIN), _names_of(alliance, slug) if alliance is not None else {"hosts": [], "codes": []}


def _names_of(alliance, slug):
    """Hosts and join codes belong to the alliance; the file remembers them, so that a restored school has them again."""
    return {
        "hosts": [host for host, target in alliance.hosts.items() if target == slug],
        "codes": [[code, list(target)] for code, target in alliance.codes.items() if target[0] == slug],
    }


def _export(database, slug, about, path):
    oid = _oid_of(database, slug)
    storage = instance(database)
    part = Path(f"{path}.part")
    manifest = {"format": FORMAT, "school": slug, "root": oid.hex(), "made": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **about}
    try:
        with tempfile.TemporaryFile(dir=path.parent) as objects, tarfile.open(part, "w") as tar:
            manifest["objects"], manifest["files"] = _write_all(storage, oid, objects, tar)
            manifest["crc"] = _add(tar, "objects", objects)
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


def import_into(store, path, slug=None, database=MAIN):
    """Take a school from a file into a database, under its own word or another. Returns {"school", "database", "objects", "files"}."""
    with _opened_tar(path) as tar:
        manifest = _manifest(tar)
        slug = slug or manifest["school"]
        _refuse_taken(store, slug)
        target = store.database(database)
        objects = _member(tar, "objects", manifest["crc"])
        copier = Copier(target)
        copier.take(_records(objects, manifest), _file_source(tar, manifest, target))
    _hang(target, slug, copier.oids[bytes.fromhex(manifest["root"])])
    with writing(store.main) as connection:
        name_in_alliance(connection.root(), slug, database, manifest)
    return {"school": slug, "database": database, "objects": manifest["objects"], "files": len(manifest["files"])}


@contextmanager
def _opened_tar(path):
    try:
        with tarfile.open(path) as tar:
            yield tar
    except tarfile.TarError:
        raise StoreError(NOT_OURS) from None


def _manifest(tar):
    try:
        manifest = json.load(tar.extractfile("manifest.json"))
    except (KeyError, ValueError):
        manifest = {}
    if manifest.get("format") != FORMAT:
        raise StoreError(NOT_OURS)
    return manifest


def _refuse_taken(store, slug):
    with opened(store.main) as root:
        alliance = root.get("alliance")
        if slug in (getattr(alliance, "schools", None) or ()) or slug in root.get("schools", {}):
            raise StoreError(f"There is a school {slug} already: import it under another word.")


def _member(tar, name, digest):
    """A part of the tar, after its hash was found right."""
    handle = tar.extractfile(name)
    if hashlib.file_digest(handle, "sha256").hexdigest() != digest:
        raise StoreDamaged(f"The part {name} of the exported school is damaged: export it again.")
    handle.seek(0)
    return handle


def _records(handle, manifest):
    for _ in range(manifest["objects"]):
        oid, crc, length = HEAD.unpack(handle.read(HEAD.size))
        data = handle.read(length)
        if crc32(data) != crc:
            raise StoreDamaged(f"The object {oid.hex()} of the exported school is damaged: export it again.")
        yield oid, data


def _file_source(tar, manifest, database):
    """A function that gives the file of an object, in the folder from which it is moved into place."""
    def source(oid):
        digest = manifest["files"].get(oid.hex())
        if digest is None:
            return None
        return _spooled(_member(tar, f"files/{oid.hex()}", digest), database)

    return source


def _spooled(handle, database):
    return spool(handle, database.storage.temporaryDirectory()).path


def _hang(database, slug, oid):
    """Make a copied school one of its database's."""
    with writing(database) as connection:
        hang(connection, slug, oid)


def hang(connection, slug, oid):
    school = connection.get(oid)
    if getattr(school, "slug", slug) != slug:
        school.slug = slug
    root = connection.root()
    root["schools"] = {**root.get("schools", {}), slug: school}


def take_down(root, slug):
    """The database gives the school up."""
    root["schools"] = {name: school for name, school in root["schools"].items() if name != slug}


def name_in_alliance(root, slug, database, manifest=None):
    """From now on requests for this school go to that database."""
    alliance = root.get("alliance")
    if alliance is None:
        return
    alliance.schools[slug] = database
    if manifest is not None and slug == manifest["school"]:
        _name_again(alliance.hosts, dict.fromkeys(manifest["hosts"], slug))
        _name_again(alliance.codes, {code: tuple(target) for code, target in manifest["codes"]})


def _name_again(names, wanted):
    # What another school took meanwhile stays that school's.
    for name, target in wanted.items():
        if name not in names:
            names[name] = target


@contextmanager
def writing(database):
    """A connection in one transaction on one database, committed at the end."""
    manager, connection = transaction.TransactionManager(explicit=True), None
    try:
        with manager:
            connection = database.open(transaction_manager=manager)
            yield connection
    finally:
        if connection is not None:
            connection.close()
