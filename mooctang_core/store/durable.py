"""A FileStorage that has told the disk everything before it says that a transaction is committed."""

import errno
import os
import struct
import time
from pathlib import Path

from zc.lockfile import LockError
from ZODB.FileStorage import FileStorage
from ZODB.FileStorage.FileStorage import FileStorageError
from ZODB.FileStorage.format import CorruptedError
from ZODB.utils import load_current, p64, u64, z64

from mooctang_core.store.disk import deepest_existing, sync_file, sync_path
from mooctang_core.store.errors import FULL, StoreDamaged, StoreDown, full, held
from mooctang_core.store.holding import HeldFolder, holder_of
from mooctang_core.store.sums import (
    SummedFileStorage,
    check_tail,
    packed_sum_path,
    write_packed_sum,
)

INODE_CHECK_SECONDS = 60
BROKEN = frozenset({errno.EIO, errno.EROFS, errno.ENXIO, errno.ENODEV, errno.EBADF, errno.ESTALE})


class DurableFileStorage(SummedFileStorage):
    """Blob, its folder and the data reach the disk before the status byte; after a disk error it is dead, not guessing."""

    dead = None

    def __init__(self, path, blob_dir, read_only=False, packer=None):
        path, blob_dir = Path(path), Path(blob_dir)
        self._unsynced = []
        self._inode_checked = time.monotonic()
        self._held = None if read_only else HeldFolder(path.parent)
        try:
            if not read_only:
                finish_interrupted_pack(path)
                refuse_lost_data(path, blob_dir)
            super().__init__(str(path), read_only=read_only, blob_dir=str(blob_dir), pack_keep_old=False, packer=packer or durable_packer)
            if not read_only:
                sync_file(self._file)
                sync_path(path.parent)
                check_tail(path, self._pos)
        except LockError:
            self._let_go()
            raise held(path, holder_of(path.parent)) from None
        except (FileStorageError, CorruptedError, struct.error) as error:
            self._abandon()
            raise StoreDamaged(f"The data file {path} is damaged ({error}): run `mooctang verify`, then restore the last backup.") from error
        except StoreDamaged:
            self._abandon()
            raise
        except BaseException:
            self._let_go()
            raise

    def _blob_init(self, blob_dir, layout="bushy"):
        # Left to itself it would take a folder without its marker for one of the old layout, and find nothing in it.
        super()._blob_init(blob_dir, layout)

    def _abandon(self):
        """Give a half-opened storage up, without writing an index of what was found damaged."""
        for handle in (getattr(self, "_file", None), getattr(self, "_tfile", None), getattr(self, "_lock_file", None)):
            if handle is not None:
                handle.close()
        if getattr(self, "_files", None) is not None:
            self._files.close()
        self._let_go()

    def _let_go(self):
        if self._held is not None:
            self._held.release()

    def close(self):
        try:
            super().close()
        finally:
            self._let_go()

    def tpc_begin(self, transaction, tid=None, status=" "):
        self._refuse_if_dead()
        if time.monotonic() - self._inode_checked > INODE_CHECK_SECONDS:
            self.check_inode()
        self._unsynced = []
        super().tpc_begin(transaction, tid, status)

    def _refuse_if_dead(self):
        if self.dead:
            raise StoreDown(self.dead)

    def check_inode(self):
        """The file we write must still be the file that the next start will read."""
        self._inode_checked = time.monotonic()
        try:
            same = os.stat(self._file_name).st_ino == os.fstat(self._file.fileno()).st_ino
        except (OSError, ValueError):
            same = False
        if not same:
            self._die(f"The file {self._file_name} was moved or replaced while the server had it open: stop the server, put the right file back and start again.")
            raise StoreDown(self.dead)

    def store(self, oid, oldserial, data, version, transaction):
        with self._roomy():
            return super().store(oid, oldserial, data, version, transaction)

    def restore(self, oid, serial, data, version, prev_txn, transaction):
        with self._roomy():
            return super().restore(oid, serial, data, version, prev_txn, transaction)

    def _blob_storeblob(self, oid, serial, blobfilename):
        with self._roomy():
            there = deepest_existing(Path(self.fshelper.getPathForOID(oid)))
            super()._blob_storeblob(oid, serial, blobfilename)
            target = Path(self.fshelper.getBlobFilename(oid, serial))
            self._unsynced.append((target, there))

    def tpc_vote(self, transaction):
        with self._roomy():
            resolved = super().tpc_vote(transaction)
            self._sync_vote()
            return resolved

    def _sync_vote(self):
        # The order is the promise: blob, its folders, the data; the status byte is written only in _finish.
        for target, there in self._unsynced:
            sync_path(target)
            folder = target.parent
            while True:
                sync_path(folder)
                if folder == there or folder == folder.parent:
                    break
                folder = folder.parent
        self._unsynced = []
        sync_file(self._file)

    def _finish(self, tid, u, d, e):
        try:
            super()._finish(tid, u, d, e)
        except BaseException as error:
            self._die(f"The disk failed while {self._file_name} was being written ({error}): whether the last write was kept is known after a restart; send it again with the same key.")
            raise StoreDown(self.dead) from error

    def pack(self, t, referencesf, gc=None):
        self._packed_end = None
        super().pack(t, referencesf, gc)
        if self._packed_end:
            write_packed_sum(self._file_name, self._packed_end)

    def record_iternext(self, next=None):
        """As the original, but past the objects that were deleted when a school moved away."""
        oid = self._alive_from(next or z64)
        if oid is None:
            raise ValueError("There are no objects.")
        data, tid = load_current(self, oid)
        return oid, tid, data, self._alive_from(p64(u64(oid) + 1))

    def _alive_from(self, oid):
        while True:
            try:
                oid = self._index.minKey(oid)
            except ValueError:
                return None
            with self._lock:
                head = self._read_data_header(self._index[oid], oid)
            if head.plen or head.back:
                return oid
            oid = p64(u64(oid) + 1)

    def _roomy(self):
        return _Roomy(self)

    def _die(self, sentence):
        self.dead = self.dead or sentence


