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

MANIFEST_MAX = 64 << 20
PART_MAX = 128 << 20
"""What of a file is read as a whole: the manifest, and a part such as the accounts (some 200,000 of them)."""
RECORD_MAX = 64 << 20
MEMBERS_MAX = 1_000_000
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
        return _member(self.tar, name, digest, PART_MAX).read() if digest else b""

    def size(self, name):
        """How many bytes a part has, before any of it is read."""
        return _named(self.tar, name).size


@contextmanager
def opened_suitcase(path):
    """Look into an exported school without taking it in."""
    with _opened_tar(path) as tar:
        yield Suitcase(tar, _manifest(tar))


@contextmanager
def _opened_tar(path):
    try:
        with tarfile.open(path, "r:") as tar:  # as it is written: what unfolds to much more is none of ours
            _refuse_swollen(tar)
            yield tar
    except tarfile.TarError:
        raise StoreError(NOT_OURS) from None


def _refuse_swollen(tar):
    """Ordinary files, not too many, and none larger than the tar says it holds: a hole in a file is written small and read large."""
    for count, member in enumerate(tar):
        if count >= MEMBERS_MAX or not member.isreg() or member.issparse():
            raise StoreError(NOT_OURS)


def _manifest(tar):
    try:
        manifest = json.loads(_bounded(tar, "manifest.json", MANIFEST_MAX).read())
    except (StoreDamaged, ValueError, RecursionError):
        manifest = {}
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise StoreError(NOT_OURS)
    return manifest


def _refuse_taken(store, slug):
    with opened(store.main) as root:
        alliance = root.get("alliance")
        if slug in (getattr(alliance, "schools", None) or ()) or slug in root.get("schools", {}):
            raise StoreError(f"There is a school {slug} already: import it under another word.")


def _named(tar, name):
    try:
        return tar.getmember(name)
    except KeyError:
        raise StoreDamaged(f"The part {name} of the exported school is missing: export it again.") from None


def _bounded(tar, name, most=None):
    """A part of the tar, unless it is larger than such a part may be: then nothing of it is read."""
    member = _named(tar, name)
    if most is not None and member.size > most:
        raise StoreError(f"The part {name} of the exported school has {member.size} bytes, and {most} are the most that is read: nothing was taken in.")
    return tar.extractfile(member)


def _member(tar, name, digest, most=None):
    """A part of the tar, after its hash was found right."""
    handle = _bounded(tar, name, most)
    if hashlib.file_digest(handle, "sha256").hexdigest() != digest:
        raise StoreDamaged(f"The part {name} of the exported school is damaged: export it again.")
    handle.seek(0)
    return handle


def _records(handle, manifest):
    for _ in range(manifest["objects"]):
        oid, crc, length = _head(handle)
        data = handle.read(length)
        if crc32(data) != crc:
            raise StoreDamaged(f"The object {oid.hex()} of the exported school is damaged: export it again.")
        yield oid, data


def _head(handle):
    head = handle.read(HEAD.size)
    if len(head) < HEAD.size:
        raise StoreDamaged("The objects of the exported school end too early: export it again.")
    oid, crc, length = HEAD.unpack(head)
    if length > RECORD_MAX:
        raise StoreError(f"The object {oid.hex()} of the exported school has {length} bytes, and {RECORD_MAX} are the most that is read: nothing was taken in.")
    return oid, crc, length


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
