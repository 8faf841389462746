"""Backup while the server runs: the data first, then the files it names, each piece with its checksum.

A backup folder holds `mooctang-backup.json`, which lists the generations; for each database its pieces (a full copy
and what was appended since), its files once each, and a list of them for each generation."""

import contextlib
import hashlib
import json
import os
import time
from pathlib import Path

from ZODB.blob import BushyLayout, is_blob_record
from ZODB.POSException import POSKeyError
from ZODB.utils import p64, repr_to_oid, u64

from mooctang_core.store.disk import sync_path
from mooctang_core.store.errors import FULL, StoreDamaged, full
from mooctang_core.store.places import kind_of, place_of
from mooctang_core.store.reading import database_names, open_reader
from mooctang_core.store.sums import FIRST, SummedFileStorage, transactions
from mooctang_core.store.turns import reading_turn

LIST = "mooctang-backup.json"
FORMAT = 1
PIECE = 1 << 20
EDGE = 1 << 16


def backup(settings, folder, full_copy=False):
    """Save everything that was acknowledged before this call. Returns {"made", "folder", "databases": {name: {"copy", "bytes", "files"}}}."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with reading_turn(settings):
            return _backup(settings, folder, full_copy)
    except OSError as error:
        if error.errno in FULL:
            raise full(folder) from error
        raise


def _backup(settings, folder, full_copy):
    known = read_list(folder)
    before = known["generations"][-1]["databases"] if known["generations"] and not full_copy else {}
    made = time.strftime("%Y%m%dT%H%M%S", time.gmtime()) + f".{time.time_ns() % 10**9:09d}Z"
    generation = {"made": made, "kind": kind_of(settings), "databases": {}}
    report = {}
    for name in database_names(settings):
        generation["databases"][name], report[name] = _one(settings, folder, name, made, before.get(name))
    known["generations"].append(generation)
    write_whole(folder / LIST, json.dumps(known, indent=1).encode())
    return {"made": made, "folder": str(folder), "databases": report}


def _one(settings, folder, name, made, before):
    (folder / name / "blobs").mkdir(parents=True, exist_ok=True)
    uri, blobs = place_of(settings, name)
    copied = _copy_postgres if "://" in str(uri) else _copy_file
    entry, what, size = copied(settings, folder, name, made, before)
    found = _fetched(settings, name) if str(uri).startswith("zeo:") else _lying_in(Path(blobs))
    entry["blobs"], files = copy_blobs(found, folder, name, made, entry["tid"], before)
    return entry, {"copy": what, "bytes": size, "files": files}


def _copy_file(settings, folder, name, made, before):
    path = Path(place_of(settings, name)[0])
    with path.open("rb") as source:
        inode = os.fstat(source.fileno()).st_ino
        start = _continues(source, inode, before)
        end, tid = complete_end(source, start or FIRST, before["tid"] if start else None)
        pieces = list(before["pieces"]) if start else []
        if not start or end > start:
            pieces.append(_copy_piece(source, start or 0, end, folder, f"{name}/{made}.{'more' if start else 'full'}"))
        edge = _edge(source, end)
    what = "full" if not start else "more" if end > start else "same"
    return {"pieces": pieces, "tid": tid, "inode": inode, "edge": edge}, what, end - (start or 0)


def _continues(source, inode, before):
    """Where the last backup ended, if the file still begins with what was saved then; a pack makes it another file."""
    if not before or before.get("inode") != inode:
        return 0
    end = sum(piece["size"] for piece in before["pieces"])
    return end if _edge(source, end) == before["edge"] else 0


def _edge(source, end):
    start = max(0, end - EDGE)
    source.seek(start)
    return hashlib.sha256(source.read(end - start)).hexdigest()


def complete_end(source, start=FIRST, tid=None):
    """(end, tid) of the last transaction that was acknowledged: whoever writes just now marks theirs as unfinished."""
    end = start
    for one in transactions(source, start):
        end, tid = one.at + one.length + 8, one.tid.hex()
    return end, tid


def _copy_piece(source, start, end, folder, name):
    digest = hashlib.sha256()
    source.seek(start)
    with (folder / name).open("wb") as target:
        left = end - start
        while left:
            part = source.read(min(PIECE, left))
            if not part:
                raise StoreDamaged(f"The file {source.name} became shorter while it was being saved: try again.")
            digest.update(part)
            target.write(part)
            left -= len(part)
        target.flush()
        os.fsync(target.fileno())
    return {"file": name, "size": end - start, "sha256": digest.hexdigest()}


def _copy_postgres(settings, folder, name, made, before):
    """One snapshot of the database, written as a FileStorage: it can be restored to either kind of store."""
    path = folder / name / f"{made}.full"
    storage = open_reader(settings, name)
    try:
        target = SummedFileStorage(str(path), create=True)
        target.copyTransactionsFrom(storage)
        tid = target.lastTransaction().hex()
        target.close()
    finally:
        storage.close()
    for extra in (".index", ".lock", ".tmp"):
        Path(f"{path}{extra}").unlink(missing_ok=True)
    sync_path(path)
    piece = {"file": f"{name}/{made}.full", "size": path.stat().st_size, "sha256": file_hash(path)}
    return {"pieces": [piece], "tid": tid}, "full", piece["size"]


def _lying_in(blobs):
    """(name in the folder, path) of every committed file."""
    for path in sorted(blobs.rglob("*.blob")) if blobs.exists() else ():
        yield str(path.relative_to(blobs)), path


def _fetched(settings, name):
    """The same from a ZEO server: what lies here is a cache of some of them."""
    with contextlib.closing(open_reader(settings, name)) as storage:
        for transaction in storage.iterator():
            for record in transaction:
                if record.data and is_blob_record(record.data):
                    with contextlib.suppress(POSKeyError):  # a revision whose file was packed away
                        yield BushyLayout().getBlobFilePath(record.oid, record.tid), Path(storage.loadBlob(record.oid, record.tid))


def copy_blobs(found, folder, name, made, tid, before):
    """Copy the files that the backup has not got yet; a committed file never changes. Returns (list's name, files copied)."""
    saved = dict(read_blob_list(folder, before["blobs"])) if before else {}
    last, copied, lines = bytes.fromhex(tid or "00"), 0, []
    for relative, path in found:
        if tid_in(Path(relative)) > p64(u64(last.rjust(8, b"\0"))):
            continue
        target = folder / name / "blobs" / relative
        entry = saved.get(relative)
        if entry is None or not target.exists() or target.stat().st_size != entry["size"]:
            entry, copied = copy_hashed(path, target), copied + 1
        lines.append(json.dumps([relative, entry]))
    list_name = f"{name}/{made}.blobs"
    write_whole(folder / list_name, "\n".join(lines).encode())
    return list_name, copied


def tid_in(path):
    return repr_to_oid(path.name.split(".")[0])


def copy_hashed(source, target):
    """Copy a file, have it on the disk, and say its size and hash."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with open(source, "rb") as reading, open(f"{target}.part", "wb") as writing:
        while part := reading.read(PIECE):
            digest.update(part)
            writing.write(part)
            size += len(part)
        writing.flush()
        os.fsync(writing.fileno())
    os.replace(f"{target}.part", target)
    sync_path(target.parent)
    return {"size": size, "sha256": digest.hexdigest()}


def file_hash(path):
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def read_list(folder):
    path = Path(folder) / LIST
    if not path.exists():
        return {"format": FORMAT, "generations": []}
    return json.loads(path.read_text())


def read_blob_list(folder, name):
    text = (Path(folder) / name).read_text()
    return [json.loads(line) for line in text.splitlines()]


def write_whole(path, content):
    """Replace a small file so that a reader finds the old one or the new one, whole."""
    part = Path(f"{path}.part")
    with part.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(part, path)
    sync_path(path.parent)
