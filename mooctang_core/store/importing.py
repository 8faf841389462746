"""One school in from a file that `school export` wrote: everything is checked before anything of it runs."""

import hashlib
import json
import tarfile
from contextlib import contextmanager
from typing import Any, NamedTuple
from zlib import crc32

from mooctang_core.store.copying import Copier
from mooctang_core.store.errors import StoreDamaged, StoreError
from mooctang_core.store.exporting import FORMAT, HEAD
from mooctang_core.store.files import spool
from mooctang_core.store.naming import hang, name_in_alliance, writing
from mooctang_core.store.places import MAIN
from mooctang_core.store.reading import opened

NOT_OURS = "The file is not an exported school of this version: give one that `mooctang school export` wrote."


def import_into(store, path, slug=None, database=MAIN, unpack=None):
    """Take a school from a file into a database, under its own word or another. Returns {"school", "database", "objects", "files"}.

    `unpack(suitcase, slug, copied)` is called when its objects are here and nobody sees them yet; `copied` is a Copied."""
    with _opened_tar(path) as tar:
        manifest = _manifest(tar)
        slug = slug or manifest["school"]
        _refuse_taken(store, slug)
        target = store.database(database)
        objects = _member(tar, "objects", manifest["crc"])
        copier = Copier(target)
        copier.take(_records(objects, manifest), _file_source(tar, manifest, target))
        if unpack is not None:
            unpack(Suitcase(tar, manifest), slug, Copied(target, copier.oids[bytes.fromhex(manifest["root"])], tuple(copier.oids.values())))
    _hang(target, slug, copier.oids[bytes.fromhex(manifest["root"])])
    with writing(store.main) as connection:
        name_in_alliance(connection.root(), slug, database, manifest)
    return {"school": slug, "database": database, "objects": manifest["objects"], "files": len(manifest["files"])}


class Copied(NamedTuple):
    """The objects of a school that was copied and hangs nowhere yet."""

    database: Any
    root: bytes
    oids: tuple


class Suitcase:
    """An exported school that is open: its manifest, and what travels along."""

    def __init__(self, tar, manifest):
        self.tar, self.manifest = tar, manifest

    def names(self):
        return list(self.manifest.get("parts", {}))

    def part(self, name):
        """The bytes of a part; b"" when it did not travel along. StoreDamaged when they are not as they were packed."""
        digest = self.manifest.get("parts", {}).get(name)
        return _member(self.tar, name, digest).read() if digest else b""


@contextmanager
def opened_suitcase(path):
    """Look into an exported school without taking it in."""
    with _opened_tar(path) as tar:
        yield Suitcase(tar, _manifest(tar))


@contextmanager
def _opened_tar(path):
    try:
        with tarfile.open(path, "r:") as tar:  # as it is written: what unfolds to much more is none of ours
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
