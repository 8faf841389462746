"""Reading whole databases from outside: which there are, opened without disturbing the server, and what is in a record."""

import contextlib
from io import BytesIO
from pathlib import Path

from ZODB._compat import PersistentUnpickler
from ZODB.blob import is_blob_record
from ZODB.POSException import POSKeyError
from ZODB.utils import z64

from mooctang_core.store.durable import DurableFileStorage
from mooctang_core.store.errors import StoreError
from mooctang_core.store.opening import HouseDB, open_storage, refuse_strange
from mooctang_core.store.places import MAIN, kind_of, place_of


def database_names(settings):
    """Main first, then the databases of single schools."""
    names = {name for name, _ in settings.databases}
    if kind_of(settings) == "file":
        names |= {path.stem for path in (Path(settings.home) / "store").glob("*.fs")}
    else:
        names |= set(_named_by_alliance(settings))
    return [MAIN, *sorted(names - {MAIN})]


def _named_by_alliance(settings):
    with reader(settings) as database, opened(database) as root:
        alliance = root.get("alliance")
        return list(alliance.schools.values()) if alliance is not None else []


def open_reader(settings, name=MAIN):
    """A storage to read from, beside a running server: its state is that of this moment."""
    uri, blobs = place_of(settings, name)
    if "://" in str(uri):
        return open_storage(uri, settings, blobs)
    if not Path(uri).exists():
        raise StoreError(f"There is no database {uri}: check the setting home, or restore a backup.")
    return DurableFileStorage(uri, blobs, read_only=True)


@contextlib.contextmanager
def reader(settings, name=MAIN):
    """The same as a database."""
    database = HouseDB(open_reader(settings, name), database_name=name, databases={}, xrefs=False)
    try:
        yield database
    finally:
        database.close()


@contextlib.contextmanager
def opened(database):
    """The root of a database, for looking."""
    import transaction

    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = database.open(transaction_manager=manager)
    try:
        yield connection.root()
    finally:
        manager.abort()
        connection.close()


def references(data):
    """The oids a record points to; raises StoreDamaged if it names a strange class, and any error if it is no record."""
    found = []

    def persistent_load(reference):
        found.append(oid_of(reference))

    def find(modulename, name):
        refuse_strange(modulename, name)
        return _Anything

    unpickler = PersistentUnpickler(find, persistent_load, BytesIO(data))
    unpickler.load()
    with contextlib.suppress(EOFError):
        unpickler.load()
    return [oid for oid in found if oid is not None]


class _Anything:
    """Stands for every class while a record is only looked through; nothing of the class runs."""

    def __new__(cls, *args, **words):
        return object.__new__(cls)

    def __init__(self, *args, **words):
        pass

    def __setstate__(self, state):
        pass

    def __hash__(self):
        return id(self)


def oid_of(reference):
    """The oid in a stored reference of any of ZODB's shapes; None for a weak or foreign one."""
    if isinstance(reference, tuple):
        reference = reference[0]
    if isinstance(reference, list):
        if len(reference) == 1:
            return None
        kind, words = reference
        return words[0] if kind == "n" else None
    return reference.encode("latin-1") if isinstance(reference, str) else reference


def walk(storage, *starts, known=()):
    """Yield (oid, data, tid) of everything that can be reached, not going into what is known; (oid, None, None) for what is missing."""
    waiting = list(starts or (z64,))
    seen = set(waiting)
    while waiting:
        oid = waiting.pop()
        try:
            data, tid = storage.load(oid)[:2]
        except POSKeyError:
            yield oid, None, None
            continue
        yield oid, data, tid
        for other in references(data):
            if other not in seen and other not in known:
                seen.add(other)
                waiting.append(other)


def current(storage):
    """(oid, tid, data) of every object as it is now. Not by its length: on PostgreSQL that is only guessed, and nothing at first."""
    cookie, more = None, storage.lastTransaction() != z64
    while more:
        oid, tid, data, cookie = storage.record_iternext(cookie)
        yield oid, tid, data
        more = cookie is not None


def blob_path(storage, oid, tid, data):
    """The file of a record that stands for one, else None."""
    return Path(storage.loadBlob(oid, tid)) if is_blob_record(data) else None