class _Roomy:
    """Turn a full disk into StoreFull, and a broken one into the end of this storage."""

    def __init__(self, storage):
        self.storage = storage

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if not isinstance(error, OSError) or error.errno not in FULL | BROKEN:
            return False
        if error.errno in FULL:
            raise full(Path(self.storage._file_name).parent) from error
        # After a failed fsync the kernel has forgotten which pages were not written; only a restart reads the truth.
        self.storage._die(f"The disk failed under {self.storage._file_name} ({error}): nothing of this write was kept; look at the disk, then restart.")
        raise StoreDown(self.storage.dead) from error


def durable_packer(storage, referencesf, stop, gc):
    """The usual packer, with the new file on the disk before it takes the old one's place."""
    result = FileStorage.packer(storage, referencesf, stop, gc)
    if result is not None:
        storage._packed_end = result[0]
        packed_sum_path(storage._file_name).unlink(missing_ok=True)
        sync_path(Path(storage._file_name + ".pack"))
        sync_path(Path(storage._file_name).parent)
    return result


def finish_interrupted_pack(path):
    """A pack that died between its two renames left the whole old file under .old: nothing was committed since."""
    old = Path(f"{path}.old")
    if not path.exists() and old.exists() and Path(f"{path}.pack").exists():
        os.rename(old, path)
        sync_path(path.parent)


def refuse_lost_data(path, blob_dir):
    # An empty storage would be made, and FileStorage would then remove every blob.
    if not path.exists() and any(blob_dir.glob("0x*")):
        raise StoreDamaged(f"The file {path} is missing, but {blob_dir} holds files of it: restore the last backup, or put {path.name} back.")
