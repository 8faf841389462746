"""Open one database by its URI: every storage of the house is constructed here and nowhere else."""

import time
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urlsplit

from persistent import Persistent
from transaction.interfaces import NoTransaction
from ZODB import DB
from ZODB.broken import Broken
from ZODB.Connection import Connection

from mooctang_core.store.durable import DurableFileStorage
from mooctang_core.store.errors import StoreDamaged, StoreError, unreachable
from mooctang_core.store.places import blobs_beside

# Pickles name classes; only these may be loaded, so that a foreign file in the store cannot run code of its choice.
TRUSTED = ["mooctang_core.", "BTrees.", "persistent.", "ZODB.blob.Blob", "datetime.", "decimal.Decimal"]
TRUSTED_WORDS = frozenset({
    "builtins.set", "builtins.frozenset", "builtins.bytearray", "builtins.complex", "builtins.object",
    "copyreg._reconstructor", "copyreg.__newobj__", "copy_reg._reconstructor", "copy_reg.__newobj__",
    "_codecs.encode", "zodbpickle.binary", "zodbpickle.zodbpickle.binary",
})


class HouseConnection(Connection):
    """A connection that goes back to the pool when it could not be opened."""

    def open(self, transaction_manager=None, delegate=True):
        try:
            super().open(transaction_manager, delegate)
        except BaseException:
            # Else each try while the database is away would leave one behind.
            self.transaction_manager = self.opened = None
            self._db._returnToPool(self)
            raise


class HouseDB(DB):
    """A ZODB database that loads the house's own classes only."""

    klass = HouseConnection

    def __init__(self, *args, **words):
        self._classes = {}
        super().__init__(*args, **words)

    def close(self):
        self._connectionMap(_leave)
        super().close()

    def classFactory(self, connection, modulename, globalname):
        found = self._classes.get((modulename, globalname))
        if found is None:
            refuse_strange(modulename, globalname)
            found = super().classFactory(connection, modulename, globalname)
            if not (isinstance(found, type) and issubclass(found, Broken)):  # one that is only missing today may come back
                self._classes[modulename, globalname] = found
        return found


def _leave(connection):
    # An explicit manager without a transaction has nothing to abort, and would raise when it is told to.
    if connection.transaction_manager is not None:
        try:
            connection.transaction_manager.get()
        except NoTransaction:
            connection.transaction_manager = None


def refuse_strange(modulename, globalname):
    word = f"{modulename}.{globalname}"
    if word not in TRUSTED_WORDS and not (word.startswith(tuple(TRUSTED)) and is_a_class_of_its_own(modulename, globalname)):
        raise StoreDamaged(f"The store holds an object of the class {word}, which is not mooctang's: no other class may be stored; run `mooctang verify`.")


@lru_cache(maxsize=4096)
def is_a_class_of_its_own(modulename, globalname):
    """Whether the name is a class that lives in a trusted package itself, not something that a trusted module only imports (`os`).

    Of the house, only what can lie in a store: a constructor that opens files would do so for whoever wrote the pickle.
    """
    try:
        found = getattr(import_module(modulename), globalname)
    except (ImportError, AttributeError):
        return True  # a class that is gone; ZODB shows its objects as broken and runs nothing
    if not isinstance(found, type) or not f"{found.__module__}.{found.__name__}".startswith(tuple(TRUSTED)):
        return False
    return not found.__module__.startswith("mooctang_core.") or issubclass(found, (Persistent, tuple))


CATCH_UP_SECONDS = 2
ZEO_SECONDS = 10        # that a ZEO server may take until it answers


def open_database(uri, settings, name="main", blobs=None):
    """A ZODB database for a path, a postgresql:// or a zeo:// URI; StoreHeld, StoreDown or StoreDamaged when it cannot be."""
    storage = open_storage(uri, settings, blobs)
    try:
        return HouseDB(
            storage, database_name=name, databases={}, xrefs=False, pool_size=settings.pool_size,
            cache_size=settings.cache_objects, cache_size_bytes=settings.cache_mb << 20)
    except BaseException:
        storage.close()
        raise


def open_storage(uri, settings, blobs=None):
    text = str(uri)
    if "blobstorage_dir" in text:
        raise StoreError(f"The store {text} names blobstorage_dir, which loses files: leave it out, blobs have their place already.")
    scheme = urlsplit(text).scheme
    if scheme in ("postgresql", "postgres"):
        return _postgres(text, settings, blobs)
    if scheme == "zeo":
        return _zeo(text, blobs)
    return _file(Path(unquote(urlsplit(text).path) if scheme == "file" else text), blobs)


def _file(path, blobs):
    blobs = Path(blobs) if blobs else blobs_beside(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    return DurableFileStorage(path, blobs)


def _postgres(uri, settings, blobs):
    from mooctang_core.store.postgres import open_relstorage

    return open_relstorage(uri, settings, blobs)


def _zeo(uri, blobs):
    from ZEO.ClientStorage import ClientStorage
    from ZEO.Exceptions import ClientDisconnected

    parts = urlsplit(uri)
    # Without server_sync a fresh transaction may still read what another process has already replaced.
    try:
        storage = ClientStorage(
            (parts.hostname or "127.0.0.1", parts.port or 8100), storage=parts.path.strip("/") or "1",
            server_sync=True, wait_timeout=ZEO_SECONDS, blob_dir=str(blobs), shared_blob_dir=False)
    except ClientDisconnected as error:
        raise unreachable(uri, error or "no ZEO server") from error
    storage.sync = partial(catch_up, storage)
    return storage


def catch_up(storage):
    """Wait until this client has heard of everything that the server had committed when it was asked.

    A mere round trip is not enough: the news of a commit reaches another client on a way of its own, now and then later.
    """
    there, patience = storage._call("lastTransaction"), time.monotonic() + CATCH_UP_SECONDS
    while storage.lastTransaction() < there and time.monotonic() < patience:
        time.sleep(0.0005)
