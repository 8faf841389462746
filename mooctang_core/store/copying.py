"""Copy records from one database into another: new ids, bounded transactions, the house's own classes only."""

from io import BytesIO

from ZODB._compat import PersistentPickler, PersistentUnpickler, _protocol
from ZODB.broken import find_global
from ZODB.Connection import TransactionMetaData
from ZODB.utils import z64

from mooctang_core.store.errors import StoreDamaged
from mooctang_core.store.opening import refuse_strange

BATCH_BYTES = 8 << 20
BATCH_OBJECTS = 5_000


class _Ghost:
    __slots__ = ("reference",)

    def __init__(self, reference):
        self.reference = reference


class Copier:
    """Writes records from elsewhere into a database under new ids, in transactions of bounded size.

    Until somebody points to the first of them they are garbage, which a pack removes: a copy that dies harms nothing."""

    def __init__(self, database):
        self.database = database
        self.oids = {}
        self.serials = {}
        self.storage = self._open = None

    def take(self, records, file_of):
        """Copy (oid, data) records; one that was copied before is written anew."""
        self.storage = instance(self.database)
        try:
            for oid, data in records:
                self._put(oid, data, file_of(oid))
            self._flush()
        except BaseException:
            if self._open:
                self.storage.tpc_abort(self._open)
                self._open = None
            raise
        finally:
            self.storage.release()

    def new(self, oid):
        if oid not in self.oids:
            self.oids[oid] = self.storage.new_oid()
        return self.oids[oid]

    def _put(self, oid, data, path):
        if self._open is None:
            self._open, self._size, self._batch = TransactionMetaData("", "a school is copied"), 0, []
            self.storage.tpc_begin(self._open)
        record = self._rewrite(data)
        where = (self.new(oid), self.serials.get(oid, z64), record)
        if path:
            self.storage.storeBlob(*where, path, "", self._open)
        else:
            self.storage.store(*where, "", self._open)
        self._size += len(record)
        self._batch.append(oid)
        if self._size > BATCH_BYTES or len(self._batch) >= BATCH_OBJECTS:
            self._flush()

    def _flush(self):
        if self._open is not None:
            self.storage.tpc_vote(self._open)
            tid = self.storage.tpc_finish(self._open)
            self.serials.update(dict.fromkeys(self._batch, tid))
            self._open = None

    def _rewrite(self, data):
        """The record with the new ids in its references; a class that is not ours is refused before anything of it runs."""
        unpickler = PersistentUnpickler(_ours, self._reference, BytesIO(data))
        target = BytesIO()
        pickler = PersistentPickler(lambda thing: thing.reference if type(thing) is _Ghost else None, target, _protocol)
        pickler.dump(unpickler.load())
        pickler.dump(unpickler.load())
        return target.getvalue()

    def _reference(self, reference):
        if isinstance(reference, tuple):
            return _Ghost((self.new(reference[0]), reference[1]))
        if isinstance(reference, bytes):
            return _Ghost(self.new(reference))
        raise StoreDamaged("The school holds a weak reference or one to another database, which the house never makes: run `mooctang verify`.")


def _ours(modulename, name):
    refuse_strange(modulename, name)
    return find_global(modulename, name)


def instance(database):
    """A view of a database's storage as of now; release() it."""
    storage = database._mvcc_storage.new_instance()
    storage.poll_invalidations()
    return storage
